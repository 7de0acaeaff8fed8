"""What `luotsi demo` says when both halves are up: addresses, log-ins by role, and what to try first."""

from collections.abc import Mapping

from luotsi.base.demo import DEMO_PASSWORD, DEMO_USERS
from luotsi.kit.text import Language, Text

HALVES = {
    "hub": Text("verkostosivusto", "nätverkets webbplats", "hub"),
    "workbench": Text("työpöytä", "arbetsbord", "workbench"),
}
_RUNNING = Text(
    "Luotsi on käynnissä. Asiakkaat ja tulokset ovat keksittyjä.",
    "Luotsi är i gång. Klienterna och resultaten är påhittade.",
    "Luotsi is running. The clients and results are invented.",
)
_LOGINS = Text(
    "Tunnukset (salasana kaikilla: {password})",
    "Konton (lösenordet för alla: {password})",
    "Log-ins (the password of all: {password})",
)
_TRY = Text("Kokeile ensin", "Prova först", "Try first")
_FIRST = (
    Text(
        "Kirjaudu työpöydälle ammattilaisena ja avaa asiakas: lääkityksen riskiarvio odottaa tarkistajaa.",
        "Logga in på arbetsbordet som yrkesutbildad person och öppna en klient: bedömningen av läkemedelsrisker"
        " väntar på granskning.",
        "Sign in to the workbench as a professional and open a client: a medication risk assessment awaits review.",
    ),
    Text(
        "Hyväksy, muokkaa tai hylkää ehdotukset (näppäimet A, E, R) ja katso kunkin lähde; sitten allekirjoita.",
        "Godkänn, ändra eller avvisa förslagen (tangenterna A, E, R) och se källan till vart och ett; signera sedan.",
        "Accept, edit or reject the proposals (keys A, E, R) and look at the source of each; then sign.",
    ),
    Text(
        "Lue verkostosivustolta kymmenen kokeilua ja niiden vaihe elinkaarella.",
        "Läs på nätverkets webbplats om de tio försöken och deras skede i livscykeln.",
        "On the hub, read the ten experiments and where each stands on the life cycle.",
    ),
)
_END = Text("Lopeta: Ctrl-C", "Avsluta: Ctrl-C", "To end: Ctrl-C")


def welcome(urls: Mapping[str, str], language: Language) -> str:
    """The whole page of text. ``urls``: address by half."""
    lines = ["", _RUNNING.in_(language), ""]
    for role, url in urls.items():
        lines.append(f"  {HALVES[role].in_(language):<22}{url}/")
    lines += ["", _LOGINS.format(password=DEMO_PASSWORD).in_(language)]
    for role in urls:
        lines.append(f"  {HALVES[role].in_(language)}")
        lines += [
            f"    {user.email:<34}{', '.join(item.label.in_(language) for item in user.roles)}"
            for user in DEMO_USERS
            if user.half == role
        ]
    lines += ["", _TRY.in_(language)]
    lines += [f"  {number}. {text.in_(language)}" for number, text in enumerate(_FIRST, 1)]
    return "\n".join([*lines, "", _END.in_(language), ""])
