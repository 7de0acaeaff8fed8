"""People in the text: who the client is, kin and roles with their cases, names bound to roles, persons of persons."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from luotsi.engines.language.matching import Places
from luotsi.engines.language.model import Sentence, Token
from luotsi.engines.language.names import NameBook
from luotsi.engines.language.patterns import Table, split_patterns
from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Language, Text

ROLES = frozenset({"C", "MO", "FA", "PA", "SP", "SI", "GP", "OT", "CH", "X"})
"""Codes of persons in the people files: the experiencers, CH a client's own child, X a professional (never concerned)."""

ADULT_FROM = 18
"""Age in years from which a client is an adult (Child Welfare Act 417/2007, 6 §: a child is under 18; from memory)."""

_PERSONS_OF: Mapping[str, Mapping[str, str]] = {
    "MO": {"SP": "SP", "MO": "GP", "FA": "GP", "PA": "GP", "SI": "GP", "GP": "GP"},
    "FA": {"SP": "SP", "MO": "GP", "FA": "GP", "PA": "GP", "SI": "GP", "GP": "GP"},
    "PA": {"SP": "SP", "MO": "GP", "FA": "GP", "PA": "GP", "SI": "GP", "GP": "GP"},
    "GP": {"MO": "GP", "FA": "GP", "SI": "GP", "CH": "GP", "GP": "GP"},
    "SP": {"SP": "OT"},
    "CH": {"CH": "OT", "SP": "GP"},
}
_HEADER = re.compile(
    r"^\W*(?:asiakas|potilas|lapsi|nimi|klient|patient|barn|client|name|child|lapsen nimi)\s*:\s*(?P<client>[^\n.;]+)",
    re.IGNORECASE | re.MULTILINE,
)
_AGE = re.compile(
    r"(?P<years>\d{1,3})\s*-?\s*(?:v\b|vuo|år|y\b|yrs?\b|years?\b|year-old)|(?P<months>\d{1,2})\s*(?:kk|mån|mo\b|months?)"
    r"|\bage[d]?\s*(?P<aged>\d{1,3})|,\s*(?P<bare>\d{1,3})\s*$",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"[A-ZÅÄÖÉÜ][^\W\d_]+(?:-[A-ZÅÄÖ][^\W\d_]+)?")


class Mention(NamedTuple):
    """A person in a sentence: token number, role code, grammatical case, and gender where the word shows it.

    ``case``: nom, gen, ade, all, abl, par, oth, and com for "with her"; languages without cases have nom and gen.
    ``pronoun`` marks "she".
    """

    at: int
    role: str
    case: str
    gender: str = ""
    pronoun: bool = False
    plural: bool = False


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """The people file of a language as elements of its table."""

    roles: tuple[tuple[int, str, str], ...]
    of: Mapping[str, Mapping[str, str]]
    marks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Client:
    """Who the client is: names, whether a child, age in years if known."""

    names: tuple[str, ...]
    child: bool
    age: float | None = None


@dataclass(slots=True)
class Cast:
    """The people of a document as they become known while reading: names bound to roles."""

    client: Client
    names: NameBook
    roles: Mapping[int, str] = field(default_factory=dict)


MARKS = (
    "female",
    "male",
    "he",
    "she",
    "they_one",
    "they",
    "his",
    "her",
    "their",
    "own",
    "home",
    "homeward",
    "children",
    "us",
    "plural",
    "they_all",
    "their_all",
    "article",
    "agent",
    "parents_matter",
    "at",
    "nobody",
)


def read_people(raw: object, file: str, table: Table) -> PeopleWords:
    """A people file into elements of the table; InputError names every mistake."""
    if not isinstance(raw, Mapping) or not isinstance(raw.get("roles"), Mapping):
        raise InputError(_BAD_FILE, [Problem(f"{file}, roles", _BAD_FILE)])
    roles: list[tuple[int, str, str]] = []
    for role, value in raw["roles"].items():
        if role not in ROLES:
            raise InputError(_BAD_FILE, [Problem(f"{file}, roles.{role}", _BAD_FILE)])
        for when, words in (value if isinstance(value, Mapping) else {"always": value}).items():
            roles.append((table.any_of(_exact(words)), role, "" if when == "always" else when))
    marks = {name: table.any_of(_exact(raw[name])) for name in MARKS if raw.get(name)}
    return PeopleWords(tuple(roles), {**_PERSONS_OF, **raw.get("of", {})}, marks)


def _exact(words: str) -> list[str]:
    """Words of people never count as heads of compounds: a foster parent is no parent."""
    return [
        word if word[0] in "=~*@" or word.endswith("*") or " " in word else f"={word}"
        for word in split_patterns(words.replace("|", ";"))
    ]


def header_client(head: str) -> str:
    """The client as the head of a paper names them ("Siiri, 9 v"); empty when it does not."""
    header = _HEADER.search(head)
    return header["client"].strip() if header else ""


def client_of(text: str, stated: str, age_years: float | None) -> Client:
    """The client as the record (``stated``) or the document's header names them; an adult when no age is known.

    >>> client_of("Asiakas: Siiri, 9 v. Kirjaus 10.2.2025.", "", None)
    Client(names=('Siiri',), child=True, age=9.0)
    """
    header = _HEADER.search(text[:2000])
    words = stated or (header["client"].strip() if header else "")
    age = age_years
    for source in (stated, header["client"] if header else "", text[:200] if header else ""):
        age = _age(source) if age is None and source else age
    names = tuple(_CAPITAL.findall(re.split(r"[,(\d]", words, maxsplit=1)[0]))
    return Client(names, age is not None and age < ADULT_FROM, age)


def _age(text: str) -> float | None:
    found = _AGE.search(text.strip().rstrip("."))
    if not found:
        return None
    if found["months"]:
        return int(found["months"]) / 12
    return float(found["years"] or found["aged"] or found["bare"])


def cast_of(client: Client, people: PeopleWords, language: Language) -> Cast:
    """The cast at the start of a document: only the client has a name."""
    names = NameBook(language)
    for name in client.names[:1]:
        names.bind(name, "C")
    kind = "child" if client.child else "adult"
    roles: dict[int, str] = {}
    for element, role, when in people.roles:
        if when in ("", kind):
            roles[element] = role  # noqa: PERF403
    return Cast(client, names, roles)


_POSSESSIVE = re.compile(r"(?:nsa|nsä|mme|nne|ni|si)\Z")
_CASES_FI = (
    (("lla", "llä", "llaan", "llään", "llani", "lläni", "llansa", "llänsä"), "ade"),
    (("lta", "ltä", "ltaan", "ltään", "ltani", "ltäni"), "abl"),
    (("lle", "lleen", "lleni"), "all"),
    (("ssa", "ssä", "ssaan", "ssään"), "ine"),
    (("sta", "stä", "staan", "stään", "stani", "stäni"), "ela"),
)


def case_of(token: Token, language: Language) -> str:
    """The grammatical case of a person word, from its ending: nom, gen, ade, abl, all, ine, ela, ill, par."""
    form = token.text.lower()
    if language is Language.FI:
        return _case_fi(form, token.lemma.lower())
    if form.endswith(("'s", "’s", "s'", "s’")):
        return "gen"
    if language is Language.SV and form.endswith("s") and not token.lemma.endswith("s"):
        return "gen"
    return "nom"


def _case_fi(form: str, lemma: str) -> str:  # noqa: PLR0911
    if form == lemma:
        return "nom"
    if form in {f"{lemma}ta", f"{lemma}tä"}:
        return "par"
    if lemma.endswith("e") and form == f"{lemma}en":
        return "gen"
    for endings, case in _CASES_FI:
        if form.endswith(endings):
            return case
    if form.endswith("t") and not form.endswith("tt"):
        return "nom"
    if re.search(r"(?:(?:aa|ää|oo|öö|uu|yy|ii|ee)n|[aeiouyäö]ihin)\Z", form):
        return "ill"
    if form.endswith("n"):
        return "gen"
    if _POSSESSIVE.search(form):
        return "nom"
    return "par" if form.endswith(("a", "ä")) else "nom"


def mentions_of(sentence: Sentence, places: Places, cast: Cast, people: PeopleWords, according: int) -> list[Mention]:
    """The persons of a sentence in order. Names next to a role are bound to it; "mother's brother" is one person."""
    tokens = sentence.tokens
    by_place: dict[int, tuple[str, bool]] = {}
    for element in cast.roles.keys() & places.held:
        role = cast.roles[element]
        for place in places.get(element, ()):
            held = by_place.get(place)
            if held is None or _RANK.index(role) > _RANK.index(held[0]):
                by_place[place] = (role, False)
    for place, token in enumerate(tokens):
        if token.text[:1].isupper() and (place not in by_place or place > 0):
            role_of_name = cast.names.role(token.text)
            if role_of_name and by_place.get(place, ("C",))[0] in {"C", role_of_name}:
                by_place[place] = (role_of_name, True)
    for place in places.get(people.marks.get("nobody", -1), ()):
        by_place.pop(place, None)  # "som barn": a time, no person
    if not by_place:
        return []
    _bind_names(tokens, by_place, cast)
    marks = {name: places.get(people.marks.get(name, -1), ()) for name in _OF_A_MENTION}
    rough = [_mention(tokens, place, role, marks, sentence.language) for place, (role, _) in sorted(by_place.items())]
    if sentence.language is Language.FI:
        rough = [_inflected(one, tokens[one.at], cast) if by_place[one.at][1] else one for one in rough]
    return _joined(rough, tokens, people.of, set(places.get(according, ())))


_OF_A_MENTION = ("female", "male", "plural", "at")
"""The marks that tell more of a person's word."""

_RANK = ("C", "PA", "MO", "FA", "CH", "SI", "SP", "OT", "GP", "X")
"""When one word could be several persons, the later wins (a grandmother is no mother)."""


def _mention(
    tokens: Sequence[Token], place: int, role: str, marks: Mapping[str, Sequence[int]], language: Language
) -> Mention:
    gender = "f" if place in marks.get("female", ()) else "m" if place in marks.get("male", ()) else ""
    gender = "p" if place in marks.get("plural", ()) or role == "PA" or _several(tokens[place], language) else gender
    case = case_of(tokens[place], language)
    if (
        case in {"gen", "nom"}
        and place + 1 in marks.get("at", ())
        and tokens[place].text.lower() != tokens[place].lemma
    ):
        case = "ade"  # "isän luona" is as much a possessor as "isällä"
    if case == "gen" and language is Language.FI:
        if _suspected(tokens, place):
            case = "ade"
        elif place + 1 < len(tokens) and tokens[place + 1].text in _BESIDE_FI:
            case = "com"
    return Mention(place, role, case, gender)


_BESIDE_FI = frozenset({"kanssa", "kuullen", "nähden", "kuulten"})
"""After a genitive: one in whose company or hearing something is done, not the one who does it."""


def _suspected(tokens: Sequence[Token], place: int) -> bool:
    """Whether a genitive is the doer of a suspected deed: "äidin epäillään lyöneen"."""
    after = [token.text for token in tokens[place + 1 : place + 5]]
    said = next(
        (n for n, word in enumerate(after[:2]) if word.endswith(("llään", "taan", "tään", "ttiin", "ltiin"))), None
    )
    return said is not None and any(word.endswith(_VERBAL_FI) for word in after[said + 1 :])


def _several(token: Token, language: Language) -> bool:
    """Whether a Finnish word is a plain plural ("naapurit"), which no "hän" takes up."""
    return language is Language.FI and token.text.endswith("t") and not token.lemma.endswith("t")


def _inflected(mention: Mention, token: Token, cast: Cast) -> Mention:
    """A mention by name with its case by the ending of the name: no dictionary tells it for an unknown name."""
    form = token.text.lower()
    if cast.names.is_base(form):
        return mention._replace(case="nom")
    if mention.case != "nom":
        return mention
    return mention._replace(case=_case_fi(form, ""))


def _bind_names(tokens: Sequence[Token], by_place: dict[int, tuple[str, bool]], cast: Cast) -> None:
    """A capitalised word right after a role word ("isoveli Eetu", "äiti (Maria)") is that person's name from now on."""
    for place, (role, named) in list(by_place.items()):
        after = place + 1
        if after < len(tokens) and tokens[after].text == "(":
            after += 1
        if named or after >= len(tokens) or after in by_place:
            continue
        token = tokens[after]
        if _CAPITAL.fullmatch(token.text) and len(token.text) > 2 and not token.text.isupper():  # noqa: PLR2004
            cast.names.bind(token.text, role)
            by_place[after] = (role, True)
            following = after + 1
            if following < len(tokens) and _CAPITAL.fullmatch(tokens[following].text) and following not in by_place:
                by_place[following] = (role, True)


def _joined(
    rough: list[Mention], tokens: Sequence[Token], of: Mapping[str, Mapping[str, str]], according: set[int]
) -> list[Mention]:
    """Persons of persons become one: the genitive goes into the next word when nothing but an adjective stands between."""
    answer: list[Mention] = []
    for mention in rough:
        before = answer[-1] if answer else None
        if before and _is_couple(tokens, before, mention):
            answer[-1] = Mention(mention.at, "PA", mention.case, "p", plural=True)
            continue
        if before and before.at + 1 == mention.at and before.role == mention.role:
            answer[-1] = Mention(
                before.at, before.role, _stronger(before.case, mention.case), before.gender or mention.gender
            )
            continue
        if (
            before
            and before.case == "gen"
            and mention.at - before.at <= 2  # noqa: PLR2004
            and _owns(tokens, before, mention, according)
        ):
            role = mention.role if before.role in {"C", "X"} else of.get(before.role, {}).get(mention.role, "OT")
            if mention.role != "X" and (before.role != mention.role or mention.at - before.at > 1):
                answer[-1] = Mention(mention.at, role, mention.case, mention.gender)
                continue
        answer.append(mention)
    return answer


def _is_couple(tokens: Sequence[Token], one: Mention, other: Mention) -> bool:
    """Whether two mentions are mother and father together ("isä ja äiti")."""
    beside = other.at == one.at + 2 and tokens[one.at + 1].text in _AND
    return beside and {one.role, other.role} == {"MO", "FA"} and one.case == other.case


def _stronger(first: str, second: str) -> str:
    return second if first == "nom" else first


_AND = frozenset({"ja", "sekä", "och", "samt", "and"})
"""Words between two persons who are named side by side."""


def _owns(tokens: Sequence[Token], owner: Mention, owned: Mention, apart: set[int]) -> bool:
    """Nothing but an adjective stands between; ``apart`` are words that end the genitive's reach."""
    between = range(owner.at + 1, owned.at)
    if any(tokens[place].text in _AND for place in between):
        return False
    if between and owned.case == "com":
        return False  # "äidin vuorovaikutus lapsen kanssa"
    ended = _NO_ADJECTIVE_FI if owned.case == "nom" else _VERBAL_FI
    return all(
        tokens[place].is_word and place not in apart and not tokens[place].text.endswith(ended) for place in between
    )


_VERBAL_FI = ("neen", "van", "vän")
"""Endings of verb forms whose subject stands in the genitive: "isän lyöneen lasta" is no child of the father's."""

_NO_ADJECTIVE_FI = (
    *_VERBAL_FI, "ssa", "ssä", "sta", "stä", "lla", "llä", "lta", "ltä", "lle", "hin", "iin", "aan", "een", "oon", "uun", "tua", "tyä"
)  # fmt: skip
"""Endings of words that are no adjective of a subject: "lapsenlapsen häihin Liisa" is no grandchild's Liisa."""


_BAD_FILE = Text(
    "Henkilösanastossa on virhe: roolit ovat C, MO, FA, PA, SP, SI, GP, OT, CH ja X.",
    "Personordlistan har ett fel: rollerna är C, MO, FA, PA, SP, SI, GP, OT, CH och X.",
    "The people file has a mistake: roles are C, MO, FA, PA, SP, SI, GP, OT, CH and X.",
)
