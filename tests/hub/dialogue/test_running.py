"""Running a discussion: who may, moderation by two, invitations, sharing, paper, import; and what intruders get."""

import io
import re
import uuid
import zipfile

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from luotsi.base import jobs
from luotsi.base.models import AuditRow, Letter
from luotsi.base.roles import Role
from luotsi.hub.dialogue.domain import authoring, importing
from luotsi.hub.dialogue.models import (
    Discussion,
    Invitation,
    LogEntry,
    ModerationEvent,
    Participant,
    Result,
    Statement,
    Steward,
    Vote,
)
from luotsi.hub.spine.domain import hand_over
from luotsi.hub.spine.models import Link
from luotsi.hub.spine.registry import Handover

pytestmark = pytest.mark.django_db
PAGE = "/fi/keskustelut/koe/"
OURS = "Koneen ehdotus pitää aina perustella lähteellä."


@pytest.fixture
def coordinator(signed_in):
    return signed_in("koordinaattori@example.org", Role.COORDINATOR)[1]


@pytest.fixture
def moderators(signed_in, discussion):
    found = []
    for name in ("yksi", "kaksi"):
        user, client = signed_in(f"{name}@example.org")
        Steward.objects.create(discussion=discussion, user=user, part=Steward.Part.MODERATOR)
        found.append(client)
    return found


def propose(client, text=OURS, **more):
    fields = {"text": text, "language": "fi", "submission": str(uuid.uuid4()), **more}
    return client.post(f"{PAGE}ehdota/", fields)


# Statements of participants -------------------------------------------------------------------------------------------
def test_a_proposal_waits_is_accepted_and_then_voted_on(moderators, words_of):
    author = Client()
    assert propose(author).status_code == 302
    row = Statement.objects.get(seed=False)
    assert row.state == "pending"
    assert author.post(f"{PAGE}vastaa/", {"statement": row.number, "choice": "agree"}).status_code == 422
    assert "odottaa moderaattoria" in words_of(author.get(f"{PAGE}omat/"))
    assert moderators[0].post(f"{PAGE}moderointi/{row.number}/", {"act": "accept"}).status_code == 302
    assert author.post(f"{PAGE}vastaa/", {"statement": row.number, "choice": "agree"}).status_code == 303


def test_the_same_form_sent_twice_makes_one_statement(discussion):
    client, key = Client(), str(uuid.uuid4())
    propose(client, submission=key)
    propose(client, submission=key)
    assert Statement.objects.filter(seed=False).count() == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Kirjoita väittämä"),
        ("lyhyt", "vähintään 8"),
        ("x" * 10_000, "10000 merkkiä. Enintään 140"),
        ("Soita minulle numeroon 040 123 4567 huomenna.", ""),
        ("Kirjoita osoitteeseen matti@example.org asiasta.", ""),
    ],
)
def test_a_statement_that_will_not_do_is_refused_and_what_was_typed_is_kept(discussion, words_of, text, said):
    response = propose(Client(), text, anyway="on")
    assert response.status_code == 422
    assert not Statement.objects.filter(seed=False).exists()
    assert said in words_of(response)
    assert text in response.content.decode()


def test_nearly_the_same_in_another_language_is_noticed_and_may_be_sent_all_the_same(discussion, words_of):
    client = Client()
    response = propose(client, "Kirjaaminen vie aivan liikaa aikaa.")
    assert response.status_code == 422
    assert "Lähes sama on jo mukana" in words_of(response)
    assert propose(client, "Kirjaaminen vie aivan liikaa aikaa.", anyway="on").status_code == 302


def test_script_in_a_proposal_never_becomes_markup(moderators):
    row = authoring.add_statement(
        Discussion.objects.get(slug="koe"), versions={"fi": "<img src=x onerror=alert(1)> on väittämä"}, language="fi"
    )
    page = moderators[0].get(f"{PAGE}moderointi/").content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page
    assert row.state == "pending"


def test_a_participant_has_a_quota_of_waiting_statements(discussion):
    client = Client()
    texts = [f"Väittämä numero {n}: {word} pitää ottaa huomioon." for n, word in enumerate(
        ("sää", "tie", "kahvi", "lumi", "valo", "meri"))]  # fmt: skip
    codes = [propose(client, text, anyway="on").status_code for text in texts]
    assert codes == [302] * 5 + [403]


# Moderation -----------------------------------------------------------------------------------------------------------
def test_hiding_a_text_takes_two_people_and_the_public_log_tells_why(moderators, words_of):
    one, two = moderators
    propose(Client(), "Naapurin Maija on varas ja hänet pitää erottaa.", anyway="on")
    row = Statement.objects.get(seed=False)
    address = f"{PAGE}moderointi/{row.number}/"
    assert one.post(address, {"act": "reject", "reason": ""}).status_code == 422
    one.post(address, {"act": "reject", "reason": "unlawful"})
    row.refresh_from_db()
    assert row.state == "second"
    assert one.post(address, {"act": "confirm"}).status_code == 403
    assert two.post(address, {"act": "confirm"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.hidden) == ("rejected", True)
    log = words_of(Client().get(f"{PAGE}moderointi-loki/"))
    assert "Maija" not in log
    assert "teksti piilotettu" in log
    assert "lainvastainen" in log
    assert Client().get(f"{PAGE}vaittamat/{row.number}/").status_code == 404


def test_an_author_appeals_and_another_moderator_answers(moderators, words_of):
    one, two = moderators
    author = Client()
    propose(author)
    row = Statement.objects.get(seed=False)
    one.post(f"{PAGE}moderointi/{row.number}/", {"act": "reject", "reason": "off_topic", "note": "toinen aihe"})
    assert OURS in words_of(Client().get(f"{PAGE}moderointi-loki/"))
    assert Client().post(f"{PAGE}omat/{row.number}/oikaisu/", {"words": "x"}).status_code == 403
    assert author.post(f"{PAGE}omat/{row.number}/oikaisu/", {"words": "Se kuuluu aiheeseen."}).status_code == 302
    assert author.post(f"{PAGE}omat/{row.number}/oikaisu/", {"words": "Uudelleen."}).status_code == 403
    assert one.post(f"{PAGE}moderointi/{row.number}/", {"act": "uphold"}).status_code == 403
    assert two.post(f"{PAGE}moderointi/{row.number}/", {"act": "uphold"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "accepted"
    assert set(ModerationEvent.objects.values_list("act", flat=True)) == {"reject", "appeal", "uphold"}


# Rights -----------------------------------------------------------------------------------------------------------------
RUN = ["hoito/", "hoito/muokkaa/", "hoito/vastuut/", "hoito/vaittamat/", "hoito/vaittamat/uusi/", "hoito/vaittamat/1/",
       "hoito/vaittamat/1/vastaus/", "hoito/vaittamat/1/eteenpain/", "moderointi/", "hoito/kutsut/", "hoito/jako/",
       "sali/", "sali/tilanne/", "hoito/paperi/", "hoito/lomake/"]  # fmt: skip


@pytest.mark.parametrize("address", RUN)
def test_what_runs_a_discussion_is_closed_to_others_and_opens_to_its_owner(discussion, signed_in, coordinator, address):
    _user, member = signed_in("jasen@example.org")
    other_user, other = signed_in("toinen@example.org")
    elsewhere = authoring.create({"slug": "muu", "title_fi": "Muu"}, other_user)
    assert elsewhere.stewards.get().part == "owner"
    assert [client.get(PAGE + address).status_code for client in (Client(), member, other)] == [403] * 3
    assert coordinator.get(PAGE + address).status_code == 200


def test_a_draft_is_not_there_for_others(signed_in, coordinator):
    owner, mine = signed_in("omistaja@example.org")
    authoring.create({"slug": "luonnos", "title_fi": "Luonnos"}, owner)
    _user, other = signed_in("vieras@example.org")
    for address in ("", "tulokset/", "hoito/", "upotus/"):
        assert Client().get(f"/fi/keskustelut/luonnos/{address}").status_code == 404
        assert other.get(f"/fi/keskustelut/luonnos/{address}").status_code == 404
    assert mine.get("/fi/keskustelut/luonnos/hoito/").status_code == 200
    assert coordinator.get("/fi/keskustelut/luonnos/").status_code == 200


def test_a_moderator_of_one_discussion_has_no_say_in_another(moderators):
    other = authoring.create({"slug": "muu", "title_fi": "Muu"}, None)
    row = authoring.add_statement(other, versions={"fi": OURS}, language="fi")
    Discussion.objects.filter(pk=other.pk).update(published_at=timezone.now())
    assert moderators[0].post(f"/fi/keskustelut/muu/moderointi/{row.number}/", {"act": "accept"}).status_code == 403
    assert moderators[0].post(f"{PAGE}moderointi/99/", {"act": "accept"}).status_code == 404
    assert moderators[0].post(f"{PAGE}hoito/tila/", {"act": "close", "sure": "on"}).status_code == 403


def test_a_discussion_is_made_seeded_published_and_closed(coordinator, words_of):
    fields = {
        "slug": "uusi", "title_fi": "Uusi", "title_sv": "Ny", "title_en": "New", "statement_length": 140, "results_after": 7,
        "network_limit": 200, "open_door": "on", "own_statements": "on", "listed": "on",
    }  # fmt: skip
    run = "/fi/keskustelut/uusi/hoito/"
    assert coordinator.post("/fi/keskustelut/tyotila/uusi/", {**fields, "slug": "tyotila"}).status_code == 422
    assert coordinator.post("/fi/keskustelut/tyotila/uusi/", fields).status_code == 302
    assert "Siemenväittämiä on 0" in words_of(coordinator.get(run))
    assert coordinator.post(f"{run}tila/", {"act": "publish"}).status_code == 422
    for n in range(10):
        word = ("kissa", "lumi", "auto", "meri", "kirja", "sauna", "puu", "kello", "silta", "vene")[n]
        seed = {"language": "fi", "text_fi": f"Jokainen {word} on tarpeen.", "text_sv": f"Varje {word} behövs.", "text_en": f"Every {word} is needed.", "anyway": "on"}  # fmt: skip
        assert coordinator.post(f"{run}vaittamat/uusi/", seed).status_code == 302
    assert coordinator.post(f"{run}tila/", {"act": "publish"}).status_code == 302
    assert Client().get("/fi/keskustelut/uusi/").status_code == 200
    assert Client().get("/d/uusi").url == "/fi/keskustelut/uusi/"
    coordinator.post(f"{run}tila/", {"act": "close"})
    assert Discussion.objects.get(slug="uusi").closed_at is None
    coordinator.post(f"{run}tila/", {"act": "close", "sure": "on"})
    assert Discussion.objects.get(slug="uusi").key == ""
    acts = set(AuditRow.objects.filter(target="discussion:uusi").values_list("action", flat=True))
    assert {"discussion.create", "discussion.publish", "discussion.close"} <= acts


def test_an_edit_over_somebody_elses_edit_is_refused(coordinator, discussion):
    page = coordinator.get(f"{PAGE}hoito/muokkaa/").content.decode()
    assert re.search(r'name="seen" value="0"', page)
    fields = {"title_fi": "A", "statement_length": 140, "results_after": 7, "network_limit": 9}
    assert coordinator.post(f"{PAGE}hoito/muokkaa/", {**fields, "seen": "0"}).status_code == 302
    assert coordinator.post(f"{PAGE}hoito/muokkaa/", {**fields, "seen": "0"}).status_code == 409


def test_a_changed_wording_becomes_a_new_statement_once_people_have_voted(coordinator, voter):
    voter()[1](1)
    versions = {"text_fi": "Kirjaaminen vie työajasta puolet.", "text_sv": "Ny text här.", "text_en": "New text here."}
    coordinator.post(f"{PAGE}hoito/vaittamat/1/", versions)
    old, new = Statement.objects.get(number=1), Statement.objects.get(number=13)
    assert (old.text_fi, old.text_en) == ("Kirjaaminen vie liikaa aikaa.", "New text here.")
    assert (new.text_fi, new.state, new.replaces_id) == ("Kirjaaminen vie työajasta puolet.", "pending", old.pk)


# Invitations ------------------------------------------------------------------------------------------------------------
def test_an_invitation_works_once_for_one_person_and_nothing_links_it_to_votes(coordinator, discussion, words_of):
    Discussion.objects.update(open_door=False)
    page = coordinator.post(
        f"{PAGE}hoito/kutsut/", {"batch": "hoitajat", "count": 6, "language": "fi"}
    ).content.decode()
    addresses = re.findall(r"http://testserver(/fi/keskustelut/koe/kutsu/[\w-]+/)", page)
    assert len(addresses) == 6
    stranger = Client()
    assert stranger.post(f"{PAGE}vastaa/", {"statement": 1, "choice": "agree"}).status_code == 403
    guest = Client()
    assert guest.get(addresses[0]).status_code == 200
    assert Invitation.objects.filter(used=True).count() == 0
    guest.post(addresses[0])
    assert guest.post(f"{PAGE}vastaa/", {"statement": 1, "choice": "agree"}).status_code == 303
    again = Client()
    assert "Kutsu on käytetty" in words_of(again.get(addresses[0]))
    assert again.post(addresses[0]).status_code == 403
    own = re.search(
        r"http://testserver(/fi/keskustelut/koe/jatka/[\w-]+/)", guest.get(f"{PAGE}omat/").content.decode()
    )[1]
    assert again.get(own).status_code == 200
    again.post(own)
    again.post(f"{PAGE}vastaa/", {"statement": 2, "choice": "agree"})
    who = Participant.objects.get()
    assert (who.tier, who.votes.count()) == ("invited", 2)
    assert Invitation.objects.filter(used=True).count() == 1
    token = addresses[0].split("/")[-2]
    stored = " ".join(
        str(value) for row in [*Invitation.objects.values(), *Participant.objects.values()] for value in row.values()
    )
    assert token not in stored
    assert Invitation.objects.get(used=True).token_hash not in (who.pseudonym, who.withdrawal)
    assert "6" in words_of(coordinator.get(f"{PAGE}hoito/kutsut/"))
    assert Client().get(f"{PAGE}kutsu/{'a' * 24}/").status_code == 404


def test_invitations_by_mail_forget_the_addresses(coordinator, discussion, django_capture_on_commit_callbacks):
    fields = {"batch": "potilasjärjestöt", "addresses": "a@example.org\nb@example.org\n", "language": "sv"}
    with django_capture_on_commit_callbacks(execute=True):
        assert coordinator.post(f"{PAGE}hoito/kutsut/", fields).status_code == 302
    assert [letter.to for letter in mail.outbox] == [["a@example.org"], ["b@example.org"]]
    assert "/sv/dialoger/koe/inbjudan/" in mail.outbox[0].body
    assert not Letter.objects.exclude(address="", context={}).exists()
    assert Invitation.objects.count() == 2


def test_an_address_that_is_none_is_named_by_its_line(coordinator, discussion, words_of):
    fields = {"batch": "x", "addresses": "a@example.org\nnot-an-address\n", "language": "fi"}
    response = coordinator.post(f"{PAGE}hoito/kutsut/", fields)
    assert response.status_code == 422
    assert "line 2" in words_of(response)
    assert Invitation.objects.count() == 0


# Sharing, embedding, the room, paper --------------------------------------------------------------------------------------
def test_a_read_only_link_works_until_it_is_ended(coordinator, discussion):
    page = coordinator.post(f"{PAGE}hoito/jako/", {"which": "share", "label": "johtoryhmä", "days": 7}).content.decode()
    address = re.search(r"http://testserver(/fi/keskustelut/jaettu/[\w-]+/)", page)[1]
    assert Client().get(address).status_code == 200
    coordinator.post(f"{PAGE}hoito/jako/", {"which": "revoke", "link": discussion.share_links.get().pk})
    assert Client().get(address).status_code == 404


def test_only_listed_sites_may_embed(coordinator, discussion):
    plain = Client().get(PAGE)
    assert "frame-ancestors 'none'" in plain["Content-Security-Policy"]
    assert plain["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in Client().get(f"{PAGE}upotus/")["Content-Security-Policy"]
    coordinator.post(f"{PAGE}hoito/jako/", {"which": "embed", "embed_hosts": "https://www.example.fi"})
    framed = Client().get(f"{PAGE}upotus/")
    assert "frame-ancestors https://www.example.fi;" in framed["Content-Security-Policy"] + ";"
    assert "X-Frame-Options" not in framed


@pytest.mark.parametrize(
    "host", ["*", "https://*.fi", "http://example.fi", "javascript:x", "https://a.fi; script-src *", "https://a.fi/x"]
)
def test_a_site_that_would_widen_the_list_is_refused(coordinator, discussion, host):
    assert coordinator.post(f"{PAGE}hoito/jako/", {"which": "embed", "embed_hosts": host}).status_code == 422


def test_the_room_has_a_code_that_leads_to_the_discussion(coordinator, discussion):
    page = coordinator.get(f"{PAGE}sali/").content.decode()
    assert "http://testserver/d/koe" in page
    assert "<svg" in page
    assert "style=" not in page[page.index("<main") :]


def test_a_ballot_on_paper_is_typed_in_and_a_second_time_replaces_it(coordinator, discussion, words_of):
    sheet = {"sheet": 7, "s1": "agree", "s2": "disagree", "s3": ""}
    assert coordinator.post(f"{PAGE}hoito/paperi/", sheet).status_code == 302
    assert coordinator.post(f"{PAGE}hoito/paperi/", {**sheet, "s1": "unsure"}).status_code == 302
    assert Participant.objects.get().tier == "paper"
    thief = Client()
    thief.cookies[discussion.cookie] = "paper:7"
    assert "Tällä selaimella ei ole osallistuttu" in words_of(thief.get(f"{PAGE}omat/"))
    assert dict(Vote.objects.values_list("statement__number", "choice")) == {1: "unsure", 2: "disagree"}
    assert coordinator.post(f"{PAGE}hoito/paperi/", {"sheet": 8}).status_code == 422


# What it leads to ---------------------------------------------------------------------------------------------------------
def test_an_official_answer_is_shown_with_the_statement(coordinator, discussion, words_of):
    organisation = (
        coordinator.get(f"{PAGE}hoito/vaittamat/1/vastaus/").context["form"].fields["organisation"].queryset[0]
    )
    fields = {"organisation": organisation.pk, "words_fi": "Teemme näin vuonna 2027."}
    assert coordinator.post(f"{PAGE}hoito/vaittamat/1/vastaus/", fields).status_code == 302
    page = Client().get("/en/dialogue/koe/statements/1/").content.decode()
    assert 'lang="fi">Teemme näin vuonna 2027.' in page
    assert coordinator.post(f"{PAGE}hoito/vaittamat/1/vastaus/", {"organisation": organisation.pk}).status_code == 422


def test_a_statement_becomes_a_use_case_and_stays_linked_to_it(coordinator, discussion, words_of):
    fields = {"which": "new", "kind": "initiative", "ground": "Kansalaiset pyytävät."}
    assert coordinator.post(f"{PAGE}hoito/vaittamat/1/eteenpain/", fields).status_code == 422
    page = coordinator.get(f"{PAGE}hoito/vaittamat/1/eteenpain/")
    organisation = page.context["form"].fields["organisation"].queryset[0]
    answer = coordinator.post(f"{PAGE}hoito/vaittamat/1/eteenpain/", {**fields, "organisation": organisation.pk})
    assert answer.status_code == 302
    link = Link.objects.get(to_kind="statement")
    assert (link.from_kind, link.to_id) == ("initiative", "koe:1")
    assert "Kirjaaminen vie liikaa aikaa" in words_of(Client().get(f"{PAGE}vaittamat/1/"))


def test_other_rooms_hand_statements_in_by_the_spine(discussion, make_user):
    actor = make_user("tyopaja@example.org")
    identifier = hand_over(
        "statement",
        Handover(
            words={"fi": OURS, "sv": "", "en": ""}, origin=("elsewhere", "x"), actor=actor, details={"target": "koe"}
        ),
    )
    assert identifier == "koe:13"
    assert Statement.objects.get(number=13).state == "pending"


# Import ---------------------------------------------------------------------------------------------------------------------
def export(
    votes,
    comments="timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body\n1,0,0,1,0,1,First one\n2,3,0,1,0,-1,Second\n",
):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("votes.csv", votes)
        archive.writestr("comments.csv", comments)
    out.seek(0)
    out.name = "export.zip"
    return out


def rows(people=24):
    lines = ["timestamp,datetime,comment-id,voter-id,vote"]
    lines += [
        f"{1700000000000 + p * 1000 + t},x,{t},{p},{1 if (p + t) % 2 else -1}" for p in range(people) for t in (0, 3, 7)
    ]
    return "\n".join(lines) + "\n"


def test_a_polis_export_is_imported_whole_and_analysed_both_ways(coordinator, words_of):
    fields = {"slug": "vanha", "title": "Vanha", "language": "en", "attribution": "Testi, CC BY 4.0"}
    assert coordinator.post("/fi/keskustelut/tyotila/tuo/", {**fields, "file": export(rows())}).status_code == 302
    row = Discussion.objects.get(slug="vanha")
    assert (row.sequence, row.participants.count(), row.imported, row.key) == (72, 24, True, "")
    assert dict(row.statements.values_list("number", "state")) == {0: "accepted", 3: "rejected", 7: "rejected"}
    assert set(Result.objects.filter(discussion=row, variant="all").values_list("mode", flat=True)) == {
        "polis",
        "stable",
    }
    assert "Polisin menetelmä" in words_of(Client().get("/fi/keskustelut/vanha/tulokset/menetelma/"))


@pytest.mark.parametrize(
    ("votes", "said"),
    [
        ("timestamp,datetime,comment-id,voter-id,vote\n1,x,0,0,banana\n", "2"),
        ("", "votes.csv"),
        ("timestamp,datetime,comment-id,voter-id,vote\n", ""),
    ],
)
def test_a_bad_export_is_refused_with_file_and_line_and_leaves_nothing(coordinator, words_of, votes, said):
    fields = {"slug": "vanha", "title": "Vanha", "language": "en", "attribution": "Testi"}
    response = coordinator.post("/fi/keskustelut/tyotila/tuo/", {**fields, "file": export(votes)})
    assert response.status_code == 422
    assert said in words_of(response)
    assert not Discussion.objects.filter(slug="vanha").exists()


@pytest.mark.usefixtures("log_lifted")
def test_the_night_closes_what_is_due_publishes_roots_and_forgets_networks(voter, discussion):
    voter()[1](1)
    yesterday = timezone.now() - timezone.timedelta(days=1)
    LogEntry.objects.update(day=yesterday.date())
    assert importing.publish_roots() == 1
    assert importing.publish_roots() == 0
    Discussion.objects.update(closes_at=yesterday)
    assert jobs.start("dialogue.night", owner=None, payload={}).state == "done"
    discussion.refresh_from_db()
    assert discussion.closed_at is not None
    assert discussion.roots.get().chain == LogEntry.objects.get().chain
