"""Tables of the workbench: records, runs and reviews. Fields and constraints only; the verbs are in domain."""

from luotsi.workbench.models.model_answer import ModelAnswer
from luotsi.workbench.models.own_words import OwnWordsRow
from luotsi.workbench.models.record import CareRelationship, Client, RecordImport, Resource, Unit
from luotsi.workbench.models.run import Case, Run, Sighting, Signature, SuggestionRow, VerdictRow

__all__ = [
    "CareRelationship",
    "Case",
    "Client",
    "ModelAnswer",
    "OwnWordsRow",
    "RecordImport",
    "Resource",
    "Run",
    "Sighting",
    "Signature",
    "SuggestionRow",
    "Unit",
    "VerdictRow",
]
