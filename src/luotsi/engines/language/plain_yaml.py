"""YAML in which yes, no, on and off are words, as in the data files, and not truth values."""

from typing import Any

import yaml

_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DROPPED = "tag:yaml.org,2002:bool"


class PlainLoader(_BASE):  # type: ignore[misc]  # the C loader where PyYAML has it
    """A safe loader that leaves ``yes``, ``no``, ``on`` and ``off`` alone."""


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rows if tag != _DROPPED]
    for first, rows in _BASE.yaml_implicit_resolvers.items()
}


def plain_yaml(text: str) -> Any:
    """The content of a YAML text; ``yaml.YAMLError`` when it is none.

    >>> plain_yaml("no: [a]")
    {'no': ['a']}
    """
    return yaml.load(text, Loader=PlainLoader)  # noqa: S506 - a safe loader
