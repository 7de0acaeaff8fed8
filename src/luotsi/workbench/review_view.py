"""The review as a person reads it: each proposal with its standing, and what the whole still waits for."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext

from luotsi.base.models import User
from luotsi.kit.evidence import CitedRule, Evidence, ResourceElement, RuleStatus, TextSpan
from luotsi.kit.registry import tools
from luotsi.kit.review import Reason, State, undecided
from luotsi.kit.suggestion import Suggestion
from luotsi.kit.text import Text
from luotsi.web import parts
from luotsi.web.formats import day
from luotsi.workbench.models import OwnWordsRow, Run, SuggestionRow, VerdictRow
from luotsi.workbench.own_words import Closed, closed_to, fields_of, newest
from luotsi.workbench.queries import earlier_verdicts, standing_of

_KINDS = {
    "text_span": parts.SourceKind.NOTE,
    "table_row": parts.SourceKind.TABLE,
    "voxel_region": parts.SourceKind.IMAGE,
    "audio_interval": parts.SourceKind.AUDIO,
    "rule": parts.SourceKind.RULE,
}
_RESOURCE_KINDS = {
    "MedicationStatement": parts.SourceKind.MEDICATION,
    "MedicationRequest": parts.SourceKind.MEDICATION,
    "MedicationDispense": parts.SourceKind.MEDICATION,
    "Observation": parts.SourceKind.MEASUREMENT,
    "Patient": parts.SourceKind.PERSON,
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal of a run: as made, as it stands, and how many acts have been given on it."""

    row: SuggestionRow
    suggestion: Suggestion
    state: State
    verdict: VerdictRow | None
    acts: int

    @property
    def position(self) -> int:
        return self.row.position

    @property
    def decided(self) -> bool:
        return self.state is not State.PROPOSED

    def text(self, language: str) -> str:
        """What enters the record: the edited text when there is one, else the proposal."""
        if self.state is State.EDITED and self.verdict:
            return self.verdict.text
        return self.suggestion.proposal.in_(language)


@dataclass(frozen=True, slots=True)
class Review:
    """The whole review, in one language. ``closed`` is what its reader has not opened yet: none of it is in here."""

    run: Run
    proposals: tuple[Proposal, ...]
    language: str
    earlier: Mapping[str, VerdictRow]
    own_words: Mapping[str, OwnWordsRow] = field(default_factory=dict)
    closed: Closed = field(default_factory=Closed)

    @property
    def waiting(self) -> int:
        return undecided([proposal.state for proposal in self.proposals])

    @property
    def decided(self) -> int:
        return len(self.proposals) - self.waiting

    @property
    def summary(self) -> dict[str, Any]:
        """The tool's own overview, without the parts that are closed to the reader."""
        return {key: value for key, value in self.run.summary.items() if key not in self.closed.summary}

    @property
    def unwritten(self) -> str:
        """What a professional must still write in person before signing; empty when nothing."""
        missing = [field.title.in_(self.language) for field in fields_of(self.run) if field.needed]
        written = [field.title.in_(self.language) for field in fields_of(self.run) if field.key in self.own_words]
        return ", ".join(title for title in missing if title not in written)

    @property
    def ranked(self) -> bool:
        """Whether proposals are ordered by severity."""
        return any(proposal.suggestion.severity for proposal in self.proposals)

    @property
    def open(self) -> bool:
        return self.run.state == Run.State.READY

    @property
    def headline(self) -> str:
        return Text.from_json(self.run.headline).in_(self.language) if self.run.headline else ""

    @property
    def next_position(self) -> int:
        """The first proposal that waits; 0 when none does."""
        return next((proposal.position for proposal in self.proposals if not proposal.decided), 0)

    @property
    def unreviewed_rules(self) -> bool:
        """Whether some rule behind the proposals has not been reviewed by a named professional."""
        return any(_unreviewed(item) for proposal in self.proposals for item in proposal.suggestion.evidence)

    def abstentions(self) -> list[dict[str, Any]]:
        """What was not judged, and why."""
        return [
            {
                "key": item["key"],
                "subject": Text.from_json(item["subject"]).in_(self.language),
                "reason": Text.from_json(item["reason"]).in_(self.language),
            }
            for item in self.run.abstentions
        ]

    def counts(self) -> dict[str, int]:
        """How many proposals stand in each state."""
        return {state.value: sum(proposal.state is state for proposal in self.proposals) for state in State}

    def cards(self) -> list[parts.Finding]:
        """Every proposal as a card."""
        return [card(proposal, self) for proposal in self.proposals]

    def passages(self) -> dict[str, list[tuple[int, int, int]]]:
        """Where in the documents proposals rest: document → (start, end, position), in order."""
        found: dict[str, list[tuple[int, int, int]]] = {}
        for proposal in self.proposals:
            for item in proposal.suggestion.evidence:
                if isinstance(item.location, TextSpan):
                    place = (item.location.start, item.location.end, proposal.position)
                    found.setdefault(item.location.document, []).append(place)
        return {document: sorted(set(places)) for document, places in found.items()}

    def citations(self) -> dict[str, tuple[int, ...]]:
        """Which proposals rest on each resource of the record: reference → positions."""
        found: dict[str, tuple[int, ...]] = {}
        for proposal in self.proposals:
            for item in proposal.suggestion.evidence:
                if isinstance(item.location, ResourceElement):
                    known = found.get(item.location.reference, ())
                    if proposal.position not in known:
                        found[item.location.reference] = (*known, proposal.position)
        return found


def review_for(user: User, run: Run, language: str) -> Review:
    """The review as the user may see it now: without what opens only after writing an own view."""
    review, closed = review_of(run, language), closed_to(user, run)
    kept = tuple(item for item in review.proposals if item.suggestion.kind not in closed.kinds)
    hidden = {item.key for item in fields_of(run) if item.opens & closed.kinds or item.opens_summary & closed.summary}
    shown = {key: row for key, row in review.own_words.items() if key not in hidden}
    return replace(review, proposals=kept, closed=closed, own_words=shown)


def review_of(run: Run, language: str) -> Review:
    """The review of a run with all its verdicts, whoever looks: for signing and for what has been signed."""
    rows = run.suggestions.prefetch_related("verdicts__given_by").select_related("run__case")
    earlier = earlier_verdicts(run) if run.state == Run.State.READY else {}
    return Review(run, tuple(proposal_of(row) for row in rows), str(language), earlier, newest(run))


def proposal_of(row: SuggestionRow) -> Proposal:
    """One proposal with its standing."""
    state, verdict = standing_of(row)
    return Proposal(row, Suggestion.from_json(row.body), state, verdict, len(row.verdicts.all()))


def card(proposal: Proposal, review: Review) -> parts.Finding:
    """The proposal as the finding card of the design system."""
    suggestion, verdict, language = proposal.suggestion, proposal.verdict, review.language
    edited = proposal.state is State.EDITED
    steps = tuple(step.in_(language) for step in suggestion.steps) or (suggestion.proposal.in_(language),)
    reason = Reason(verdict.reason).label.in_(language) if verdict and verdict.reason else ""
    if verdict and verdict.note:
        reason = f"{reason}: {verdict.note}" if reason else verdict.note
    return parts.Finding(
        id=f"f{proposal.position}",
        title=suggestion.title.in_(language),
        state=proposal.state,
        url=reverse("workbench:verdict", args=[proposal.row.pk]),
        severity=int(suggestion.severity) if suggestion.severity else None,
        rank=proposal.position,
        total=len(review.proposals),
        ground=" · ".join(part for part in (_ground(suggestion), _earlier(proposal, review)) if part),
        why=suggestion.why.in_(language) if suggestion.why else "",
        steps=(verdict.text,) if edited and verdict else steps,
        sources=[_source(proposal.row, n, item, language) for n, item in enumerate(suggestion.evidence, 1)],
        proposal=proposal.text(language),
        by=verdict.given_by.get_full_name() if verdict else "",
        at=verdict.given_at if verdict else None,
        change=gettext("The proposal was: %(text)s") % {"text": suggestion.proposal.in_(language)} if edited else "",
        reason=reason,
        until=verdict.until if verdict else None,
        next=review.open and proposal.position == review.next_position,
        locked=not review.open,
        open=not review.open,
        hidden={"seen": str(proposal.acts)},
        heading=_says(review),
    )


def _says(review: Review) -> str:
    """What the tool's card calls that which a proposal says; empty for "What to do"."""
    tool = tools().get(review.run.tool)
    return tool.card.says.in_(review.language) if tool and tool.card.says else ""


def _ground(suggestion: Suggestion) -> str:
    if not suggestion.strength:
        return ""
    return gettext("strength of the ground %(grade)s") % {"grade": suggestion.strength.value}


def _earlier(proposal: Proposal, review: Review) -> str:
    earlier = review.earlier.get(proposal.suggestion.key)
    if earlier is None or proposal.decided:
        return ""
    acts = {
        "accept": pgettext("earlier verdict", "accepted"),
        "edit": pgettext("earlier verdict", "accepted, edited"),
        "reject": pgettext("earlier verdict", "rejected"),
        "postpone": pgettext("earlier verdict", "postponed"),
    }
    reason = f" ({Reason(earlier.reason).label.in_(review.language)})" if earlier.reason else ""
    when = day(timezone.localtime(earlier.given_at).date())
    return gettext("last time %(act)s %(when)s") % {"act": acts[earlier.act] + reason, "when": when}


def _unreviewed(item: Evidence) -> bool:
    location = item.location
    return isinstance(location, CitedRule) and location.status not in {RuleStatus.REVIEWED, RuleStatus.PUBLISHED}


def _source(row: SuggestionRow, number: int, item: Evidence, language: str) -> parts.Source:
    location = item.location
    kind = _KINDS.get(item.kind, parts.SourceKind.NOTE)
    link = gettext("Show in the record")
    if isinstance(location, ResourceElement):
        kind = _RESOURCE_KINDS.get(location.reference.partition("/")[0], parts.SourceKind.NOTE)
    elif isinstance(location, CitedRule):
        link = gettext("Ground")
    return parts.Source(
        kind=kind,
        text=item.label.in_(language),
        link=link,
        url=reverse("workbench:source", args=[row.pk, number]),
    )
