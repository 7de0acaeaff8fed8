"""YAML in which yes, no, on and off are words, as in the data files, not truth values, and no key stands twice."""

from typing import Any

import yaml

_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DROPPED = "tag:yaml.org,2002:bool"


class PlainLoader(_BASE):  # type: ignore[misc]  # the C loader where PyYAML has it
    """A safe loader that leaves ``yes``, ``no``, ``on`` and ``off`` alone and refuses doubled keys."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """The mapping of a node. YAML would keep the last of two equal keys and lose the first without a word."""
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"doubled key {key.value!r}", key.start_mark)
            seen.add(key.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return mapping


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rows if tag != _DROPPED]
    for first, rows in _BASE.yaml_implicit_resolvers.items()
}


def plain_yaml(text: str) -> Any:
    """The content of a YAML text; ``yaml.YAMLError`` when it is none or a key stands twice in one mapping.

    >>> plain_yaml("no: [a]")
    {'no': ['a']}
    """
    return yaml.load(text, Loader=PlainLoader)  # noqa: S506 - a safe loader
