"""The report on paper, from the same screens as the page. Words reach the layout as data only, never as markup."""

from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from luotsi.hub.dialogue import screens
from luotsi.hub.dialogue.models import Discussion, Result
from luotsi.hub.spine.paper import pdf
from luotsi.web import formats

_LAYOUT = Path(__file__).parent / "layouts" / "report.typ"


def report(discussion: Discussion, result: Result, results: dict[tuple[str, str], Result]) -> bytes:
    """The whole result as a tagged PDF in the reader's language."""
    shown = screens.overview(result, discussion)
    rows = screens.all_rows(result, discussion, "agree")
    method = screens.method(results, discussion)
    return pdf(_LAYOUT.read_bytes(), _data(discussion, result, shown, rows, method))


def _data(
    discussion: Discussion, result: Result, shown: dict[str, Any], rows: dict[str, Any], method: dict[str, Any]
) -> dict[str, Any]:
    facts = _("%(people)s participants, %(votes)s votes on %(count)s statements.") % {
        "people": formats.number(shown["people"]), "votes": formats.number(shown["votes"]), "count": shown["count"],
    }  # fmt: skip
    return {
        "language": get_language() or "fi",
        "title": discussion.title.shown().text,
        "about": discussion.about.shown().text,
        "warning": _("Simulated votes: the discussion is invented, and its figures tell of nobody.")
        if discussion.invented
        else "",
        "attribution": discussion.attribution,
        "facts": facts,
        "caution": [
            _("These are the views of those who took part, not of everybody. Participants chose themselves."),
            *shown["caution"],
        ],
        "groups_title": _("Opinion groups"),
        "no_groups": ""
        if shown["clear"]
        else _("There are no clear groups: the votes do not divide the participants in a way that holds."),
        "groups": [
            {
                "title": _("Group %(letter)s, %(n)s people") % {"letter": group["letter"], "n": group["size"]},
                "said": [f"{row['wording']} {row['sentence']}" for row in group["said"]],
            }
            for group in shown["groups"]
        ],
        "sections": [
            {"title": title, "note": note, "rows": [[_numbered(row), row["everybody"].words] for row in found]}
            for title, note, found in (
                (_("Where everyone agrees"), _("Ranked by the lowest agreement in any group."), shown["agreed"]),
                (_("Where everyone disagrees"), "", shown["opposed"]),
                (_("Where opinions part"), "", shown["divisive"]),
                (_("Statements that unite beyond the groups"), "", shown["bridging"]),
            )
        ],
        "answers_title": _("Official answers"),
        "answers": [
            {"statement": _numbered(row), "who": each["who"], "words": each["words"].text}
            for row in rows["rows"]
            for each in row["responses"]
        ],
        "none": _("None."),
        "all_title": _("All statements"),
        "head": [
            _("Statement"),
            _("Everyone"),
            *(_("Group %(letter)s agrees") % {"letter": letter} for letter in rows["letters"]),
        ],
        "all": [
            [_numbered(row), row["everybody"].words, *(_cell(each["share"]) for each in row["groups"])]
            for row in rows["rows"]
        ],
        "method_title": _("Method and trust"),
        "method": [
            _("Engine %(engine)s. Hash of the input %(hash)s. End of the log: entry %(n)s.")
            % {"engine": result.engine, "hash": result.input_hash, "n": result.sequence},
            *(f"{each['label']}: {_groups(each)}" for each in method["compared"]),
        ],
        "made": _("Made %(day)s.") % {"day": formats.day(timezone.localdate())},
        "page_of": _("Page"),
    }


def _numbered(row: dict[str, Any]) -> str:
    return f"{row['number']}. {row['wording']}"


def _cell(share: Any) -> str:
    return _("few answers") if share.few else f"{share.agree} % ({share.interval} %, n = {share.n})"


def _groups(each: dict[str, Any]) -> str:
    sizes = ", ".join(map(str, each["groups"]))
    return _("groups of %(sizes)s") % {"sizes": sizes} if sizes else _("no clear groups")
