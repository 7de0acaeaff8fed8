"""The invented people of the demo. Their password is public: the demo holds synthetic clients only."""

from dataclasses import dataclass

from django.conf import settings

from luotsi.base import people
from luotsi.base.models import User
from luotsi.base.roles import Role
from luotsi.kit.text import Text

DEMO_PASSWORD = "luotsi-demo-2026"  # noqa: S105 - public by intent; create_demo_users refuses outside the demo


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoUser:
    """One log-in of the demo and what it is good for."""

    email: str
    name: str
    title: str
    half: str
    roles: tuple[Role, ...]
    about: Text
    language: str = "fi"


DEMO_USERS = (
    DemoUser(
        email="liisa.malli@demo.example",
        name="Liisa Malli",
        title="farmaseutti",
        half="workbench",
        roles=(Role.PROFESSIONAL, Role.KNOWLEDGE_EDITOR),
        about=Text(
            "farmaseutti: lääkityksen arviointi", "farmaceut: läkemedelsgranskning", "pharmacist: medication review"
        ),
    ),
    DemoUser(
        email="lauri.laine@demo.example",
        name="Lauri Laine",
        title="lääkäri",
        half="workbench",
        roles=(Role.PROFESSIONAL, Role.SECOND_READER),
        about=Text(
            "lääkäri: kooste, PET-kuvat", "läkare: sammanställning, PET-bilder", "doctor: compilation, PET images"
        ),
    ),
    DemoUser(
        email="sanna.sairanen@demo.example",
        name="Sanna Sairanen",
        title="sairaanhoitaja",
        half="workbench",
        roles=(Role.PROFESSIONAL,),
        about=Text(
            "sairaanhoitaja: kirjaaminen, tulkkaus",
            "sjukskötare: dokumentation, tolkning",
            "nurse: documentation, interpreting",
        ),
    ),
    DemoUser(
        email="ville.valmentaja@demo.example",
        name="Ville Virta",
        title="valmentaja",
        half="workbench",
        roles=(Role.COACH,),
        about=Text("valmentaja: painonhallinta", "coach: viktkontroll", "coach: weight management"),
    ),
    DemoUser(
        email="tiina.tietosuoja@demo.example",
        name="Tiina Tarkka",
        title="tietosuojavastaava",
        half="workbench",
        roles=(Role.PRIVACY_OFFICER,),
        about=Text("tietosuojavastaava: loki", "dataskyddsombud: logg", "privacy officer: audit log"),
    ),
    DemoUser(
        email="paavo.paakayttaja@demo.example",
        name="Paavo Päivänen",
        title="kehittäjä",
        half="workbench",
        roles=(Role.COUNTY_ADMIN, Role.KNOWLEDGE_EDITOR),
        about=Text(
            "alueen pääkäyttäjä: mittarit, säännöt",
            "områdets administratör: mått, regler",
            "county administrator: measures, rules",
        ),
    ),
    DemoUser(
        email="kaisa.koordinaattori@demo.example",
        name="Kaisa Koskinen",
        title="koordinaattori",
        half="hub",
        roles=(
            Role.MEMBER,
            Role.COORDINATOR,
            Role.ADMIN,
            Role.CALL_OFFICER,
            Role.CLEARANCE_ASSESSOR,
            Role.EVIDENCE_ANALYST,
            Role.AUDITOR,
        ),
        about=Text("koordinaattori ja pääkäyttäjä", "koordinator och administratör", "coordinator and administrator"),
    ),
    DemoUser(
        email="erik.ek@demo.example",
        name="Erik Ek",
        title="redaktör",
        half="hub",
        roles=(Role.MEMBER, Role.EDITOR),
        about=Text("toimittaja: sivut ja uutiskirje", "redaktör: sidor och nyhetsbrev", "editor: pages and newsletter"),
        language="sv",
    ),
    DemoUser(
        email="hanna.hakija@demo.example",
        name="Hanna Hakala",
        title="kehittämispäällikkö",
        half="hub",
        roles=(Role.MEMBER, Role.APPLICANT),
        about=Text(
            "alueen kehittäjä: jäsen ja hakija",
            "områdets utvecklare: medlem och sökande",
            "county developer: member and applicant",
        ),
    ),
    DemoUser(
        email="anna.arvioija@demo.example",
        name="Anna Aro",
        title="asiantuntija",
        half="hub",
        roles=(Role.MEMBER, Role.REVIEWER),
        about=Text("hakemusten arvioija", "bedömare av ansökningar", "reviewer of applications"),
    ),
)


def demo_users(half: str) -> tuple[DemoUser, ...]:
    """The log-ins of one half."""
    return tuple(person for person in DEMO_USERS if person.half == half)


def create_demo_users(role: str) -> list[User]:
    """Make the log-ins of a half (``hub`` or ``workbench``) that are not there yet; all of them, in order.

    Refused outside the demo: their password is public.
    """
    if not settings.LUOTSI_DEMO:
        message = "demo users are made only where LUOTSI_DEMO is 1"
        raise RuntimeError(message)
    return [_created(person) for person in demo_users(role)]


def _created(person: DemoUser) -> User:
    user = User.objects.filter(email=person.email).first()
    if user is None:
        return people.create_account(
            person.email,
            by=None,
            name=person.name,
            title=person.title,
            language=person.language,
            password=DEMO_PASSWORD,
            roles=person.roles,
        )
    for role in person.roles:
        people.grant(user, role, by=None)
    return user
