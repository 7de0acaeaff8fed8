"""A county with signed reviews of the toy, and a hub of the test's own that answers over HTTP as the test says."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.utils import timezone

from luotsi.kit.border import Acknowledgement, Envelope, PublicKey, fingerprint, new_key, public_of, seal
from luotsi.kit.canonical import canonical_json
from luotsi.kit.registry import tools
from luotsi.kit.text import Text
from luotsi.workbench.border.domain import keys
from luotsi.workbench.models import Case, Client, Run, Signature, VerdictRow
from tests import toy
from tests.workbench.conftest import person

HUB_PRIVATE = new_key()
HUB_FILE = canonical_json(PublicKey("hub", Text.same("hub"), public_of(HUB_PRIVATE)).as_json())
MONTH = date(2026, 11, 1)


@pytest.fixture
def county(settings, tmp_path, db):
    settings.LUOTSI_DATA = tmp_path
    settings.LUOTSI_DEMO = False
    keys.make_key()
    keys.trust_hub(HUB_FILE, fingerprint(public_of(HUB_PRIVATE)))
    tools()["toy"] = replace(toy.TOY, card=replace(toy.TOY.card, experiments=("e08",)))
    return tmp_path


@pytest.fixture
def sign_reviews(county, liisa):
    """Make ``n`` clients, each with one signed review of two proposals, one accepted and one rejected."""

    def made(n, *, sex="F", born=1942, name="Esimerkki"):
        clients = []
        for _ in range(n):
            client = Client.objects.create(
                family_name=name,
                given_name="Eila",
                identity_code="",
                birth_date=date(born, 3, 14),
                sex=sex,
                synthetic=True,
            )
            signed_review(client, liisa)
            clients.append(client)
        return clients

    return made


def signed_review(client, user):
    run = Run.objects.create(
        case=Case.objects.create(client=client, opened_by=user), tool="toy", state=Run.State.SIGNED, on=MONTH,
        language="fi", started_by=user, context_now=timezone.now(),
    )  # fmt: skip
    for position, act in enumerate(("accept", "reject")):
        row = run.suggestions.create(position=position, key=str(position), kind="value", body={})
        reason = "" if act == "accept" else "already_done"
        VerdictRow.objects.create(suggestion=row, sequence=1, act=act, reason=reason, given_by=user)
    at = datetime(2026, 11, 10, 12, tzinfo=UTC)
    Signature.objects.create(run=run, signed_by=user, role="professional", signed_at=at, sha256="0" * 64, bundle={})


@pytest.fixture
def privacy(db):
    return person("tarkka@example.org", "privacy_officer", "", name="Tiina Tarkka")


def acknowledged(content, *, private=HUB_PRIVATE, **changes):
    envelope = Envelope.from_json(json.loads(content))
    body = envelope.body
    told = Acknowledgement(body["county"], body["id"], body["version"], envelope.sha256)
    return canonical_json(seal(private, {**told.as_json(), **changes}, sequence=1, sent_at=datetime.now(UTC)).as_json())


class Hub:
    """``answers`` are given one after another (a status, or a function of the message); after them, acknowledgements."""

    def __init__(self):
        self.met, self.answers, self.offer = [], [], b""
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                content = self.rfile.read(int(self.headers["Content-Length"]))
                hub.met.append(content)
                answer = hub.answers.pop(0) if hub.answers else acknowledged
                if callable(answer):
                    self.reply(200, answer(content))
                else:
                    self.reply(answer, json.dumps({"text": Text("Ei.", "Nej.", "No.").as_json()}).encode())

            def do_GET(self):
                self.reply(200, hub.offer)

            def reply(self, status, content):
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", hub.url)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_):
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def hub(settings, county):
    made = Hub()
    settings.LUOTSI_HUB_URL = made.url
    yield made
    made.server.shutdown()
    made.server.server_close()
