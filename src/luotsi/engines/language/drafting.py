"""A draft by a language model that may be wrong: asked with identifiers taken out, believed only sentence by sentence.

For each section the model gets masked, numbered sentences inside a fence and answers with sentences that cite numbers. Every
one of them goes through the verifier, against the originals. What fails is sent back, twice at most; what still fails stays
in the tray. When nothing can be had from the model, the section is our own engine's. Every call is logged as data.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from luotsi.engines.language.injection import Fence, fence, quarantined
from luotsi.engines.language.model import Analysis, Claim, Span
from luotsi.engines.language.prompting import LONGEST_SENTENCE, MOST_CITES, MOST_SENTENCES, Refused, prompt, schema
from luotsi.engines.language.pseudonyms import IdentifierLeakError, Masked, Sealed, leaks, pseudonymise, shift_of
from luotsi.engines.language.verify import Proposed, Unsupported, Verifier
from luotsi.kit.canonical import JsonObject, JsonValue, canonical_json
from luotsi.kit.errors import ModelUnavailableError
from luotsi.kit.ports import ModelIdentity, TextModel
from luotsi.kit.text import Language, Text

REPAIRS: Final = 2
"""Repair rounds after the first answer (specification of the language engine, section 4)."""
LONGEST_SOURCE: Final = 24_000
"""Characters of source in one call; more is cut into several calls at a sentence border."""
_MARKUP = re.compile(
    r"https?://|www\.|<(?![A-ZÅÄÖ]+_\d+(?:\.\d+)?>)[^>]*>|!?\[[^\]]*\]\(|```|[\u2060-\u206f\u200b-\u200f]"
)


class Outcome(StrEnum):
    """How a call ended."""

    TAKEN = "taken"  # every sentence held
    PARTLY = "partly"  # some went to the tray or to repair
    REFUSED = "refused"  # none held
    UNAVAILABLE = "unavailable"  # no usable answer came
    BLOCKED = "blocked"  # identifiers were found in what would have left: nothing was sent
    LEAKED = "leaked"  # the canary or the fence came back: the answer was thrown away whole


@dataclass(frozen=True, slots=True)
class Part:
    """A section to be written: its code and title, the sentences it may rest on, and our own engine's draft of it."""

    code: str
    title: Text
    sentences: tuple[Span, ...]
    own: tuple[Proposed, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """One call as logged: which model, with what seed, hashes of what went and came, and how it ended. No words."""

    section: str
    round: int
    model: str
    version: str
    model_sha256: str
    seed: int
    prompt_sha256: str
    answer_sha256: str
    outcome: Outcome
    sentences: int = 0
    held: int = 0
    why: str = ""

    def as_json(self) -> JsonObject:
        """Plain JSON for the audit log."""
        return {name: str(value) if isinstance(value, Outcome) else value for name, value in (
            (name, getattr(self, name)) for name in self.__slots__
        )}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft: claims that hold, in the order of parts; the tray; the calls; and which sections are our own engine's."""

    claims: tuple[Claim, ...]
    tray: tuple[Unsupported, ...]
    calls: tuple[Call, ...]
    own_sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Answer:
    """A sentence of an answer, masked as it came and as proposed with identifiers back."""

    masked: str
    proposed: Proposed


@dataclass(frozen=True, slots=True)
class Drafter:
    """Writes drafts with one model over one case. ``verifier`` holds the case's analyses; ``client`` is as in ``Doc``."""

    model: TextModel
    identity: ModelIdentity
    verifier: Verifier
    language: Language
    seed: int
    client: str = ""

    def draft(self, parts: Sequence[Part]) -> Drafted:
        """All sections. Deterministic when the model is."""
        docs = [analysis.doc for analysis in self.verifier.sources.values()]
        masked = pseudonymise(docs, shift=shift_of(self.seed), client=self.client, known=self.verifier.people)
        banned = {span for analysis in self.verifier.sources.values() for span in quarantined(analysis)}
        claims: list[Claim] = []
        tray: list[Unsupported] = []
        calls: list[Call] = []
        own: list[str] = []
        for part in parts:
            held: list[Claim] = []
            for at, chunk in enumerate(_chunks([span for span in part.sentences if not _hit(span, banned)])):
                section = _Section(self, part, masked, chunk, f"{part.code}/{at}")
                held += section.write()
                tray += section.tray
                calls += section.calls
            if not held:
                sifted = self.verifier.sift(part.own)
                held, own = list(sifted.claims), [*own, part.code]
                tray += sifted.tray
            claims += held
        return Drafted(tuple(claims), tuple(tray), tuple(calls), tuple(own))


class _Section:
    """One call with its repair rounds."""

    def __init__(self, drafter: Drafter, part: Part, masked: Masked, chunk: Sequence[Span], name: str) -> None:
        self.drafter, self.part, self.masked, self.chunk, self.name = drafter, part, masked, chunk, name
        self.tray: list[Unsupported] = []
        self.calls: list[Call] = []

    def write(self) -> list[Claim]:
        """Claims that hold after at most two repairs; empty when nothing could be had."""
        best: list[Claim] = []
        refused: list[Refused] = []
        for number in range(REPAIRS + 1):
            fenced = fence(self.drafter.seed, f"{self.name}/{number}")
            answers = self._ask(number, fenced, refused)
            if answers is None:
                if self.calls[-1].outcome in {Outcome.BLOCKED, Outcome.LEAKED}:
                    return best
                continue
            sifted = self.drafter.verifier.sift([answer.proposed for answer in answers])
            self._note(len(answers), len(sifted.claims))
            self.tray = list(sifted.tray)
            best = list(sifted.claims) if len(sifted.claims) >= len(best) else best
            if not sifted.tray:
                return list(sifted.claims)
            refused = self._refusals(answers, sifted.tray)
        return best

    def _refusals(self, answers: Sequence[_Answer], tray: Sequence[Unsupported]) -> list[Refused]:
        """What goes back for repair. A sentence into which the model put a name of its own is told about, not repeated."""
        masked = {answer.proposed: answer.masked for answer in answers}
        found = []
        for one in tray:
            words = masked[one.proposed]
            why = ", ".join(dict.fromkeys(fault.check.value for fault in one.verdict.faults))
            found.append(Refused("…" if leaks(words, self.masked.key) else words, why))
        return found

    def _ask(self, number: int, fenced: Fence, refused: Sequence[Refused]) -> list[_Answer] | None:
        """The answer's sentences; None when there is no usable answer. Logged either way."""
        numbered = [self.masked.words(span.doc, span.start, span.end) for span in self.chunk]
        words = prompt(
            self.part.code, self.part.title, numbered, fenced, language=self.drafter.language, refused=refused
        )
        sent = hashlib.sha256(words.encode()).hexdigest()
        try:
            Sealed(fenced.unmarked(words), self.masked.key)
        except IdentifierLeakError as error:
            self._log(number, sent, "", Outcome.BLOCKED, error.text.en)
            return None
        form = schema(self.part.code, len(self.chunk))
        try:
            answer = self.drafter.model.complete(words, form, seed=self.drafter.seed)
        except ModelUnavailableError as error:
            self._log(number, sent, "", Outcome.UNAVAILABLE, error.text.en)
            return None
        return self._read(number, sent, fenced, answer)

    def _read(self, number: int, sent: str, fenced: Fence, answer: JsonObject) -> list[_Answer] | None:
        raw = canonical_json(answer)
        came = hashlib.sha256(raw).hexdigest()
        said = fenced.unmarked(raw.decode())
        if any(mark in said for mark in (fenced.canary, fenced.begin, fenced.end)):
            self._log(number, sent, came, Outcome.LEAKED, "canary or fence in the answer")
            return None
        try:
            answers = [self._sentence(item, fenced) for item in _listed(answer)]
        except ValueError as error:
            self._log(number, sent, came, Outcome.UNAVAILABLE, str(error))
            return None
        self._log(number, sent, came, Outcome.TAKEN, "")
        return answers

    def _sentence(self, item: JsonValue, fenced: Fence) -> _Answer:
        if not isinstance(item, Mapping):
            raise ValueError("a sentence is not an object")  # noqa: TRY004 - one error for any malformed answer
        text, cites, section = item.get("text"), item.get("cites"), item.get("section")
        if not isinstance(text, str) or not text.strip() or len(text) > LONGEST_SENTENCE or _MARKUP.search(text):
            raise ValueError("a sentence is empty, too long or has markup")
        if section != self.part.code or not isinstance(cites, list) or not 0 < len(cites) <= MOST_CITES:
            raise ValueError("a sentence has another section or no numbers")
        numbers = [cite for cite in cites if isinstance(cite, int) and not isinstance(cite, bool)]
        spans = tuple(self.chunk[number - 1] for number in dict.fromkeys(numbers) if 0 < number <= len(self.chunk))
        if len(numbers) != len(cites) or len(spans) != len(set(numbers)):
            raise ValueError("a sentence cites a number that was not given")
        masked = fenced.unmarked(text).strip()
        return _Answer(masked, Proposed(self.masked.key.restore(masked), spans, self.part.code, ("language model",)))

    def _log(self, number: int, sent: str, came: str, outcome: Outcome, why: str) -> None:
        who = self.drafter.identity
        self.calls.append(
            Call(self.name, number, who.name, who.version, who.sha256, self.drafter.seed, sent, came, outcome, why=why)
        )

    def _note(self, sentences: int, held: int) -> None:
        """Put the verifier's result on the last call."""
        last = self.calls[-1]
        outcome = Outcome.TAKEN if held == sentences else Outcome.PARTLY if held else Outcome.REFUSED
        self.calls[-1] = Call(
            last.section, last.round, last.model, last.version, last.model_sha256, last.seed, last.prompt_sha256,
            last.answer_sha256, outcome, sentences, held,
        )  # fmt: skip


def _listed(answer: JsonObject) -> list[JsonValue]:
    sentences = answer.get("sentences")
    if not isinstance(sentences, list) or len(sentences) > MOST_SENTENCES or set(answer) != {"sentences"}:
        raise ValueError("the answer is not a list of sentences of the allowed length")
    return sentences


def _hit(span: Span, banned: set[Span]) -> bool:
    return any(span.overlaps(other) for other in banned)


def _chunks(spans: Sequence[Span]) -> list[list[Span]]:
    """Sentences in stretches that one call can take."""
    chunks: list[list[Span]] = []
    length = LONGEST_SOURCE
    for span in spans:
        size = span.end - span.start
        if length + size > LONGEST_SOURCE:
            chunks.append([])
            length = 0
        chunks[-1].append(span)
        length += size
    return chunks


def sentences_of(analyses: Mapping[str, Analysis]) -> tuple[Span, ...]:
    """Every sentence of a case as a span, in order: the sources of a part that may rest on anything."""
    return tuple(
        Span(identity, sentence.start, sentence.end)
        for identity, analysis in analyses.items()
        for sentence in analysis.sentences
    )
