"""Whether a JSON value fits a schema of the small kind that our own prompts use.

Known words: type, enum, required, properties, additionalProperties (false), items, minItems, maxItems, minLength, maxLength,
minimum, maximum. A schema with any other word is refused, so that nothing passes unchecked.
"""

from collections.abc import Mapping
from typing import Any

from luotsi.kit.canonical import JsonObject

_TYPES = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool}
_WORDS = {
    "type", "enum", "required", "properties", "additionalProperties", "items", "minItems", "maxItems", "minLength", "maxLength",
    "minimum", "maximum",
}  # fmt: skip


def misfit(value: Any, schema: JsonObject, where: str = "$") -> str:
    """The first place where the value does not fit, and how; empty when it fits."""
    unknown = set(schema) - _WORDS
    if unknown:
        raise ValueError(f"schema words without a check: {sorted(unknown)}")
    kind = schema.get("type")
    wanted = _TYPES[str(kind)] if kind else object
    if not isinstance(value, wanted) or (isinstance(value, bool) and kind in {"integer", "number"}):  # type: ignore[arg-type]
        return f"{where}: {kind}"
    allowed = schema.get("enum")
    if isinstance(allowed, list) and value not in allowed:
        return f"{where}: enum"
    if isinstance(value, dict):
        return _object(value, schema, where)
    if isinstance(value, list):
        return _array(value, schema, where)
    if isinstance(value, str):
        return _bounds(len(value), schema, "minLength", "maxLength", where)
    return _bounds(value, schema, "minimum", "maximum", where)


def _object(value: dict[str, Any], schema: JsonObject, where: str) -> str:
    fields = schema.get("properties")
    fields = fields if isinstance(fields, Mapping) else {}
    required = schema.get("required")
    for name in required if isinstance(required, list) else []:
        if name not in value:
            return f"{where}.{name}: required"
    for name, item in value.items():
        below = fields.get(name)
        if isinstance(below, Mapping):
            found = misfit(item, below, f"{where}.{name}")
            if found:
                return found
        elif schema.get("additionalProperties") is False:
            return f"{where}.{name}: unknown"
    return ""


def _array(value: list[Any], schema: JsonObject, where: str) -> str:
    items = schema.get("items")
    if isinstance(items, Mapping):
        for at, item in enumerate(value):
            found = misfit(item, items, f"{where}[{at}]")
            if found:
                return found
    return _bounds(len(value), schema, "minItems", "maxItems", where)


def _bounds(size: float, schema: JsonObject, least: str, most: str, where: str) -> str:
    low, high = schema.get(least), schema.get(most)
    if isinstance(low, int | float) and size < low:
        return f"{where}: {least}"
    if isinstance(high, int | float) and size > high:
        return f"{where}: {most}"
    return ""
