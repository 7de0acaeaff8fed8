"""The hub takes what an enrolled county signed, once, and nothing else."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luotsi.hub.arrivals.domain import keys, packs
from luotsi.hub.arrivals.models import Arrival, CountyKey, Met
from luotsi.hub.spine.models import Organisation
from luotsi.kit.border import (
    Acknowledgement,
    Envelope,
    KnownKey,
    PublicKey,
    fingerprint,
    key_id,
    new_key,
    public_of,
    seal,
    verify,
)
from luotsi.kit.canonical import canonical_json
from luotsi.kit.errors import InputError
from luotsi.kit.measure import Aggregate, Cell
from luotsi.kit.text import Text

pytestmark = pytest.mark.django_db
NAME = Text("Keksilä", "Keksilä", "Keksila")
PRIVATE = new_key()


def key_file(private, owner="keksila"):
    return canonical_json(PublicKey(owner, NAME, public_of(private)).as_json())


def aggregate(version=1, n=12, **other):
    fields = {
        "id": "e08.medication.share_accepted.2026-10", "county": "keksila", "experiment": "e08", "tool": "medication",
        "measure": "share_accepted", "start": date(2026, 10, 1), "end": date(2026, 10, 31), "version": version, "k": 5,
        "cells": (Cell("all", n, 9.0, 9.0), Cell("sex:male", None, None, None)),
    }  # fmt: skip
    return Aggregate(**(fields | other))


def sealed(body, sequence=1, private=PRIVATE):
    body = body.as_json() if isinstance(body, Aggregate) else body
    return seal(private, body, sequence=sequence, sent_at=datetime(2026, 11, 1, tzinfo=UTC)).as_json()


@pytest.fixture
def enrolled(settings, tmp_path):
    settings.LUOTSI_DATA = tmp_path
    keys.make_key()
    return keys.enrol(key_file(PRIVATE), fingerprint(public_of(PRIVATE)), invented=True)


@pytest.fixture
def post(client):
    def send(message):
        content = message if isinstance(message, bytes) else canonical_json(message)
        return client.post("/border/aggregates", content, content_type="application/json")

    return send


def hub_known():
    row = keys.current_key()
    return KnownKey(bytes.fromhex(row.public), row.made_at)


def test_a_signed_aggregate_is_stored_and_acknowledged_with_the_hubs_signature(post, enrolled):
    answer = post(sealed(aggregate()))
    assert answer.status_code == 200, answer.content
    envelope = Envelope.from_json(answer.json())
    verify(envelope, hub_known(), datetime.now(UTC))
    row = Arrival.objects.get()
    told = Acknowledgement.from_json(envelope.body)
    assert (told.county, told.id, told.version, told.sha256) == ("keksila", row.aggregate, 1, row.sha256)


def test_the_same_message_again_is_answered_with_the_same_bytes_and_stored_once(post, enrolled):
    first, second = post(sealed(aggregate())), post(sealed(aggregate()))
    assert first.content == second.content
    assert Arrival.objects.count() == 1


def test_a_message_signed_again_with_a_new_number_is_still_the_same_version(post, enrolled):
    first, second = post(sealed(aggregate())), post(sealed(aggregate(), sequence=2))
    assert first.content == second.content
    assert Arrival.objects.count() == 1


def test_a_restated_version_stands_beside_the_first(post, enrolled):
    post(sealed(aggregate()))
    assert post(sealed(aggregate(version=2, n=30), sequence=2)).status_code == 200
    assert Arrival.objects.count() == 2


def test_the_same_version_with_other_content_is_a_conflict(post, enrolled):
    post(sealed(aggregate()))
    assert post(sealed(aggregate(n=30), sequence=2)).status_code == 409
    assert Arrival.objects.get().body["cells"][0]["n"] == 12


def test_a_sequence_number_is_not_used_for_two_contents(post, enrolled):
    post(sealed(aggregate()))
    assert post(sealed(aggregate(version=2))).status_code == 409
    assert Arrival.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"client": "131052-308T"}, "client"),
        ({"note": "free text"}, "note"),
        ({"cells": [{"group": "all", "n": 12, "total": 1, "squares": 1, "names": ["Malli"]}]}, "cells[0]"),
        ({"cells": [{"group": "Liisa Malli", "n": 12, "total": 1, "squares": 1}]}, "cells[0].group"),
        ({"cells": [{"group": "all", "n": 3, "total": 1, "squares": 1}]}, "cells[0].n"),
        ({"k": 4}, "k"),
        ({"version": 0}, "version"),
        ({"version": 10**30}, "version"),
        ({"start": "yesterday"}, "start"),
        ({"end": "2026-09-01"}, "end"),
    ],
)
def test_what_is_not_in_the_schema_is_refused_by_name(post, enrolled, change, name):
    answer = post(sealed({**aggregate().as_json(), **change}))
    assert answer.status_code == 422
    assert name in {problem["where"] for problem in answer.json()["problems"]}
    assert not Arrival.objects.exists()


def test_an_unknown_field_of_the_envelope_is_refused_by_name(post, enrolled):
    answer = post({**sealed(aggregate()), "comment": "hello"})
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["where"] == "comment"
    assert "Kenttä ei kuulu tähän" in answer.json()["text"]["fi"]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff", b"NaN", b'{"a": "\\ud800"}', b"[" * 100_000, b"1" * 5000]
)
def test_what_is_no_message_is_refused_and_breaks_nothing(post, enrolled, content):
    assert post(content).status_code == 422


def test_a_message_of_a_stranger_is_refused(post, enrolled):
    assert post(sealed(aggregate(), private=new_key())).status_code == 403
    assert not Arrival.objects.exists()


def test_a_changed_message_is_refused(post, enrolled):
    message = sealed(aggregate())
    assert post({**message, "body": aggregate(n=13).as_json()}).status_code == 403
    assert post({**message, "sequence": 2}).status_code == 403


def test_a_county_does_not_speak_for_another(post, enrolled):
    assert post(sealed(aggregate(county="toinen"))).status_code == 403


def test_too_large_a_message_is_refused(post, enrolled):
    assert post(b" " * 300_000).status_code == 413


def test_a_revoked_key_is_refused_and_its_messages_stay(post, enrolled):
    post(sealed(aggregate()))
    keys.revoke(fingerprint(public_of(PRIVATE)))
    assert post(sealed(aggregate(version=2), sequence=2)).status_code == 403
    assert Arrival.objects.count() == 1


def test_after_rotation_the_old_key_is_accepted_for_a_while(post, enrolled):
    fresh = new_key()
    keys.enrol(key_file(fresh), fingerprint(public_of(fresh)), invented=True)
    assert post(sealed(aggregate())).status_code == 200
    assert post(sealed(aggregate(version=2), private=fresh)).status_code == 200
    CountyKey.objects.filter(pk=enrolled.pk).update(valid_to=datetime.now(UTC) - timedelta(seconds=1))
    assert post(sealed(aggregate(version=3), sequence=3)).status_code == 403


def test_a_key_is_enrolled_only_with_the_fingerprint_that_the_county_said(settings, tmp_path):
    settings.LUOTSI_DATA = tmp_path
    with pytest.raises(InputError) as wrong:
        keys.enrol(key_file(PRIVATE), fingerprint(public_of(new_key())), invented=True)
    assert wrong.value.problems[0].where == "fingerprint"
    assert not CountyKey.objects.exists()


def test_a_real_county_is_never_marked_as_invented_nor_the_other_way(settings, tmp_path):
    settings.LUOTSI_DATA = tmp_path
    real = Organisation.objects.filter(type="county").first().pk
    said = fingerprint(public_of(PRIVATE))
    with pytest.raises(InputError):
        keys.enrol(key_file(PRIVATE, real), said, invented=True)
    with pytest.raises(InputError):
        keys.enrol(key_file(PRIVATE, "olematon"), said)
    assert keys.enrol(key_file(PRIVATE, real), said).invented is False


def test_the_doors_need_no_session_and_set_no_cookie(post, enrolled):
    answer = post(sealed(aggregate()))
    assert not answer.cookies
    assert post(sealed(aggregate())).status_code == 200


VERSIONS = [sealed(aggregate(version=v, n=10 * v), sequence=v) for v in (1, 2, 3)]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 2), max_size=12))
def test_any_order_repetition_or_loss_that_is_made_good_ends_in_the_same_state(enrolled, client, order):
    Arrival.objects.all().delete()
    Met.objects.all().delete()
    cache.clear()
    for at in [*order, 2, 0, 1]:  # a county sends again until it is acknowledged: in the end each comes at least once
        answer = client.post("/border/aggregates", canonical_json(VERSIONS[at]), content_type="application/json")
        assert answer.status_code == 200
    rows = {(row.version, row.sha256) for row in Arrival.objects.all()}
    assert len(rows) == Arrival.objects.count() == 3
    assert rows == {(v["body"]["version"], Envelope.from_json(v).sha256) for v in VERSIONS}


def test_packs_are_offered_signed(client, enrolled):
    file = {
        "schema": "luotsi-pack/1", "id": "plan.e08", "version": "1.0.0", "kind": "plan", "licence": "CC-BY-4.0",
        "maintainer": "Verkosto", "valid_from": "2026-11-01", "valid_to": None, "content": {"indicators": []},
    }  # fmt: skip
    content = canonical_json({**file, "sha256": key_id(canonical_json(file["content"]))})
    packs.offer(packs.read_pack(content))
    answer = client.get("/border/packs")
    envelope = Envelope.from_json(answer.json())
    verify(envelope, hub_known(), datetime.now(UTC))
    assert [item["id"] for item in envelope.body["packs"]] == ["plan.e08"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/fi/alueiden-luvut/", ("Mitä alueilta on tullut", "Keksityt alueet", "Keksilä", "10/2026", "75 %")),
        ("/sv/omradenas-siffror/", ("Vad områdena har skickat", "Påhittade områden", "Andel godkända")),
        ("/en/county-figures/", ("What the counties have sent", "Invented counties", "Share accepted")),
    ],
)
def test_the_page_shows_the_newest_version_and_keeps_invented_counties_apart(
    client, post, enrolled, words_of, address, words
):
    post(sealed(aggregate(n=100)))
    post(sealed(aggregate(version=2), sequence=2))
    cache.clear()
    said = words_of(client.get(address)).replace("\xa0", " ")
    for word in words:
        assert word in said
    assert "100" not in said


def test_a_withheld_figure_is_shown_as_under_k(client, post, enrolled, words_of):
    post(sealed(aggregate(cells=(Cell("all", None, None, None),))))
    cache.clear()
    assert "alle 5" in words_of(client.get("/fi/alueiden-luvut/"))


def test_the_page_without_arrivals_says_so(client, db, words_of):
    cache.clear()
    assert "Yksikään alue ei ole vielä lähettänyt lukuja" in words_of(client.get("/fi/alueiden-luvut/"))
