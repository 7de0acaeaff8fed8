"""The errors of the house. Each says in the user's language what is wrong, where, and how to mend it."""

from collections.abc import Sequence
from dataclasses import dataclass

from luotsi.kit.text import Text


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with what was given.

    ``where`` is the field, line or element (``entry[3].resource.code``, ``line 12``); empty when it is the whole.
    """

    where: str
    text: Text

    def in_(self, language: str) -> str:
        """One line: the place, then what is wrong and how to mend it."""
        return f"{self.where}: {self.text.in_(language)}" if self.where else self.text.in_(language)


class LuotsiError(Exception):
    """Root of every error that a user may be shown."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class InputError(LuotsiError):
    """What was given cannot be used: HTTP 4xx, exit status 2. Carries every problem found, not only the first."""

    def __init__(self, text: Text, problems: Sequence[Problem] = ()) -> None:
        super().__init__(text)
        self.problems = tuple(problems)

    def lines(self, language: str) -> list[str]:
        """The message and one line a problem, ready to print."""
        return [self.text.in_(language), *(problem.in_(language) for problem in self.problems)]


class NotPermittedError(LuotsiError):
    """The user may not do this or see this: HTTP 403 (or 404 where the existence itself is private)."""


class ConflictError(LuotsiError):
    """Somebody else changed the thing in between: HTTP 409. Nothing was stored and nothing typed is lost."""


class ModelUnavailableError(LuotsiError):
    """No model stands behind the port. The tool says so and goes on without it."""


class ContractError(LuotsiError):
    """A tool broke the contract of the house (a defect of the tool, not of its user)."""
