"""Tables of the discussions. Voting is kept apart from people: no table leads from a vote to a name."""

from luotsi.hub.dialogue.models.discussion import Discussion, ShareLink, Steward
from luotsi.hub.dialogue.models.results import DayRoot, Response, Result
from luotsi.hub.dialogue.models.statement import Appeal, ModerationEvent, Reason, Statement
from luotsi.hub.dialogue.models.voting import (
    Choice,
    DaySalt,
    Invitation,
    LogEntry,
    NetworkCount,
    Participant,
    Tier,
    Vote,
)

__all__ = [
    "Appeal",
    "Choice",
    "DayRoot",
    "DaySalt",
    "Discussion",
    "Invitation",
    "LogEntry",
    "ModerationEvent",
    "NetworkCount",
    "Participant",
    "Reason",
    "Response",
    "Result",
    "ShareLink",
    "Statement",
    "Steward",
    "Tier",
    "Vote",
]
