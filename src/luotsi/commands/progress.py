"""A line of progress for each step, on standard error."""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from luotsi.kit.text import Language, Text


@dataclass(frozen=True, slots=True)
class Progress:
    """Where progress goes and in which language."""

    stream: TextIO
    language: Language

    @contextlib.contextmanager
    def step(self, text: Text) -> Iterator[None]:
        """Say what is being done, and when it is done how long it took."""
        started = time.monotonic()
        self.stream.write(f"· {text.in_(self.language)} … ")
        self.stream.flush()
        ended = "✗"
        try:
            yield
            ended = f"{time.monotonic() - started:.1f} s"
        finally:
            self.stream.write(f"{ended}\n")
            self.stream.flush()

    def say(self, text: Text) -> None:
        """One line by itself."""
        self.stream.write(f"{text.in_(self.language)}\n")
        self.stream.flush()
