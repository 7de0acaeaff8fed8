"""What `luotsi demo` says when both halves are up: addresses, log-ins by role, and what to try first."""

import json
from collections.abc import Mapping
from pathlib import Path

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


def welcome(urls: Mapping[str, str], folders: Mapping[str, Path], language: Language) -> str:
    """The whole page of text. ``urls``: address by half; ``folders``: its data folder, which lists the log-ins."""
    logins = {
        half: json.loads((folder / "logins.json").read_text(encoding="utf-8")) for half, folder in folders.items()
    }
    passwords = sorted({login["password"] for half in logins.values() for login in half})
    lines = ["", _RUNNING.in_(language), ""]
    lines += [f"  {HALVES[half].in_(language):<24}{url}/" for half, url in urls.items()]
    lines += ["", _LOGINS.format(password=", ".join(passwords)).in_(language)]
    for half, people in logins.items():
        lines.append(f"  {HALVES[half].in_(language)}")
        lines += [f"    {person['email']:<34}{Text.from_json(person['about']).in_(language)}" for person in people]
    lines += ["", _TRY.in_(language)]
    lines += [f"  {number}. {text.in_(language)}" for number, text in enumerate(_FIRST, 1)]
    return "\n".join([*lines, "", _END.in_(language), ""])
