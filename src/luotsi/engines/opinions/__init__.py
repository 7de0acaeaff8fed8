"""Opinion discussions: votes, groups, consensus, routing and trust. Pure. See the README for what to call.

Names load when first used: a web process that only stores votes does without scipy.
"""

from importlib import import_module
from typing import Any

_PLACES = {
    "analysis": ("analyse", "MODES"),
    "compressed": ("matrix",),
    "exported": ("Conversation", "conversation", "unzipped"),
    "engine": ("Engine", "Standing"),
    "headlines": ("Compared", "Headline", "Influence", "influence", "with_and_without"),
    "intervals": ("Interval", "jeffreys", "wilson"),
    "ledger": (
        "Ballot",
        "Entry",
        "Receipt",
        "Recount",
        "chained",
        "check_receipt",
        "first_break",
        "receipt",
        "recount",
        "root",
        "tombstone",
    ),
    "place": ("MapModel", "Position", "own_position"),
    "reading": ("ReadVotes", "read_statements", "read_votes"),
    "result": ("DialogueResult", "ENGINE", "SCHEMA"),
    "routing": ("Candidate", "next_statement", "routing_candidates"),
    "rows": ("GroupShare", "Share", "StatementRow", "plain_sentence", "statement_rows"),
    "statement": ("Moderation", "Statement"),
    "statement_checks": ("Remark", "check_statement"),
    "suspicion": ("Sign", "Suspicion", "flagged", "suspicions"),
    "tables": ("PublicTable", "PublicTables", "publishable"),
    "themes": ("Topic", "topics"),
    "votes": ("VoteMatrix", "VoteTable"),
    "wording": ("Near", "language_of", "near_duplicates"),
}
_PLACE_OF = {name: module for module, names in _PLACES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _PLACE_OF:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_PLACE_OF[name]}"), name)


__all__ = sorted(_PLACE_OF)  # noqa: PLE0605 - the list is the table above
