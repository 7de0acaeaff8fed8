"""Editing: who may, two people for what becomes public, and nothing typed is lost."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from luotsi.base.models import AuditRow, Notification
from luotsi.base.roles import Role
from luotsi.hub.recommendations import domain
from luotsi.hub.recommendations.models import Edition, Indicator, Measurement, Recommendation, Vision, VisionStatement
from luotsi.hub.spine.domain import hand_over
from luotsi.hub.spine.models import Link
from luotsi.hub.spine.registry import Handover
from luotsi.kit.errors import ConflictError, InputError, NotPermittedError

PAGE = "/fi/suositukset/johda-eettisesti/"
EDIT = PAGE + "muokkaa/"


def texts(row, **changes):
    names = [f"{name}_{tag}" for name in ("title", "why") for tag in ("fi", "sv", "en")]
    values = {name: getattr(row, name) for name in names} | {"seen": row.revision, "source": row.source_id}
    return values | {"certainty": row.certainty, "reviewed_on": "2026-11-29"} | changes


def test_what_is_edited_is_public_only_after_a_second_person(client, signed_in, steward, editor, ethics, words_of):
    enter = signed_in(steward)
    answer = enter.post(EDIT, texts(ethics, title_fi="Uusi otsikko"))
    assert answer.status_code == 302
    assert "Uusi otsikko" not in words_of(client.get(PAGE))
    assert enter.post(PAGE + "laheta/", {"note": "Otsikko selkeämmäksi"}).status_code == 302
    waiting = Edition.objects.get(state="waiting")
    place = f"/fi/suositukset/tyotila/versio/{waiting.pk}/"
    assert enter.post(place, {"publish": "1"}).status_code == 403
    assert signed_in(editor).post(place, {"publish": "1"}).status_code == 302
    client.logout()
    page = words_of(client.get(PAGE))
    assert "Uusi otsikko" in page
    assert "Versio 2" in page
    assert "Otsikko selkeämmäksi" in words_of(client.get(PAGE + "versiot/"))
    assert Notification.objects.filter(user=steward).count() == 1
    acts = set(AuditRow.objects.filter(target="recommendation:johda-eettisesti").values_list("action", flat=True))
    assert {"recommendation.edit", "recommendation.submit", "recommendation.publish"} <= acts


def test_nobody_publishes_what_they_submitted_whatever_their_role(coordinator, ethics):
    domain.rewrite(ethics, {"title_fi": "Toinen"}, coordinator, seen=0, holds=True)
    edition = domain.submit(ethics, "Koe", "fi", coordinator)
    with pytest.raises(NotPermittedError):
        domain.publish(edition, coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(decided_by=coordinator, decided_at=timezone.now())


def test_an_edition_is_frozen_when_it_is_submitted(client, coordinator, editor, ethics, words_of):
    domain.rewrite(ethics, {"why_fi": "Lähetetty teksti."}, coordinator, seen=0, holds=True)
    edition = domain.submit(ethics, "Koe", "fi", coordinator)
    domain.rewrite(ethics, {"why_fi": "Lähetyksen jälkeen muutettu."}, coordinator, seen=1, holds=True)
    domain.publish(edition, editor)
    page = words_of(client.get(PAGE))
    assert "Lähetetty teksti." in page
    assert "Lähetyksen jälkeen" not in page
    with pytest.raises(ConflictError):
        domain.publish(edition, editor)


def test_one_waits_at_a_time_and_nothing_is_submitted_twice(coordinator, ethics):
    with pytest.raises(InputError, match="cannot be submitted"):
        domain.submit(ethics, "Ei muutosta", "fi", coordinator)
    domain.rewrite(ethics, {"title_fi": "Toinen"}, coordinator, seen=0, holds=True)
    domain.submit(ethics, "Koe", "fi", coordinator)
    with pytest.raises(ConflictError):
        domain.submit(ethics, "Uudestaan", "fi", coordinator)


def test_a_publication_lacks_no_language_and_says_what_changed(signed_in, coordinator, ethics, words_of):
    domain.rewrite(ethics, {"title_sv": "", "title_fi": "Vain suomeksi"}, coordinator, seen=0, holds=False)
    answer = signed_in(coordinator).post(PAGE + "laheta/", {"note": ""})
    assert answer.status_code == 422
    words = words_of(answer)
    assert "Otsikko (ruotsiksi): Teksti puuttuu tällä kielellä." in words
    assert "Kerro, mikä muuttui ja miksi." in words
    assert not Edition.objects.filter(state="waiting").exists()


def test_sending_back_needs_a_reason_and_tells_the_sender(signed_in, coordinator, editor, ethics, words_of):
    domain.rewrite(ethics, {"title_fi": "Toinen"}, coordinator, seen=0, holds=True)
    edition = domain.submit(ethics, "Koe", "fi", coordinator)
    enter = signed_in(editor)
    place = f"/fi/suositukset/tyotila/versio/{edition.pk}/"
    assert enter.post(place, {"send_back": "1", "reason": " "}).status_code == 422
    assert enter.post(place, {"send_back": "1", "reason": "Lähde puuttuu"}).status_code == 302
    assert "Lähde puuttuu" in words_of(signed_in(coordinator).get(EDIT))


def test_a_steward_edits_the_one_entrusted_and_no_other(signed_in, steward):
    enter = signed_in(steward)
    assert enter.get(EDIT).status_code == 200
    for address in (
        "/fi/suositukset/johda-kayttoonottoa/muokkaa/",
        "/fi/suositukset/johda-kayttoonottoa/perusta/",
        "/fi/suositukset/johda-kayttoonottoa/osa/action/uusi/",
        PAGE + "vastuut/",
        "/fi/visio/muokkaa/",
        "/fi/suositukset/tyotila/uusi/",
    ):
        assert enter.get(address).status_code == 403, address


def test_a_part_is_not_reached_through_another_recommendation(signed_in, steward, ethics):
    other = Recommendation.objects.get(number=1).actions.first()
    enter = signed_in(steward)
    assert enter.get(f"{PAGE}osa/action/{other.pk}/").status_code == 404
    indicator = Indicator.objects.exclude(recommendation=ethics).first()
    assert enter.post(f"{PAGE}mittari/{indicator.pk}/arvo/", {}).status_code == 404
    assert enter.get(f"{PAGE}osa/statement/uusi/").status_code == 404


@pytest.mark.parametrize("address", [EDIT, PAGE + "laheta/", "/fi/suositukset/tyotila/", "/fi/visio/muokkaa/"])
def test_a_visitor_and_a_plain_member_are_refused(client, signed_in, make_user, address):
    assert client.get(address).status_code == 403
    assert signed_in(make_user("m@example.org", Role.MEMBER)).get(address).status_code == 403


def test_a_form_without_its_token_is_refused(steward):
    from django.test import Client  # noqa: PLC0415 - the client with checks on, only here

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(steward)
    assert strict.post(EDIT, {"title_fi": "x"}).status_code == 403


def test_an_older_form_is_refused_and_keeps_what_was_typed(signed_in, steward, coordinator, ethics):
    enter = signed_in(steward)
    typed = texts(ethics, why_fi="Kirjoitin tämän pitkään.")
    domain.rewrite(ethics, {"title_fi": "Ehti ensin"}, coordinator, seen=0, holds=True)
    answer = enter.post(EDIT, typed)
    assert answer.status_code == 409
    assert "Kirjoitin tämän pitkään." in answer.content.decode()
    ethics.refresh_from_db()
    assert ethics.title_fi == "Ehti ensin"


def test_a_language_left_behind_is_marked_until_it_is_mended(client, coordinator, editor, ethics, words_of):
    domain.rewrite(ethics, {"why_fi": "Aivan uusi perustelu."}, coordinator, seen=0, holds=False)
    domain.publish(domain.submit(ethics, "Perustelu", "fi", coordinator), editor)
    old = "äldre än de andra"
    assert old in words_of(client.get("/sv/rekommendationer/johda-eettisesti/"))
    assert "vanhempi kuin muut" not in words_of(client.get(PAGE))
    ethics.refresh_from_db()
    domain.rewrite(ethics, {"why_sv": "En helt ny grund."}, coordinator, seen=ethics.revision, holds=False)
    ethics.refresh_from_db()
    assert ethics.behind == ["en"]  # what the Swedish now says is as new as the Finnish
    domain.rewrite(ethics, {"why_en": "A wholly new ground."}, coordinator, seen=ethics.revision, holds=False)
    domain.publish(domain.submit(ethics, "Käännökset", "fi", coordinator), editor)
    assert old not in words_of(client.get("/sv/rekommendationer/johda-eettisesti/"))


def test_a_value_has_its_day_and_source_and_is_written_as_the_reader_writes(client, signed_in, coordinator, editor,
                                                                            ethics, words_of):  # fmt: skip
    indicator = ethics.indicators.get()
    place = f"{PAGE}mittari/{indicator.pk}/arvo/"
    enter = signed_in(coordinator)
    bad = enter.post(place, {"on": "kesällä", "value": "4.5", "source_title": "", "seen": 0})
    assert bad.status_code == 422
    assert 'value="4.5"' in bad.content.decode()
    assert 'href="#id_on"' in bad.content.decode()
    assert 'href="#id_source_title"' in bad.content.decode()
    assert not Measurement.objects.exists()
    given = {"on": "2027-01", "value": "4.5", "n": "23", "source_title": "Oma kysely", "seen": 0}
    assert enter.post(place, given).status_code == 302
    ethics.refresh_from_db()
    domain.publish(domain.submit(ethics, "Ensimmäinen arvo", "fi", coordinator), editor)
    client.logout()
    page = words_of(client.get(PAGE))
    assert "4,5" in page
    assert "1/2027" in page
    assert "Oma kysely" in page
    assert "4.5" in words_of(client.get("/en/recommendations/johda-eettisesti/"))
    assert "1 suositus" in words_of(client.get("/fi/suositukset/?measured=yes"))


def test_a_part_taken_away_stays_in_the_history(client, signed_in, coordinator, editor, ethics, words_of):
    action = ethics.actions.get()
    enter = signed_in(coordinator)
    assert enter.post(f"{PAGE}osa/action/{action.pk}/", {"remove": "1", "seen": 0}).status_code == 302
    ethics.refresh_from_db()
    domain.publish(domain.submit(ethics, "Toimenpide pois", "fi", coordinator), editor)
    client.logout()
    assert action.title_fi not in words_of(client.get(PAGE))
    history = words_of(client.get(PAGE + "versiot/"))
    assert f"poistettu: {action.title_fi}" in history


def test_links_show_what_it_rests_on_at_once(client, signed_in, coordinator, words_of):
    enter = signed_in(coordinator)
    answer = enter.post(PAGE + "perusta/", {"thing": "experiment:e03"})
    assert answer.status_code == 302
    client.logout()
    assert "Ammattilaisen tekoälyassistentti" in words_of(client.get(PAGE))
    link = Link.objects.get(from_id="johda-eettisesti", to_id="e03")
    enter = signed_in(coordinator)
    assert enter.post(PAGE + "perusta/", {"remove": str(link.pk)}).status_code == 302
    assert not Link.objects.filter(pk=link.pk).exists()
    assert enter.post(PAGE + "perusta/", {"thing": "experiment:e99"}).status_code == 422
    foreign = Link.objects.filter(from_kind="vision_statement").first()
    assert enter.post(PAGE + "perusta/", {"remove": str(foreign.pk)}).status_code == 409


def test_a_statement_of_the_vision_rests_on_what_it_is_linked_to(client, signed_in, editor, words_of):
    statement = VisionStatement.objects.first()
    place = f"/fi/visio/vaite/{statement.pk}/perusta/"
    assert signed_in(editor).post(place, {"thing": "experiment:e10"}).status_code == 302
    client.logout()
    assert "e10" in words_of(client.get("/fi/visio/"))


def test_the_coordinator_names_owner_and_stewards(client, signed_in, coordinator, make_user, ethics, words_of):
    make_user("uusi@example.org", Role.MEMBER)
    enter = signed_in(coordinator)
    bad = enter.post(PAGE + "vastuut/", {"owner": "thl", "stewards": "ei@example.org", "seen": 0})
    assert bad.status_code == 422
    assert "ei@example.org" in words_of(bad)
    good = {"owner": "thl", "stewards": "Uusi@example.org\n", "seen": 0}
    assert enter.post(PAGE + "vastuut/", good).status_code == 302
    ethics.refresh_from_db()
    assert ethics.owner_id == "thl"
    assert [user.email for user in ethics.stewards.all()] == ["uusi@example.org"]


def test_a_new_recommendation_is_not_public_before_its_first_edition(client, signed_in, coordinator):
    enter = signed_in(coordinator)
    assert enter.post("/fi/suositukset/tyotila/uusi/", {"number": 6, "title_fi": "Toinen kuudes"}).status_code == 422
    assert enter.post("/fi/suositukset/tyotila/uusi/", {"number": 7, "title_fi": "Seitsemäs"}).status_code == 302
    client.logout()
    assert client.get("/fi/suositukset/seitsemas/").status_code == 404
    assert "seitsemas" not in client.get("/sitemap.xml").content.decode()


def test_another_app_hands_over_a_draft(client, coordinator):
    handover = Handover(words={"fi": "Työpajan ehdotus"}, origin=("experiment", "e01"), actor=coordinator, ground="Syy")
    slug = hand_over("recommendation", handover)
    row = Recommendation.objects.get(slug=slug)
    assert (row.number, row.title_fi, row.why_fi) == (7, "Työpajan ehdotus", "Syy")
    assert client.get(f"/fi/suositukset/{slug}/").status_code == 404
    assert Link.objects.filter(from_id=slug, to_kind="experiment", to_id="e01").exists()
    assert "Työpajan ehdotus" not in client.get("/fi/kokeilut/lapsen-palvelutarve/").content.decode()
    with pytest.raises(InputError):
        hand_over("recommendation", Handover(words={"fi": " "}, origin=("experiment", "e01"), actor=coordinator))


def test_the_vision_is_edited_and_published_in_the_same_way(client, signed_in, coordinator, editor, words_of):
    row = Vision.objects.get()
    enter = signed_in(editor)
    assert enter.get("/fi/visio/muokkaa/").status_code == 200
    source = {"source": "coordinator-decks", "certainty": "deck", "order": 9, "seen": 0}
    new = enter.post("/fi/visio/osa/statement/uusi/", {"text_fi": "Uusi väittämä visiossa.", **source})
    assert new.status_code == 302
    row.refresh_from_db()
    assert enter.post("/fi/visio/laheta/", {"note": "Yksi väittämä lisää"}).status_code == 302
    edition = Edition.objects.get(state="waiting")
    assert signed_in(coordinator).post(f"/sv/rekommendationer/arbetsyta/version/{edition.pk}/",
                                       {"publish": "1"}).status_code == 302  # fmt: skip
    client.logout()
    words = words_of(client.get("/sv/vision/"))
    assert "Uusi väittämä visiossa. (på finska)" in words
    assert 'lang="fi">Uusi väittämä' in client.get("/sv/vision/").content.decode()
    assert "uusi: Uusi väittämä visiossa." in words_of(client.get("/fi/visio/versiot/"))
