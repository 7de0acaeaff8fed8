"""English forms that neighbours decide: "'s", verbs in -ing and past forms that are nouns or adjectives too."""

from collections.abc import Callable, Sequence

from luotsi.engines.language.wordbook import Reading

Known = Callable[[str], tuple[Reading, ...]]

_SUBJECTS = frozenset(
    str.split(
        """
    i you he she it we they who that this there here what where how when let's everyone everybody someone nobody
    one everything something nothing
    """
    )
)
_VERB_BEFORE = frozenset(
    str.split(
        """
    am is are was were be been being 'm 're 's keep keeps kept start starts started stop stops stopped by for of
    after before without while when from in not just still currently already also
    """
    )
)
_NOUN_BEFORE = frozenset(
    str.split(
        """
    the a an my your his her its our their this that these those some any no
    """
    )
)
_DEGREES = frozenset(
    str.split(
        """
    very so too more most really quite extremely rather pretty totally highly
    """
    )
)
_WEIGHTY = frozenset(
    str.split(
        """
    is are was were been being be get got
    """
    )
)
_PAST = {"thought": "think", "left": "leave", "felt": "feel", "broke": "break", "rose": "rise", "found": "find"}
_OBJECT_FOLLOWS = frozenset(".,;:!?)") | {""}
_PREPOSITIONS = frozenset(
    str.split(
        """
    to in on at for with from by of about and but or as because when if that out up off
    """
    )
)
_PARTICIPLE_ENDS = ("ed", "en", "wn", "ne")
_SHORTEST_STEM = 2
OPEN = frozenset(
    variant
    for form in ("'s", "s", "'d", "her", "am", *_PAST)
    for variant in (form, form.capitalize(), form.upper(), form.replace("'", "’"))
)
"""Forms that :func:`choose` has something to say of, besides those in -ing and -ed."""


def choose(at: int, forms: Sequence[str], lemma: str, known: Known) -> str | None:
    """The base form of a form among its neighbours; None when they say nothing."""
    low = forms[at].lower().replace("’", "'")
    before = forms[at - 1].lower() if at else ""
    after = forms[at + 1].lower() if at + 1 < len(forms) else ""
    if low.endswith("ing"):
        return _in_ing(low, before, lemma, known)
    if low.endswith("ed"):
        return low if before in _DEGREES else None
    if low in _PAST:
        subject = before in _SUBJECTS or (at > 0 and forms[at - 1][:1].isupper())
        return _PAST[low] if subject else None
    return _short(low, before, after)


def _short(low: str, before: str, after: str) -> str | None:
    if low in ("'s", "s"):
        return _apostrophe_s(before, after)
    if low == "'d":
        return "would" if not after.endswith(_PARTICIPLE_ENDS) and after != "better" else "have"
    if low == "her":
        return "she" if after in _OBJECT_FOLLOWS or after in _PREPOSITIONS else "her"
    return "a.m." if low == "am" and before[:1].isdigit() else None


def _apostrophe_s(before: str, after: str) -> str | None:
    if before == "let":
        return "we"
    if before not in _SUBJECTS:
        return "'s"
    return "have" if after in ("been", "got", "had", "become", "gone") else "be"


def _in_ing(low: str, before: str, lemma: str, known: Known) -> str | None:
    if before in _DEGREES or before in _NOUN_BEFORE:
        return low
    if before in _VERB_BEFORE and lemma == low:
        return verb_of(low, known)
    return None


def verb_of(low: str, known: Known) -> str | None:
    """The verb that a form in -ing is of, when the dictionary has one."""
    stem = low[:-3]
    if len(stem) < _SHORTEST_STEM:
        return None
    bases = (stem, stem + "e", stem[:-1]) if stem[-1:] == stem[-2:-1] else (stem, stem + "e")
    for base in bases:
        readings = known(base)
        past = known(base + "d") if base.endswith("e") else known(base + "ed") or known(stem + "ed")
        if readings and readings[0][1] == base and (not past or any(lemma == base for _, lemma in past)):
            return base
    return None
