"""A message is sent as the same bytes until the hub's signed acknowledgement of exactly that content is stored."""

import json
from datetime import UTC, datetime

import pytest

from luotsi.kit.border import KnownKey, fingerprint, key_id, new_key, public_of, read_envelope, seal, verify
from luotsi.kit.canonical import canonical_json
from luotsi.kit.errors import ConflictError, InputError, NotPermittedError
from luotsi.workbench.border.domain import keys, outbox, packs, sending
from luotsi.workbench.border.models import Message, OwnKey, ReceivedPack
from tests.workbench.border.conftest import HUB_FILE, HUB_PRIVATE, MONTH, acknowledged

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def approved(sign_reviews, privacy, hub):
    sign_reviews(12)
    outbox.draft(MONTH, by=None)
    hub.answers = [503] * 20  # what the job of the approval meets
    for row in Message.objects.exclude(aggregate__contains="share_accepted"):
        outbox.withhold(privacy, row.pk, row.sha256, "ei nyt")
    row = Message.objects.get(state="drafted")
    row.state, row.decided_by = "approved", privacy
    row.save()
    hub.answers = []
    return row


def now(row):
    row.refresh_from_db()
    return row


def test_an_approved_message_is_signed_sent_and_acknowledged(approved, hub):
    done = sending.send_all(pauses=())
    assert (done.acknowledged, done.refused, done.waiting) == (1, 0, 0)
    envelope = read_envelope(hub.met[0])
    own = OwnKey.objects.get()
    verify(envelope, KnownKey(bytes.fromhex(own.public), own.made_at), datetime.now(UTC))
    assert now(approved).state == "acknowledged"
    assert sending.send_all(pauses=()).acknowledged == 0


def test_what_is_sent_again_is_the_same_bytes(approved, hub):
    hub.answers = [503, 500, 429]
    assert sending.send_all(pauses=(0.0, 0.0, 0.0)).acknowledged == 1
    assert len(hub.met) == 4
    assert len(set(hub.met)) == 1


def test_a_hub_that_does_not_answer_leaves_the_message_waiting(approved, settings):
    settings.LUOTSI_HUB_URL = "http://127.0.0.1:9"
    assert sending.send_all(pauses=()).waiting == 1
    assert now(approved).state == "sent"
    assert "ei vastaa" in approved.problem["fi"]


def test_a_refusal_is_kept_with_the_hubs_words(approved, hub):
    hub.answers = [422]
    assert sending.send_all(pauses=()).refused == 1
    assert now(approved).state == "refused"
    assert approved.problem["fi"] == "Ei."


def test_no_redirect_is_followed(approved, hub):
    hub.answers = [302]
    assert sending.send_all(pauses=()).refused == 1
    assert len(hub.met) == 1


@pytest.mark.parametrize(
    "answer",
    [
        lambda content: acknowledged(content, private=new_key()),
        lambda content: acknowledged(content, sha256="0" * 64),
        lambda content: acknowledged(content, version=2),
        lambda content: acknowledged(content, extra="field"),
        lambda _: b"OK",
        lambda content: content,
    ],
    ids=["stranger", "content", "version", "field", "words", "echo"],
)
def test_only_the_hubs_own_word_on_exactly_this_content_is_an_acknowledgement(approved, hub, answer):
    hub.answers = [answer]
    assert sending.send_all(pauses=()).waiting == 1
    assert now(approved).state == "sent"


def test_only_an_address_with_encryption_is_written_to(approved, settings):
    settings.LUOTSI_HUB_URL = "http://hub.example"
    with pytest.raises(InputError):
        sending.wire.address("border/packs")


def test_after_rotation_a_waiting_message_is_signed_with_the_new_key(approved, hub):
    hub.answers = [503]
    sending.send_all(pauses=())
    fresh = keys.make_key()
    sending.send_all(pauses=())
    first, second = (json.loads(content) for content in hub.met)
    assert second["key_id"] == fresh.key_id != first["key_id"]
    assert second["body"] == first["body"]
    assert second["sequence"] > first["sequence"]


def test_files_carry_the_same_messages_in_a_closed_network(approved):
    (content,) = sending.export()
    assert sending.export() == [content]
    answer = acknowledged(content)
    assert sending.acknowledge(answer).state == "acknowledged"
    assert sending.acknowledge(answer).state == "acknowledged"


def test_a_revoked_key_of_the_hub_acknowledges_nothing(approved):
    (content,) = sending.export()
    keys.revoke_hub(fingerprint(public_of(HUB_PRIVATE)))
    with pytest.raises(NotPermittedError):
        sending.acknowledge(acknowledged(content))


def test_the_hub_is_trusted_only_with_the_fingerprint_that_was_compared(county):
    with pytest.raises(InputError):
        keys.trust_hub(HUB_FILE, fingerprint(public_of(new_key())))


def test_the_private_key_is_readable_by_its_owner_alone(county):
    (file,) = (county / "keys").glob("border-*.key")
    assert file.stat().st_mode & 0o077 == 0
    assert (county / "keys").stat().st_mode & 0o077 == 0


def offer(content, version="1.0.0", private=HUB_PRIVATE):
    pack = {
        "schema": "luotsi-pack/1", "id": "plan.e08", "version": version, "kind": "plan", "licence": "CC-BY-4.0",
        "maintainer": "Verkosto", "valid_from": "2026-11-01", "valid_to": None, "content": content,
        "sha256": key_id(canonical_json(content)),
    }  # fmt: skip
    body = {"schema": "luotsi-packs/1", "packs": [pack]}
    return canonical_json(seal(private, body, sequence=1, sent_at=datetime.now(UTC)).as_json())


def test_packs_are_pulled_once_and_used_only_when_taken(hub, privacy):
    hub.offer = offer({"indicators": ["a"]})
    (row,) = packs.pull()
    assert packs.pull() == []
    assert packs.received_packs() == []
    packs.decide(privacy, row.pk, take=True)
    assert [pack.id for pack in packs.received_packs(kind="plan")] == ["plan.e08"]
    assert packs.received_packs(kind="rules") == []


def test_a_pack_that_changes_without_a_new_version_is_refused(hub):
    packs.receive(offer({"indicators": ["a"]}))
    with pytest.raises(ConflictError):
        packs.receive(offer({"indicators": ["b"]}))
    assert packs.receive(offer({"indicators": ["b"]}, version="1.0.1"))


def test_a_pack_of_a_stranger_is_refused(hub):
    with pytest.raises(NotPermittedError):
        packs.receive(offer({}, private=new_key()))
    assert not ReceivedPack.objects.exists()


def test_the_officer_takes_a_pack_on_screen(hub, privacy, browser_of):
    hub.offer = offer({"indicators": ["a"]})
    browser = browser_of(privacy)
    assert "1 uusi paketti" in browser.post("/w/border/pull/", follow=True).text
    row = ReceivedPack.objects.get()
    assert "Ota käyttöön" in browser.get(f"/w/border/packs/{row.pk}/").text
    browser.post(f"/w/border/packs/{row.pk}/", {"verdict": "take"})
    row.refresh_from_db()
    assert row.state == "taken"
    assert browser.post(f"/w/border/packs/{row.pk}/", {"verdict": "decline"}).status_code == 409
