"""The parts of a record in words, for logs and reports that name parts and never their content."""

from luotsi.kit.text import Text
from luotsi.kit.tool import RecordPart

PART_LABELS = {
    RecordPart.PATIENT: Text("perustiedot", "grunduppgifter", "basic data"),
    RecordPart.CONDITIONS: Text("diagnoosit", "diagnoser", "diagnoses"),
    RecordPart.MEDICATION: Text("lääkkeet", "läkemedel", "medicines"),
    RecordPart.OBSERVATIONS: Text("mittaukset", "mätningar", "measurements"),
    RecordPart.ALLERGIES: Text("allergiat", "allergier", "allergies"),
    RecordPart.ENCOUNTERS: Text("käynnit", "besök", "visits"),
    RecordPart.DOCUMENTS: Text("asiakirjat", "handlingar", "documents"),
    RecordPart.QUESTIONNAIRES: Text("lomakkeet", "formulär", "forms"),
    RecordPart.IMMUNIZATIONS: Text("rokotukset", "vaccinationer", "vaccinations"),
    RecordPart.PROCEDURES: Text("toimenpiteet", "åtgärder", "procedures"),
    RecordPart.COMMUNICATION: Text("viestit", "meddelanden", "messages"),
    RecordPart.IMAGING: Text("kuvantaminen", "bilddiagnostik", "imaging studies"),
}
_BY_TYPE = {kind: label for part, label in PART_LABELS.items() for kind in part.resource_types}


def type_label(resource_type: str) -> Text:
    """The part to which a FHIR resource type belongs; the type's own name when it belongs to none."""
    return _BY_TYPE.get(resource_type) or Text.same(resource_type or "–")
