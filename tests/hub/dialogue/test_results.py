"""What is shown of the votes, to whom, and that it can be made again."""

import csv
import io
import json

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from luotsi.base.roles import Role
from luotsi.hub.dialogue.domain import authoring, chain, computing, taking_part
from luotsi.hub.dialogue.models import LogEntry, Result, Statement
from luotsi.hub.dialogue.open_data import safe_cell

pytestmark = pytest.mark.django_db
PAGE = "/fi/keskustelut/koe/"


@pytest.fixture
def closed(crowd):
    row = crowd(60)
    authoring.close(row, None)
    row.refresh_from_db()
    computing.compute(row)
    return row


def test_map_and_groups_stay_hidden_below_twenty_people_with_seven_votes(crowd, words_of):
    row = crowd(19)
    authoring.close(row, None)
    computing.compute(row)
    page = Client().get(f"{PAGE}tulokset/")
    assert "Nyt heitä on 19" in words_of(page)
    assert b"opinion-map" not in page.content
    assert Client().get(f"{PAGE}tulokset.csv").status_code == 404


def test_groups_are_told_with_shares_intervals_and_n(closed, words_of):
    page = Client().get(f"{PAGE}tulokset/")
    words = words_of(page)
    assert "60 osallistujaa" in words
    assert b"opinion-map" in page.content
    assert "Missä kaikki ovat samaa mieltä" in words
    assert "95 %:n väli" in words
    assert "(n = " in words


PAGES = ("", "tulokset/", "tulokset/vaittamat/", "tulokset/ryhmat/", "tulokset/aika/", "tulokset/menetelma/", "raportti/",
         "loki/", "vaittamat/1/", "moderointi-loki/")  # fmt: skip


def test_no_page_tells_a_pseudonym_or_a_row(closed):
    names = [who.pseudonym for who in closed.participants.all()]
    for address in PAGES:
        page = Client().get(PAGE + address).content.decode()
        assert not [name for name in names if f">{name}<" in page or f'"{name}"' in page], address
        assert "nonce" not in page


def test_open_data_is_k_anonymous_and_holds_no_row_of_a_person(closed):
    body = Client().get(f"{PAGE}tulokset.csv").content.decode()
    rows = list(csv.DictReader(io.StringIO(body)))
    assert {row["statement"] for row in rows} == {str(number) for number in range(1, 13)}
    counts = [int(row[name]) for row in rows for name in ("agree", "disagree", "unsure") if row[name]]
    assert counts
    assert not [count for count in counts if 0 < count < 10]
    told = Client().get(f"{PAGE}tulokset.json").json()
    assert told["k"] == 10
    assert set(told["rows"][0]) == {"statement", "text", "group", "answers", "agree", "disagree", "unsure"}


@pytest.mark.parametrize("text", ["=cmd()", "+1", "-1", "@x", "\t=1", "  =1", "\n=1"])
def test_a_spreadsheet_never_reads_a_statement_as_a_formula(text):
    assert safe_cell(text) == f"'{text}"


def test_formulas_and_scripts_in_statements_stay_text(closed):
    evil = "=HYPERLINK(1)<script>alert(1)</script>"
    closed.statements.filter(number=1).update(text_fi=evil)
    page = Client().get(f"{PAGE}tulokset/vaittamat/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    rows = list(csv.DictReader(io.StringIO(Client().get(f"{PAGE}tulokset.csv").content.decode())))
    assert rows[0]["text_fi"] == f"'{evil}"


def test_the_report_is_a_page_and_a_pdf_in_each_language(closed):
    for address in ("fi/keskustelut/koe/raportti", "sv/dialoger/koe/rapport", "en/dialogue/koe/report"):
        assert Client().get(f"/{address}/").status_code == 200
        assert Client().get(f"/{address}.pdf").content.startswith(b"%PDF-")


def test_a_result_is_reproduced_from_the_log(closed):
    before = {(row.mode, row.variant): (row.input_hash, row.result_hash) for row in Result.objects.filter(day=None)}
    computing.compute(closed)
    after = {(row.mode, row.variant): (row.input_hash, row.result_hash) for row in Result.objects.filter(day=None)}
    assert before == after
    assert {mode for mode, _variant in before} == {"stable", "polis"}


@pytest.mark.usefixtures("log_lifted")
def test_the_result_of_a_past_day_is_made_again_from_the_log(crowd):
    row = crowd(24)
    yesterday = timezone.localdate() - timezone.timedelta(days=1)
    half = row.sequence // 2
    LogEntry.objects.filter(discussion=row, sequence__lte=half).update(day=yesterday)
    made = computing.at_day(row, yesterday)
    assert made.sequence == half
    assert made.data["votes"] == half
    assert computing.at_day(row, yesterday).pk == made.pk
    assert computing.at_day(row, yesterday - timezone.timedelta(days=1)) is None


def test_withdrawing_gives_the_result_of_never_having_voted(crowd):
    row = crowd(24)
    computing.compute(row)
    before = Result.objects.get(discussion=row, mode="stable", variant="all", day=None)
    visitor = taking_part.Visitor(token="one-more-participant")
    for number in range(1, 13):
        taking_part.vote(row, visitor, number, "agree")
    computing.compute(row)
    assert Result.objects.get(mode="stable", variant="all", day=None).input_hash != before.input_hash
    taking_part.withdraw(row, taking_part.find(row, "one-more-participant"))
    computing.compute(row)
    after = Result.objects.get(mode="stable", variant="all", day=None)
    assert (after.input_hash, after.result_hash) == (before.input_hash, before.result_hash)


def test_a_skip_takes_an_earlier_vote_back(crowd):
    row = crowd(20)
    base = len(computing.counted(computing.basis(row).votes))
    visitor = taking_part.Visitor(token="changes-their-mind")
    taking_part.vote(row, visitor, 1, "agree")
    taking_part.vote(row, visitor, 1, "skip")
    assert len(computing.counted(computing.basis(row).votes)) == base


@pytest.mark.usefixtures("log_lifted")
def test_a_clock_that_runs_backwards_does_not_bring_an_old_vote_back(crowd):
    row = crowd(20)
    visitor = taking_part.Visitor(token="in-two-minds-now")
    taking_part.vote(row, visitor, 1, "agree")
    taking_part.vote(row, visitor, 1, "disagree")
    last = LogEntry.objects.order_by("-sequence").first()
    LogEntry.objects.filter(pk=last.pk).update(at_ms=last.at_ms - 3_600_000)
    times = [at for _person, _number, _value, at in computing.basis(row).votes]
    assert times == sorted(times)


def test_results_are_made_anew_when_votes_come(voter, discussion, settings):
    _, answer = voter()
    answer(1)
    discussion.refresh_from_db()
    assert discussion.computed_sequence == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update(choice="disagree"),
        lambda rows: rows.update(chain="0" * 64),
        lambda rows: rows.update(person=None, statement=None, important=None, at_ms=None, choice=""),  # not its nonce
        lambda rows: rows.delete(),
    ],
)
def test_the_database_itself_refuses_to_change_the_log(crowd, change):
    row = crowd(1)
    with pytest.raises(DatabaseError), transaction.atomic():
        change(LogEntry.objects.filter(discussion=row, sequence=2))
    assert chain.recount(row).broken is None


@pytest.mark.usefixtures("log_lifted")
def test_an_edited_log_does_not_pass_the_recount(crowd):
    row = crowd(20)
    assert chain.recount(row).broken is None
    entry = LogEntry.objects.get(discussion=row, sequence=5)
    LogEntry.objects.filter(pk=entry.pk).update(choice="agree" if entry.choice != "agree" else "disagree")
    assert "5" in chain.recount(row).broken.en
    LogEntry.objects.filter(pk=entry.pk).update(choice=entry.choice)
    assert chain.recount(row).broken is None
    LogEntry.objects.filter(discussion=row, sequence=row.sequence).delete()
    assert chain.recount(row).broken is not None


def test_results_without_flagged_votes_stand_beside_those_with_them(crowd, words_of):
    row = crowd(60)
    for clone in range(6):
        visitor = taking_part.Visitor(token=f"clone-of-the-others-{clone}")
        for number in range(1, 13):
            taking_part.vote(row, visitor, number, "agree" if number > 4 else "disagree")
    computing.compute(row)
    variants = set(Result.objects.filter(mode="stable", day=None).values_list("variant", flat=True))
    main = Result.objects.get(mode="stable", variant="all", day=None)
    assert main.data["flagged"] >= 6
    assert "clean" in variants
    authoring.close(row, None)
    assert "ilman merkittyjä ääniä" in words_of(Client().get(f"{PAGE}tulokset/menetelma/"))


def test_rejected_statements_can_be_counted_in_to_see_what_moderation_did(crowd):
    row = crowd(24)
    row.statements.filter(number=2).update(state=Statement.State.REJECTED)
    computing.compute(row)
    with_it = Result.objects.get(variant="rejected", day=None)
    assert [each["left_out"] for each in with_it.data["rows"] if each["tid"] == 2] == [False]
    main = Result.objects.get(variant="all", mode="stable", day=None)
    assert [each["left_out"] for each in main.data["rows"] if each["tid"] == 2] == [True]


def test_a_simulated_discussion_says_so_on_every_page_and_in_every_file(closed, words_of):
    type(closed).objects.filter(pk=closed.pk).update(invented=True)
    for address in (
        "",
        "tulokset/",
        "tulokset/vaittamat/",
        "tulokset/menetelma/",
        "raportti/",
        "loki/",
        "upotus/",
        "vaittamat/1/",
    ):
        assert "Simuloitu" in words_of(Client().get(PAGE + address)), address
    assert "Simuloituja ääniä" in Client().get(f"{PAGE}tulokset/").content.decode()
    assert Client().get(f"{PAGE}tulokset.json").json()["simulated"] is True
    assert "simulated" in Client().get(f"{PAGE}tulokset.csv").content.decode()


def test_a_staff_member_sees_results_before_closing(crowd, signed_in):
    row = crowd(24)
    computing.compute(row)
    _user, client = signed_in("k@example.org", Role.COORDINATOR)
    assert b"opinion-map" in client.get(f"{PAGE}tulokset/").content


def test_the_engines_answer_is_kept_whole_as_json(closed):
    data = Result.objects.get(mode="stable", variant="all", day=None).data
    assert json.loads(json.dumps(data)) == data
    assert data["ready"]
    assert sum(group["size"] for group in data["groups"]) <= 60
