"""Results as they are shown: shares only with their n and interval, nothing of fewer than ten answers, no person's row."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from luotsi.hub.dialogue import analysis, charts
from luotsi.hub.dialogue.models import Choice, Discussion, Participant, Result, Statement, Vote
from luotsi.hub.dialogue.screens.taking import response, wording
from luotsi.hub.spine.trilingual import here
from luotsi.kit.text import Text
from luotsi.web import formats

TOP = 6
WIDE_GAP = 0.25
CERTAIN = 0.6
LEAST = analysis.LEAST_CELL
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Share:
    """Answers of some people: per cents with the 95 % interval and n; ``few`` when there are too few to tell."""

    n: int
    agree: int = 0
    disagree: int = 0
    unsure: int = 0
    interval: str = ""

    @property
    def few(self) -> bool:
        """Whether nothing is told of it."""
        return self.n < LEAST

    @property
    def words(self) -> str:
        """As text: the picture beside it is never the only view."""
        if self.few:
            return _("fewer than %(n)s answers") % {"n": LEAST}
        return _("%(agree)s %% agree, %(disagree)s %% disagree, %(unsure)s %% unsure (n = %(n)s)") % {
            "agree": self.agree, "disagree": self.disagree, "unsure": self.unsure, "n": formats.number(self.n),
        }  # fmt: skip

    @property
    def bar(self) -> SafeString:
        """The same as a picture."""
        return SafeString("") if self.few else charts.split(self.agree, self.unsure, self.disagree)


def share(told: dict[str, Any]) -> Share:
    """Of the counts that the engine gives."""
    n = told["n"]
    if n < LEAST:
        return Share(n)
    agree, disagree = round(100 * told["agree"] / n), round(100 * told["disagree"] / n)
    low, high = told["agree_interval"]
    return Share(
        n, agree, disagree, max(100 - agree - disagree, 0), formats.interval(round(100 * low), round(100 * high))
    )


class Rows:
    """The rows of a result with the statements they speak of."""

    def __init__(self, result: Result, discussion: Discussion) -> None:
        self.data = result.data
        self.groups = self.data["groups"] if self.data["clear"] else []
        known = discussion.statements.prefetch_related("responses__organisation")
        self.statements = {row.number: row for row in known}
        self.slug = discussion.slug
        self.told: list[Row] = [self._row(row) for row in self.data["rows"] if row["tid"] in self.statements]

    def _row(self, row: dict[str, Any]) -> Row:
        statement = self.statements[row["tid"]]
        by_group = {int(label): told for label, told in row["groups"].items()}
        shares = [share(by_group[group["id"]]) if group["id"] in by_group else Share(0) for group in self.groups]
        lowest = [each.agree for each in shares] if shares and not any(each.few for each in shares) else []
        against = [each.disagree for each in shares] if lowest else []
        everybody = share(row)
        return {
            "number": statement.number,
            "wording": wording(statement),
            "url": reverse("dialogue:statement", args=[self.slug, statement.number]),
            "hidden": statement.hidden,
            "meta": statement.meta,
            "left_out": row["left_out"],
            "everybody": everybody,
            "groups": [
                {"letter": group["letter"], "share": each, "stands_out": by_group.get(group["id"], {}).get("stands_out"),
                 "holds": by_group.get(group["id"], {}).get("holds")}
                for group, each in zip(self.groups, shares, strict=True)
            ],
            "lowest_agree": min(lowest, default=None if self.groups else everybody.agree),
            "lowest_disagree": min(against, default=None if self.groups else everybody.disagree),
            "gap": (max(lowest) - min(lowest)) / 100 if lowest else 0.0,
            "bridging": row["bridging"],
            "responses": [response(each) for each in statement.responses.all()],
        }  # fmt: skip

    def shown(self) -> list[Row]:
        """Those that count, by number."""
        return [row for row in self.told if not row["left_out"] and not row["hidden"]]

    def by(self, key: Callable[[Row], Any], keep: Callable[[Row], bool]) -> list[Row]:
        """The rows that pass, best first, with enough answers."""
        kept = [row for row in self.shown() if not row["everybody"].few and keep(row)]
        return sorted(kept, key=lambda row: (-key(row), row["number"]))[:TOP]

    def agreed(self) -> list[Row]:
        """Where every group agrees, by the lowest."""
        return self.by(lambda row: row["lowest_agree"], lambda row: (row["lowest_agree"] or 0) > 50)  # noqa: PLR2004 - more than half

    def opposed(self) -> list[Row]:
        """Where every group disagrees."""
        return self.by(lambda row: row["lowest_disagree"], lambda row: (row["lowest_disagree"] or 0) > 50)  # noqa: PLR2004

    def divisive(self) -> list[Row]:
        """Where groups part; without groups, where the answers are nearest to even."""
        if self.groups:
            return self.by(lambda row: row["gap"], lambda row: row["gap"] >= WIDE_GAP)
        near = lambda row: -abs(row["everybody"].agree - row["everybody"].disagree)  # noqa: E731 - one key for one list
        return self.by(near, lambda row: min(row["everybody"].agree, row["everybody"].disagree) >= 30)  # noqa: PLR2004

    def bridging(self) -> list[Row]:
        """Statements that unite beyond the groups, by the lower bound of their score."""
        return self.by(
            lambda row: row["bridging"]["lower"], lambda row: bool(row["bridging"]) and row["bridging"]["lower"] > 0
        )

    def named(self, number: int) -> Row | None:
        """The row of one statement."""
        return next((row for row in self.told if row["number"] == number), None)


def overview(result: Result | None, discussion: Discussion, own: Any = None) -> dict[str, Any]:
    """Map, groups, common ground and division; or why there is none yet."""
    if result is None:
        return {
            "result": None,
            "ready": False,
            "enough": 0,
            "least_people": analysis.LEAST_PEOPLE,
            "least_votes": analysis.LEAST_VOTES,
        }
    rows = Rows(result, discussion)
    data = result.data
    return {
        "result": result,
        "ready": data["ready"],
        "clear": data["clear"],
        "enough": data["enough"],
        "least_people": analysis.LEAST_PEOPLE,
        "least_votes": analysis.LEAST_VOTES,
        "people": data["people"],
        "votes": data["votes"],
        "count": len(rows.shown()),
        "stability": percent(data["stability"]),
        "map": drawn_map(result, discussion, own),
        "groups": group_cards(result, rows, own),
        "agreed": rows.agreed(),
        "opposed": rows.opposed(),
        "divisive": rows.divisive(),
        "bridging": rows.bridging(),
        "letters": [group["letter"] for group in rows.groups],
        "caution": caution(result),
    }


def drawn_map(result: Result, discussion: Discussion, own: Any = None) -> SafeString:
    """The map; without clear groups all marks are alike."""
    data = result.data
    groups = data["groups"] if data["clear"] else []
    at = (own.x, own.y) if own is not None else None
    return charts.opinion_map(data["map"], groups, at, invented=discussion.invented)


def group_cards(result: Result, rows: Rows, own: Any = None) -> list[dict[str, Any]]:
    """Each group: how many, how firm, and what tells it from the others in plain sentences."""
    made = []
    for at, group in enumerate(rows.groups):
        said = []
        for number, side in result.data["representative"].get(str(group["id"]), []):
            row = rows.named(number)
            if row is None or row["hidden"]:
                continue
            sentence = _sentence(row, at, side)
            if sentence:
                said.append({**row, "side": side, "sentence": sentence, "holds": row["groups"][at]["holds"]})
        made.append(
            {
                "letter": group["letter"],
                "size": group["size"],
                "mark": charts.shape(at),
                "stability": percent(group["stability"]),
                "mine": own is not None and own.group == group["id"],
                "said": said,
            }
        )
    return made


def _sentence(row: Row, at: int, side: str) -> str:
    """What one group says of a statement beside everybody: always with n."""
    mine: Share = row["groups"][at]["share"]
    everybody: Share = row["everybody"]
    if mine.few or everybody.few:
        return ""
    values = {
        "letter": row["groups"][at]["letter"],
        "mine": mine.disagree if side == "disagree" else mine.agree,
        "n": mine.n,
        "all": everybody.disagree if side == "disagree" else everybody.agree,
        "m": everybody.n,
    }
    if side == "disagree":
        return _("Group %(letter)s: %(mine)s %% disagree (n = %(n)s); everybody %(all)s %% (n = %(m)s).") % values
    return _("Group %(letter)s: %(mine)s %% agree (n = %(n)s); everybody %(all)s %% (n = %(m)s).") % values


def all_rows(result: Result | None, discussion: Discussion, order: str) -> dict[str, Any]:
    """Every statement, in the order asked for."""
    if result is None:
        return {"rows": [], "letters": []}
    rows = Rows(result, discussion)
    keys: dict[str, Callable[[Row], Any]] = {
        "agree": lambda row: -row["everybody"].agree,
        "disagree": lambda row: -row["everybody"].disagree,
        "gap": lambda row: -row["gap"],
        "votes": lambda row: -row["everybody"].n,
        "number": lambda row: row["number"],
    }
    return {
        "rows": sorted(rows.shown(), key=keys.get(order, keys["number"])),
        "letters": [group["letter"] for group in rows.groups],
    }


def row_of(result: Result | None, discussion: Discussion, statement: Statement) -> Row | None:
    """The row of one statement, when anybody has voted on it."""
    return Rows(result, discussion).named(statement.number) if result is not None else None


def own_place(result: Result | None, who: Participant) -> Any:
    """A participant's own place, from the map's model and the participant's own votes of this moment."""
    if result is None or not result.data["ready"] or not result.people:
        return None
    value = {Choice.AGREE: 1, Choice.DISAGREE: -1, Choice.UNSURE: 0}
    rows = Vote.objects.filter(participant=who).exclude(choice=Choice.SKIP)
    votes = {number: value[Choice(choice)] for number, choice in rows.values_list("statement__number", "choice")}
    return analysis.own_position(result.people, votes) if votes else None


def placed(result: Result | None, who: Participant) -> dict[str, Any] | None:
    """A participant's own place in words: the nearest group and how certain that is."""
    at = own_place(result, who)
    if at is None or result is None:
        return None
    groups = result.data["groups"] if result.data["clear"] else []
    letter = next((group["letter"] for group in groups if group["id"] == at.group), "")
    return {
        "letter": letter,
        "sure": percent(at.certainty),
        "unsure": at.certainty is not None and at.certainty < CERTAIN,
    }


def percent(value: float | None) -> str:
    """A share of 0 to 1 in whole per cents; empty when unknown."""
    return "" if value is None else f"{round(100 * value)}"


def caution(result: Result) -> list[str]:
    """What the reader must know beside the figures: flagged votes, and how few could turn a headline."""
    said = []
    flagged = result.data["flagged"]
    if flagged:
        said.append(
            _("%(n)s participants voted in a way that looks automatic or coordinated. See the result without them.")
            % {"n": flagged}
        )
    return said


def method(results: dict[tuple[str, str], Result], discussion: Discussion) -> dict[str, Any]:
    """How far the result can be trusted: flagged votes, influence, and the same question asked in other ways."""
    main = results.get(("stable", "all"))
    if main is None:
        return {"main": None}
    rows = Rows(main, discussion)
    return {
        "main": main,
        "flagged": [
            {"sign": _signs().get(each["sign"], each["sign"]), "people": each["people"]}
            for each in main.data["suspicions"]
        ],
        "influence": [_influence(each, rows) for each in main.data["influence"]],
        "compared": compared(results, discussion),
        "stability": percent(main.data["stability"]),
    }


def _signs() -> dict[str, str]:
    return {
        "fast": _("answered less than a second apart"),
        "one-answer": _("gave the same answer to every statement"),
        "alike": _("answered alike more often than chance gives"),
        "revoting": _("changed their answers very many times"),
        "burst": _("came in a burst; not left out, for a meeting looks the same"),
    }


def _influence(each: dict[str, Any], rows: Rows) -> dict[str, Any]:
    words = Text.from_json(each["text"])
    return {
        "row": rows.named(each["statement"]),
        "sentence": here(words),
        "voters": each["voters"],
        "fragile": each["fragile"],
    }


def compared(results: dict[tuple[str, str], Result], discussion: Discussion) -> list[dict[str, Any]]:
    """The same votes seen in other ways, side by side: groups and the statements of common ground."""
    named = (
        (("stable", "all"), _("Luotsi's own method, all votes")),
        (("polis", "all"), _("Polis' method, all votes")),
        (("stable", "clean"), _("without flagged votes")),
        (("stable", "invited"), _("invited participants only")),
        (("stable", "rejected"), _("rejected statements included")),
    )
    first = results.get(("stable", "all"))
    base = [row["number"] for row in Rows(first, discussion).agreed()] if first else []
    made = []
    for key, label in named:
        found = results.get(key)
        if found is None:
            continue
        numbers = [row["number"] for row in Rows(found, discussion).agreed()]
        made.append(
            {
                "label": label,
                "people": found.data["people"],
                "votes": found.data["votes"],
                "groups": [group["size"] for group in found.data["groups"]] if found.data["clear"] else [],
                "ready": found.data["ready"],
                "agreed": numbers,
                "differs": sorted(set(base) ^ set(numbers)),
            }
        )
    return made


def time_line(days: list[Any], chosen: Any, url: str) -> list[dict[str, Any]]:
    """The days of the log as links."""
    return [{"day": day, "url": f"{url}?day={day.isoformat()}", "current": day == chosen} for day in days]
