"""The roles of both halves. What a role may do stands in each app's ``permissions.py``."""

from enum import StrEnum

from luotsi.kit.text import Text


class Role(StrEnum):
    """A role that a user may hold, on the workbench or on the hub."""

    # workbench
    PROFESSIONAL = "professional"
    COACH = "coach"
    SECOND_READER = "second_reader"
    KNOWLEDGE_EDITOR = "knowledge_editor"
    PRIVACY_OFFICER = "privacy_officer"
    COUNTY_ADMIN = "county_admin"
    PARTICIPANT = "participant"
    # hub
    MEMBER = "member"
    EDITOR = "editor"
    COORDINATOR = "coordinator"
    APPLICANT = "applicant"
    REVIEWER = "reviewer"
    CALL_OFFICER = "call_officer"
    CLEARANCE_ASSESSOR = "clearance_assessor"
    EVIDENCE_ANALYST = "evidence_analyst"
    AUDITOR = "auditor"
    ADMIN = "admin"

    @property
    def label(self) -> Text:
        """The name of the role on screen."""
        return _LABELS[self]


WORKBENCH_ROLES = frozenset(
    {
        Role.PROFESSIONAL,
        Role.COACH,
        Role.SECOND_READER,
        Role.KNOWLEDGE_EDITOR,
        Role.PRIVACY_OFFICER,
        Role.COUNTY_ADMIN,
        Role.PARTICIPANT,
    }
)
HUB_ROLES = frozenset(Role) - WORKBENCH_ROLES

# Roles of people who are served or take part; all others are staff and sign in with a second factor.
NOT_STAFF = frozenset({Role.PARTICIPANT, Role.MEMBER, Role.APPLICANT})
STAFF_ROLES = frozenset(Role) - NOT_STAFF

# Roles that open the editing half of the website (Wagtail).
WAGTAIL_ROLES = frozenset({Role.EDITOR, Role.COORDINATOR, Role.ADMIN})

_LABELS = {
    Role.PROFESSIONAL: Text("ammattilainen", "yrkesutbildad person", "professional"),
    Role.COACH: Text("valmentaja", "coach", "coach"),
    Role.SECOND_READER: Text("toinen lukija", "andra granskare", "second reader"),
    Role.KNOWLEDGE_EDITOR: Text("tietosisällön toimittaja", "kunskapsredaktör", "knowledge editor"),
    Role.PRIVACY_OFFICER: Text("tietosuojavastaava", "dataskyddsombud", "privacy officer"),
    Role.COUNTY_ADMIN: Text("alueen pääkäyttäjä", "områdets administratör", "county administrator"),
    Role.PARTICIPANT: Text("osallistuja", "deltagare", "participant"),
    Role.MEMBER: Text("jäsen", "medlem", "member"),
    Role.EDITOR: Text("toimittaja", "redaktör", "editor"),
    Role.COORDINATOR: Text("koordinaattori", "koordinator", "coordinator"),
    Role.APPLICANT: Text("hakija", "sökande", "applicant"),
    Role.REVIEWER: Text("arvioija", "bedömare", "reviewer"),
    Role.CALL_OFFICER: Text("rahoitushaun käsittelijä", "handläggare av ansökningsomgången", "call officer"),
    Role.CLEARANCE_ASSESSOR: Text("selvitysten arvioija", "bedömare av utredningar", "clearance assessor"),
    Role.EVIDENCE_ANALYST: Text("näytön analyytikko", "evidensanalytiker", "evidence analyst"),
    Role.AUDITOR: Text("lokin tarkastaja", "logggranskare", "auditor"),
    Role.ADMIN: Text("pääkäyttäjä", "administratör", "administrator"),
}
