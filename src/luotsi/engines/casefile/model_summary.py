"""A summary in running words by the county's language model, when it has one: each sentence verified against the papers."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from luotsi.engines.casefile.case import Case, newest_first
from luotsi.engines.casefile.claims import MOST_SOURCES, evidence
from luotsi.engines.language.drafting import Drafted, Drafter, Part
from luotsi.engines.language.model import Span
from luotsi.engines.language.verify import Verifier
from luotsi.kit.suggestion import Suggestion
from luotsi.kit.text import Text
from luotsi.kit.tool import Context, Result

KEY: Final = "language-model-summary"
PLACE: Final = "language-model"
"""The heading of the screen and of the export under which the summary stands."""
MOST_SENTENCES: Final = 120
TITLE: Final = Text("Kielimallin tiivistelmä", "Språkmodellens sammandrag", "The language model's summary")
_SECTION: Final = Text(
    "Tiivistelmä asiakkaan tilanteesta", "Sammandrag av klientens situation", "Summary of the client's situation"
)
_WHY: Final = Text(
    "Kirjoittanut kielimalli {model}. Jokainen virke on verrattu lähdelauseisiinsa; {out} virkettä jätettiin pois, koska lähde ei tukenut niitä.",
    "Skriven av språkmodellen {model}. Varje mening har jämförts med sina källmeningar; {out} meningar utelämnades, eftersom källan inte stödde dem.",
    "Written by the language model {model}. Each sentence was compared with its source sentences; {out} were left out because the source did not support them.",
)


def with_model_summary(result: Result, case: Case, context: Context) -> Result:
    """The result with the model's summary as its last proposal, and with the log of the calls. Unchanged when the county
    has no model; without the proposal when nothing that the model wrote held.
    """
    identity = context.models.identities.get("text")
    spans = tuple(_spans(case))[:MOST_SENTENCES]
    if identity is None or not spans:
        return result
    analyses = {analysis.doc.id: analysis for analysis in case.compilation.analyses}
    used = {span.doc for span in spans}
    client = next((analysis.doc.client for analysis in analyses.values() if analysis.doc.client), "")
    name = client.partition(",")[0].strip()
    drafter = Drafter(
        context.models.text,
        identity,
        Verifier({doc: analyses[doc] for doc in analyses if doc in used}, (name,) if name else ()),
        analyses[spans[0].doc].language,
        context.seed,
        client,
    )
    draft = drafter.draft([Part("SUMMARY", _SECTION, spans)])
    log = {"language_model": [call.as_json() for call in draft.calls]}
    made = (_suggestion(case, draft, identity.name),) if draft.claims else ()
    return replace(result, suggestions=(*result.suggestions, *made), summary={**result.summary, **log})


def _spans(case: Case) -> Iterator[Span]:
    """The sentences that say something of a theme, newest first, each once."""
    yield from dict.fromkeys(found.span for found in newest_first(case.findings, case))


def _suggestion(case: Case, draft: Drafted, model: str) -> Suggestion:
    cites = list(dict.fromkeys(cite for claim in draft.claims for cite in claim.cites))
    texts = case.texts
    return Suggestion(
        key=KEY,
        kind="summary",
        title=TITLE,
        proposal=Text.same("\n".join(claim.text for claim in draft.claims)),
        why=_WHY.format(model=model, out=len(draft.tray)),
        evidence=tuple(evidence(case, cite, cite.of(texts[cite.doc])) for cite in cites[:MOST_SOURCES]),
        content={
            "section": PLACE,
            "claims": [
                {
                    "text": claim.text,
                    "support": claim.support.value,
                    "cites": [[cite.doc, cite.start, cite.end] for cite in claim.cites],
                }
                for claim in draft.claims
            ],
        },
    )
