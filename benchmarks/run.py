"""Run the parts named on the command line and write them to the page of measurements."""

import argparse
import sys

from benchmarks import commands, database, dialogue, intake, language, pages, record, report, size, tools

PARTS = {
    "commands": commands,
    "pages": pages,
    "database": database,
    "tools": tools,
    "intake": intake,
    "size": size,
    "language": language,
    "record": record,
    "dialogue": dialogue,
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("part", nargs="+", choices=list(PARTS))
    parser.add_argument("--tests", action="store_true")
    arguments = parser.parse_args()
    for part in arguments.part:
        machine = report.machine()
        measured = PARTS[part].measure(tests=arguments.tests)
        report.write(part, f"{machine} {measured}")
        print(f"## {report.TITLES[part]}\n\n{machine} {measured}\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
