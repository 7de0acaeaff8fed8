"""Reads the starter files beside this module."""

from importlib.resources import files
from typing import Any

import yaml

from luotsi.kit.text import Text


def read(name: str) -> Any:
    """The content of ``name``.yaml."""
    return yaml.safe_load(files(__package__).joinpath(f"{name}.yaml").read_text("utf-8"))


def text(value: dict[str, str]) -> Text:
    """The three languages of a mapping; ValueError when one is missing."""
    return Text(value["fi"], value["sv"], value["en"])
