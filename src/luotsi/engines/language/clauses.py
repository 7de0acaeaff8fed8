"""What a clause says of its matter beside the matter itself: whether so, how surely, when, of whom and on which side.

The verifier compares these between a claim and its cites. It does not use the findings' own rules: two independent
readings seldom err alike. Word lists are of general knowledge, unreviewed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Final

from luotsi.engines.language.model import Analysis, Sentence, Token

_BORDER = re.compile(
    r";|:\s|—|\s[–-]\s|,\s*(?:mutta|vaan|joskin|kun taas|vaikka|men|fast|although|but|whereas|though)\b|"
    r"\b(?:mutta|kun taas|men|but|whereas)\b|,\s*(?:jo(?:ka|nka|tka|ita|lla|ille|sta|ssa)|som|who|which)\b|,",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\W*(?:jos|mikäli|om|ifall|if|should)\b", re.IGNORECASE)
NEGATION: Final = re.compile(
    r"\b(?:en|et|ei|emme|ette|eivät|eikä|enkä|eivätkä|ettei|ettet|ettemme|älä|ilman|tuskin|vailla|kieltää|kielsi|kieltävät|kiistää|kiisti|kiistävät|"
    r"ei-\w+|"
    r"inte|icke|ej|ingen|inget|inga|ingenting|varken|förnekar|förnekade|utan|aldrig|"
    r"no|not|never|none|nor|neither|without|denies|denied|denying|cannot|can't|isn't|wasn't|aren't|doesn't|didn't|don't|hasn't|haven't|won't|"
    r"free of)\b|\w{3,}(?:matta|mättä)\b",
    re.IGNORECASE,
)
_ABSENCE: Final = re.compile(
    r"\b(?:puuttu\w+|negatiivi\w*|loppu(?:nut|nee\w*|i)|lopett\w+|raitti\w+|nykter\w*|negativ\w*|sober|absent|lacks|stopped|quit|slutat|slutade)\b|"
    r"\w{3,}(?:maton|mätön|mattoma\w*|mättömä\w*|fri|fritt)\b",
    re.IGNORECASE,
)
"""Words that deny by themselves; with a negation they affirm ("inte nykter")."""
_NO_NEGATION: Final = re.compile(
    r"\b(?:ei (?:vain|ainoastaan|pelkästään|suinkaan vain)|inte (?:bara|enbart|endast)|not (?:only|just|merely)|no longer able|ei kun|"
    r"ei-toivot\w*|sanotta\w+|huomattav\w+|ilmeisesti ei vielä)\b",
    re.IGNORECASE,
)
UNCERTAINTY: Final = re.compile(
    r"^\W*om\b|\b(?:epäil\w+|ehkä|mahdollise\w*|ilmeisesti|kenties|luultavasti|todennäköise\w*|saatta\w+|lienee|vaikutta(?:a|vat|isi)|viittaa\w*|varmuutta|epäselv\w+|"
    r"ristiriita\w+|kesken|jos|mikäli|ei voida sulkea pois|ei poissuljettu|ei voi sulkea pois|olettaa|arvelee|voi olla|"
    r"misstänk\w+|misstanke\w*|eventuell\w*|kanske|möjlig\w+|troligen|sannolik\w*|verkar|tycks|kan ha|kan vara|oklar\w*|kan inte uteslutas|ifall|"
    r"suspect\w*|suspicion|may|might|possib\w+|probabl\w+|perhaps|appears|seems|query|unclear|uncertain|if|cannot be ruled out|could be|likely)\b",
    re.IGNORECASE,
)
HISTORIC: Final = re.compile(
    r"\b(?:aiemmin|aikaisemmin|ennen|nuorena|lapsena|lapsuude\w+|sitten|entinen|entise\w+|edellinen|edellise\w+|viime vuon\w+|vuosia sitten|menneisyyde\w+|"
    r"oli|olivat|sairasti\w*|lopetti\w*|joi|käytti|tuomittiin|"
    r"tidigare|förr|förra|förut|för .{1,20} sedan|i fjol|som barn|hade|drack|var|"
    r"previous\w*|formerly|former|ago|last year|as a child|used to|was|were|had|drank|history of)\b",
    re.IGNORECASE,
)
FUTURE: Final = re.compile(
    r"^\W*om\b|\b(?:jos|mikäli|aiko(?:o|vat|isi|nut|neet)|aikee\w+|suunnit\w+|tulossa|sovittu|vireillä|ensi (?:viiko\w*|kuu\w*|vuon\w*)|huomenna|tulevaisuu\w+|alkaa|aloitetaan|"
    r"ifall|planer\w+|kommer att|ska|skall|nästa (?:vecka|månad|år)|i morgon|avser|"
    r"if|plan\w*|will|shall|going to|next (?:week|month|year)|tomorrow|intend\w*|due to start)\b",
    re.IGNORECASE,
)
STILL: Final = re.compile(
    r"\b(?:edelleen|yhä|nykyisin|nyt|tällä hetkellä|fortfarande|ännu|numera|nu|i ?dag|tänään|still|currently|now|ongoing|continues)\b",
    re.IGNORECASE,
)
_SOURCE: Final = re.compile(
    r"\b(?P<who>\w+)\s+(?:mukaan|kerto\w+|kertoi\w*|sano\w+|mielestä|kuvaa\w*|kuvasi|ilmoitt\w+|totea\w+|arvioi|arvioivat|raportoi\w*|"
    r"berätta\w+|säger|sade|uppger|anser|says|said|reports|reported|states|stated|tells|told|describes|described|thinks)\b|"
    r"\b(?:enligt|according to(?: the)?)\s+(?P<who2>\w+)",
    re.IGNORECASE,
)
_PERSONS: Final = {
    "mother": "äiti äidin äidillä äitiä äidiltä äidille äitinsä äidistä mamma mamman mor modern moder mother mum mom mother's",
    "father": "isä isän isällä isää isältä isälle isänsä isästä pappa pappan far fadern father dad father's",
    "parents": "vanhemmat vanhempien vanhemmilla vanhempia vanhemmille perhe perheessä perheen föräldrarna föräldrar parents",
    "sibling": "veli veljen veljellä isoveli pikkuveli sisko siskon siskolla isosisko pikkusisko sisar sisarus sisaruksen bror brodern syster systern syskon brother sister sibling",
    "grandparent": "mummi mummin mummo mummon ukki ukin vaari vaarin isoäiti isoisä isovanhemmat mormor farmor morfar farfar grandmother grandfather grandma grandad granny",
    "partner": "puoliso puolison vaimo vaimon aviomies miehensä vaimonsa avopuoliso hustru hustrun maken makan sambo sambon partner wife husband",
    "stepparent": "isäpuoli isäpuolen äitipuoli äitipuolen styvfar styvmor stepfather stepmother",
    "offspring": "tytär tyttären tyttärensä poikansa dotter dottern son sonen daughter",
    "other": "täti tädin setä sedän eno enon serkku serkun naapuri naapurin moster faster morbror farbror granne aunt uncle cousin neighbour",
}  # fmt: skip
_SIDES: Final = {
    "left": re.compile(r"\b(?:vasen|vasem\w+|vas\.|vänst\w+|vä\.|left|left-sided|lt\.)(?!\w)", re.IGNORECASE),
    "right": re.compile(
        r"\b(?:oikea(?!n? (?:lainen|tieto|aika|syy))|oikean|oikealla|oikeassa (?:jala|käde|polve|korva|silmä|olkap|lonka|kylje|kyynär|rant|nilka)\w*|oikeanpuol\w+|oik\.|hög(?:er|ra)\w*|hö\.|right(?!\s+(?:away|now|to|of))|right-sided)(?!\w)",
        re.IGNORECASE,
    ),
    "both": re.compile(r"\b(?:molem\w+|kummas\w+|molemminpuol\w+|bilateral\w*|båda|bägge|both)\b", re.IGNORECASE),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with its content lemmas and what it says of them."""

    text: str
    lemmas: frozenset[str]
    negated: bool
    uncertain: bool
    historic: bool
    future: bool
    still: bool
    persons: frozenset[str]
    sources: frozenset[str]


def clauses_of(sentence: Sentence, text: str) -> tuple[Clause, ...]:
    """The clauses of a sentence, in order. A clause without content words belongs to the one before it."""
    borders = [match.start() for match in _BORDER.finditer(text, sentence.start, sentence.end)]
    edges = [sentence.start, *borders, sentence.end]
    pieces: list[tuple[int, int]] = []
    for start, end in pairwise(edges):
        if pieces and not content(_within(sentence.tokens, start, end)):
            pieces[-1] = (pieces[-1][0], end)
        elif end > start:
            pieces.append((start, end))
    clauses = tuple(_clause(text[start:end], _within(sentence.tokens, start, end)) for start, end in pieces)
    if _CONDITION.match(text, sentence.start, sentence.end):  # what follows an "if" holds on that condition only
        clauses = tuple(replace(clause, future=True, uncertain=True) for clause in clauses)
    return clauses


def _within(tokens: Sequence[Token], start: int, end: int) -> list[Token]:
    return [token for token in tokens if start <= token.start and token.end <= end]


def _clause(text: str, tokens: Sequence[Token]) -> Clause:
    sources = frozenset(
        person
        for match in _SOURCE.finditer(text)
        for person in persons_in((match["who"] or match["who2"] or "").lower())
    )
    bare = _NO_NEGATION.sub(" ", text)
    negations = sum(1 for match in NEGATION.finditer(bare) if match.group().lower() not in _WORDS_LIKE_NEGATION)
    uncertain = bool(UNCERTAINTY.search(text))
    excluded = bool(re.search(r"poissulj|sulkea pois|uteslut|ruled out|varmuutta", text, re.IGNORECASE))
    return Clause(
        text=text,
        lemmas=content(tokens),
        negated=((negations > 0) is not bool(_ABSENCE.search(bare))) and not (uncertain and excluded),
        uncertain=uncertain,
        historic=bool(HISTORIC.search(text)),
        future=bool(FUTURE.search(text)),
        still=bool(STILL.search(text)),
        persons=persons_in(text.lower()),
        sources=sources,
    )


_WORDS_LIKE_NEGATION: Final = frozenset(
    "huomattava päihderiippumatta riippumatta huolimatta välittömästi tuntematon varomaton levoton huomaamatta".split()  # noqa: SIM905
)


@cache
def _person_of() -> dict[str, str]:
    return {word: person for person, words in _PERSONS.items() for word in words.split()}


def persons_in(text: str) -> frozenset[str]:
    """Which kin a stretch of lower-case text speaks of, by role."""
    table = _person_of()
    return frozenset(table[word] for word in re.findall(r"[^\W\d_]+(?:'s)?", text) if word in table)


def sides_in(text: str) -> frozenset[str]:
    """Left, right or both, as the text says."""
    return frozenset(side for side, pattern in _SIDES.items() if pattern.search(text))


FUNCTION_WORDS: Final = frozenset(
    """
    olla ja tai sekä eli mutta vaan kun jos että niin kuin myös vain jo vielä nyt sitten hän se ne he minä sinä me te tämä tuo joka mikä kuka itse oma
    ei en et emme ette eivät eikä en voida pitää saada tulla mennä tehdä kanssa jälkeen ennen aikana sisällä mukaan mukana luona yli alle noin hyvin
    paljon vähän enemmän usein joskus aina koskaan silloin tällöin siellä täällä missä mitä miten miksi milloin onko jonka jossa siis joten koska vaikka
    kertoa sanoa todeta kuvata mainita ilmoittaa kokea asia asiakas potilas lapsi nuori mies nainen kautta välillä lisäksi kuitenkin ehkä edelleen yhä
    epäillä mahdollisesti ilmeisesti vaikuttaa aiemmin aikaisemmin ilman viite viitata todettu havaita havaittu
    vara ha och att det den de han hon som på i av för med till om inte men så när där här sin sitt sina ett en är var har hade kan ska skall vill blir
    bli få man vi ni du jag honom henne dem detta denna dessa också bara mycket ofta aldrig alltid nu då från under efter före enligt utan eller
    klient patient barn berätta säga uppge kanske eventuellt
    be have do the a an and or but to of in on at by for from with as it its he she they his her their we you i this that these those is are was were
    has had does did can could will would may might not no also only very often never always now then there here which who what when where how patient
    kerta kertaa krt gång gånger time times mg ml kg pv vk kk tabl krt mmhg min ky dl cl µg mcg x st dos iu
    client child report say state tell describe about into over after before during than so if
    """.split()  # noqa: SIM905
)


def content(tokens: Sequence[Token]) -> frozenset[str]:
    """Lemmas of the words that carry matter: neither function words, nor reporting verbs, nor numbers and marks."""
    return frozenset(
        token.lemma
        for token in tokens
        if token.is_word
        and len(token.lemma) > 1
        and token.lemma not in FUNCTION_WORDS
        and token.text.lower() not in FUNCTION_WORDS
    )


def all_clauses(analysis: Analysis) -> Iterator[Clause]:
    """The clauses of a whole text."""
    for sentence in analysis.sentences:
        yield from clauses_of(sentence, analysis.doc.text)
