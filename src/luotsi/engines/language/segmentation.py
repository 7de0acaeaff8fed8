"""Where sentences end: rules of punctuation, with the abbreviations, ordinals, dates, doses and lists of our notes.

A line break ends a sentence unless the line was only wrapped. A full stop does not after an abbreviation, an ordinal
("3. luokka"), an initial, or inside a date, a clock time, a dose or an address.
"""

import re
from collections.abc import Iterator

from luotsi.kit.text import Language

_FI = str.split(
    """
    jap lat ukr ven engl ruots saks ransk rp huumorintaj kirj aik alk alv ao arv eaa ed eKr em ent erik esim ev
    evp fil FM FT germ harv henk hist hlö ilm imp it JK jKr joht jms kk klo ko koll kpl ks kun ky lab LL LT luok
    lv lyh läh lääk m maist mat ml mm mom mon mrd mrk mv myöh n nim nk noin ns nti nyk oik op os ot p par pnä po
    pp prof prov puh puhj pv pvm pää rek ro rov rva s sd sh siht so sos srk st sti synt säv t tav tk toht toim
    tri ts tsto ts ttm u ulk us v vas vk vko vp vrk vrt vs vt vv yht yl ylil ym yms yo z äo
    """
)
_SV = str.split(
    """
    a adj adr alt ang anm art avd avs bl ca cirka d dat dep diff dnr doc dr dvs ed eg e el em enl etc ev exkl
    f fam fig fil forts fr fre fsk föd förf föreg förk förv g ggr gm gr hr inkl inst isf jan jfr jur kand kap kl
    kr kv lic lit lör m mag mån max medl mfl milj min mm mrd må nr nov ngn nästk o obs okt ons osv prof proc red
    ref resp s sa sek sep sid sign sk skr soc spec st ss sthlm stud sv t tel t.ex temp tf tis tom tor tr u
    utg ung uppg v vard var vd vol vs vårt ö övers överst
    """
)
_EN = str.split(
    """
    ps p.s pvt a.m approx apr appt aug ave bldg blvd capt cf co col corp dec dept dr drs e.g ed esp est etc ext
    feb fig fri ft gen gov hon hr hrs i.e inc jan jr jul jun lt ltd mar max messrs min mon mr mrs ms mt no nos
    nov oct p.m p pp prof pt pts rd ref rep rev sat sen sept sep sgt sr st sun tel thu thur tue tues u.k u.s
    univ vol vs wed wt yr yrs
    """
)
_ABBREVIATIONS = {
    Language.FI: frozenset(word.lower() for word in _FI),
    Language.SV: frozenset(_SV),
    Language.EN: frozenset(_EN),
}
# These often end a sentence: then a capital follows
_MAY_END = frozenset(
    str.split(
        """
    jne ym yms jms tms osv etc mm mfl m.m m.fl o.d o.s.v dyl kk v vk pv kpl vko s a.m p.m inc co ltd jr sr u.s
    u.k
    """
    )
)
_MONTHS = re.compile(
    r"(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)kuu|(?:jan|feb|mars?|apr|ma[ijy]|jun|jul"
    r"|aug|sep|okt|oct|nov|de[ck])",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"(?P<mark>[.!?…]+)(?P<close>[\"”’»)\]*_]*)(?=(?P<space>[ \n]+)|(?P<glued>(?<=[^\W\d_A-ZÅÄÖ]{2}[.!?])[A-ZÅÄÖ][a-zåäö]+)|$)"
)
_LAST_WORD = re.compile(r"[^\s\"”“’»«(\[]*$")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,3}$")
_NUMBER = re.compile(r"(?:\d{1,4}|[IVX]{1,5})$")
_OPENING = "\"”“’'»«([-–—•*#"
_BULLET = re.compile(r"[ ]*(?:[-–—•*·▪◦►]|\(?[0-9]{1,2}[.)]|[a-zåäö]\))[ ]+\S")
_TERMINAL = re.compile(r"[.!?…:;][\"”’»)\]]*\s*$")
_LOOK_BACK = 80
_WRAPPED = 55  # a line at least this long that ends without a mark goes on in the next


def lines(text: str) -> Iterator[tuple[int, int]]:
    """The stretches that hold whole sentences: lines, those only wrapped joined with the ones they go on in."""
    start: int | None = None
    end = 0
    for match in re.finditer(r"[^\n]+", text):
        if not match.group().strip():
            continue
        if start is not None and "\n" in text[end : match.start()] and not _goes_on(text, start, end, match):
            yield start, end
            start = None
        if start is None:
            start = match.start()
        end = match.end()
    if start is not None:
        yield start, end


def _goes_on(text: str, start: int, end: int, following: re.Match[str]) -> bool:
    if text.count("\n", end, following.start()) > 1 or _BULLET.match(following.group()):
        return False
    before = text[text.rfind("\n", start, end) + 1 if "\n" in text[start:end] else start : end].strip()
    first = following.group().lstrip()[:1]
    if _TERMINAL.search(before):
        return False
    return first.islower() or (len(before) >= _WRAPPED and not before.isupper())


def sentences(text: str, start: int, end: int, language: Language) -> Iterator[tuple[int, int]]:
    """The sentences between two places of a text that lie in one paragraph of one language, without outer spaces."""
    begun = start
    for match in _STOP.finditer(text, start, end):
        if match.end() < end and _ends(text, begun, match, end, language):
            yield from _trimmed(text, begun, match.end())
            begun = match.end()
    yield from _trimmed(text, begun, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _ends(text: str, begun: int, match: re.Match[str], end: int, language: Language) -> bool:
    mark = match["mark"]
    rest = text[match.end() : min(end, match.end() + 40)].lstrip()
    following = rest.lstrip(_OPENING)[:1]
    if not following:
        return not rest or rest[0] not in ')]"”’»'
    if match["glued"]:
        return True
    if following in ",;.:" or following.islower():
        return following.islower() and len(mark) > 1 and mark.strip(".…") != "" and not match["close"]
    if mark[0] in "!?" or len(mark) > 1 or match["close"]:
        return True
    return _full_stop_ends(text[max(begun, match.start() - _LOOK_BACK) : match.start()], rest, language)


def _full_stop_ends(sentence: str, rest: str, language: Language) -> bool:
    """Whether a single full stop ends a sentence when a capital, a digit or a sign follows."""
    before = _LAST_WORD.search(sentence)
    word = before.group() if before else ""
    low = word.lower().lstrip("-–")
    alone = not sentence[: len(sentence) - len(word)].strip(_OPENING + " ")
    following = rest.lstrip(_OPENING)[:1]
    if _NUMBER.match(word):
        if alone or _MONTHS.match(rest):
            return False  # a list's number, or a date
        return not (following.isdigit() and len(word) <= 2)  # noqa: PLR2004 - "3. 4. luokka"
    if len(word) == 1 and word.isalpha():
        return (not word.isupper() and not (low == "s" and following.isdigit())) or word == "I"
    if low in _MAY_END:
        return following.isupper() and rest[:1] != "(" and not alone
    return not (low in _ABBREVIATIONS[language] or _DOTTED.match(low))


def heading_of(paragraph: str) -> str | None:
    """The words of a heading when a paragraph is one, without its colon or number; None when it is none.

    >>> heading_of("NYKYTILA"), heading_of("2. Lapsen mielipide:"), heading_of("Siiri voi hyvin.")
    ('NYKYTILA', 'Lapsen mielipide', None)
    """
    words = paragraph.strip()
    if len(words) > _LONGEST_HEADING or "\n" in words or _BULLET_MARK.match(words):
        return None
    bare = _HEADING_NUMBER.sub("", words).strip("#*_ ")
    if not bare[:1].isupper() or len(bare.split()) > _MOST_HEADING_WORDS:
        return None
    if bare.endswith(":") or (bare.isupper() and len(bare) > 3) or (words[0] == "#" and words != bare):  # noqa: PLR2004
        return bare.rstrip(":").strip()
    return None


_LONGEST_HEADING = 70
_MOST_HEADING_WORDS = 8
_BULLET_MARK = re.compile(r"[-–—•▪◦►]")
_HEADING_NUMBER = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*[.)]?\s+)")
