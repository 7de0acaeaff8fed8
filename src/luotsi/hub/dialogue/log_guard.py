"""The database itself refuses to change or remove entries of the log of votes, except to empty them on withdrawal."""

from luotsi.base.append_only import Guard

_KEPT = ("id", "discussion_id", "sequence", "kind", "day", "leaf", "chain")

VOTE_LOG = Guard(
    table="dialogue_logentry",
    name="the log of votes",
    change=" AND ".join(
        [
            *(f"NEW.{column} = OLD.{column}" for column in _KEPT),
            *(f"NEW.{column} IS NULL" for column in ("person", "statement", "important", "at_ms")),
            "NEW.choice = ''",
            "NEW.nonce = ''",
        ]
    ),
)
