"""Commands of the tools, which know no Django, run in this process: a start of Python costs more than what they do.

That they start on their own, and how they stand in a shell, is tested in ``tests/cli``.
"""

import argparse
import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from unittest import mock

from luotsi import cli


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left: its exit status and the bytes that it wrote."""

    returncode: int
    out: bytes
    err: bytes

    @property
    def stdout(self):
        return self.out.decode()

    @property
    def stderr(self):
        return self.err.decode()


def luotsi(*words, given=b""):
    """Run ``luotsi WORDS`` with ``given`` as its standard input."""
    out, err, given = (io.TextIOWrapper(io.BytesIO(content), encoding="utf-8") for content in (b"", b"", given))
    say = getattr(argparse, "_")  # noqa: B009 - the command makes the parser speak its language
    with mock.patch.object(sys, "stdin", given), redirect_stdout(out), redirect_stderr(err):
        try:
            status = cli.main([str(word) for word in words])
        finally:
            argparse._ = say
    for stream in (out, err):
        stream.flush()
    return Done(status, out.buffer.getvalue(), err.buffer.getvalue())
