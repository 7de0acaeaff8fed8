"""SMART App Launch against a scripted record system over HTTP: what works, and everything that must not."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest

from luotsi.base.models import AuditRow
from luotsi.base.roles import Role
from luotsi.kit.errors import InputError, NotPermittedError
from luotsi.workbench.doors.domain import issuers
from luotsi.workbench.doors.models import SmartIssuer
from luotsi.workbench.doors.outbound import Line, OutboundError
from luotsi.workbench.models import Client, Resource
from tests import toy
from tests.workbench.conftest import person
from tests.workbench.doors.record_system import RecordSystem

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    settings.LUOTSI_DEMO = True  # plain http on this machine is for the demo alone
    settings.LUOTSI_PUBLIC_URL = "http://testserver"


@pytest.fixture
def admin(home_care):
    return person("paula@example.org", Role.COUNTY_ADMIN, "")


@pytest.fixture
def system():
    with RecordSystem(toy.bundle(("Na", 120), ("K", 4), ("Hb", 99), ("Krea", 80), ("TSH", 2))) as running:
        yield running


@pytest.fixture
def enrolled(admin, home_care, system):
    return issuers.enrol(admin, name="Potilastieto", iss=system.iss, client_id=system.client_id, unit=home_care)


@pytest.fixture
def browser(browser_of, liisa, enrolled):
    return browser_of(liisa)


def launch(browser, system, **query):
    return browser.get("/launch", {"iss": system.iss, "launch": "from-the-ehr"} | query)


def back(browser, system, **changes):
    """The whole way: launch, authorisation, and the browser sent back, perhaps with something changed."""
    address = system.authorize(launch(browser, system)["Location"])
    answer = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()} | changes
    return browser.get("/launch/callback", {name: value for name, value in answer.items() if value is not None})


def refused(answer, words=""):
    """The launch was refused in words, and nothing was imported."""
    assert answer.status_code in {400, 422}, answer.status_code
    assert words in answer.content.decode()
    assert not Client.objects.exists()
    return True


def test_a_launch_brings_the_record_and_opens_the_client(browser, system, liisa):
    answer = back(browser, system)
    client = Client.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/w/c/{client.pk}/")
    assert Resource.objects.filter(client=client, type="Observation").count() == 5
    row = AuditRow.objects.get(action="doors.launch")
    assert (row.actor, row.client) == (str(liisa.pk), str(client.pk))


def test_the_authorisation_asks_for_what_the_tools_declare_and_no_more(browser, system):
    asked = parse_qs(urlsplit(launch(browser, system)["Location"]).query)
    scopes = asked["scope"][0].split()
    assert scopes[0] == "launch"
    assert "patient/Observation.rs" in scopes
    assert not [scope for scope in scopes if "*" in scope or scope.endswith((".c", ".u", ".d", ".cruds"))]
    assert asked["launch"] == ["from-the-ehr"]
    assert asked["code_challenge_method"] == ["S256"]


def test_a_standalone_launch_lets_the_record_system_choose_the_client(browser, system):
    asked = parse_qs(urlsplit(browser.get("/launch", {"iss": system.iss})["Location"]).query)
    assert asked["scope"][0].split()[0] == "launch/patient"
    assert "launch" not in asked


def test_a_second_launch_brings_nothing_twice(browser, system):
    back(browser, system)
    back(browser, system)
    assert Client.objects.count() == 1
    assert Resource.objects.filter(type="Observation").count() == 5


def test_a_confidential_client_shows_its_secret_to_the_token_endpoint_only(browser_of, liisa, admin, home_care):
    with RecordSystem(toy.bundle(("Na", 120)), secret="between us: ä/+") as system:
        issuer = issuers.enrol(
            admin, name="P", iss=system.iss, client_id=system.client_id, unit=home_care, secret="between us: ä/+"
        )
        system.secret = "between+us%3A+%C3%A4%2F%2B"  # as RFC 6749 writes it in the header
        assert "between" not in issuer.secret
        assert "between" not in str(list(AuditRow.objects.values()))
        assert back(browser_of(liisa), system).status_code == 302


def test_types_that_are_not_given_are_named(browser, system):
    system.missing = {"Condition", "AllergyIntolerance"}
    answer = back(browser, system)
    page = browser.get(answer["Location"]).content.decode()
    assert "AllergyIntolerance, Condition" in page


@pytest.mark.parametrize("iss", ["", "http://127.0.0.1:1/fhir", "https://evil.example/fhir", "file:///etc/passwd"])
def test_an_issuer_that_is_not_enrolled_is_never_asked(browser, system, iss):
    assert refused(browser.get("/launch", {"iss": iss, "launch": "x"}))
    assert system.asked == []


def test_an_ended_issuer_is_never_asked(browser, system, admin, enrolled):
    issuers.end(admin, enrolled)
    assert refused(launch(browser, system))
    assert system.asked == []


def test_a_token_endpoint_elsewhere_is_a_mix_up(browser, system):
    system.configuration = {"token_endpoint": "https://evil.example/token"}
    assert refused(launch(browser, system), "evil.example")


def test_another_origin_is_fine_when_the_administrator_has_named_it(browser_of, liisa, admin, home_care, system):
    with RecordSystem(toy.bundle(("Na", 1))) as other:
        issuers.enrol(
            admin, name="P", iss=system.iss, client_id=system.client_id, unit=home_care, origins=(other.origin,)
        )
        system.configuration = {"authorization_endpoint": f"{other.origin}/authorize"}
        assert launch(browser_of(liisa), system)["Location"].startswith(f"{other.origin}/authorize?")


def test_a_system_without_pkce_is_refused(browser, system):
    system.configuration = {"code_challenge_methods_supported": ["plain"]}
    assert refused(launch(browser, system), "PKCE")


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "somebody-elses"},
        {"state": None},
        {"iss": "https://evil.example/fhir"},
        {"code": None},
        {"code": None, "error": "access_denied"},
    ],
)
def test_an_answer_that_is_not_to_our_question_is_refused(browser, system, changes):
    assert refused(back(browser, system, **changes))
    assert not system.tokens


def test_a_system_that_promises_to_name_itself_must(browser, system):
    system.configuration = {"authorization_response_iss_parameter_supported": True}
    assert refused(back(browser, system))
    assert back(browser, system, iss=system.iss).status_code == 302


def test_the_answer_belongs_to_the_session_that_asked(browser, browser_of, lauri, system):
    address = system.authorize(launch(browser, system)["Location"])
    assert refused(browser_of(lauri).get(address))
    assert not system.tokens


def test_an_answer_is_taken_once(browser, system):
    address = system.authorize(launch(browser, system)["Location"])
    assert browser.get(address).status_code == 302
    again = browser.get(address)
    assert again.status_code in {400, 422}
    assert len(system.tokens) == 1


def test_a_launch_left_waiting_too_long_is_refused(browser, system):
    address = system.authorize(launch(browser, system)["Location"])
    session = browser.session
    session["smart_launches"] = {
        state: kept | {"at": time.time() - 601} for state, kept in session["smart_launches"].items()
    }
    session.save()
    assert refused(browser.get(address))


def test_a_code_that_the_server_no_longer_knows_is_told_as_expired(browser, system):
    address = system.authorize(launch(browser, system)["Location"])
    system.codes.clear()
    assert refused(browser.get(address), "vanhentunut")


def test_a_code_stolen_without_its_verifier_opens_nothing(browser, system):
    """PKCE: the server itself refuses a code that another launch of ours presents."""
    stolen = parse_qs(urlsplit(system.authorize(launch(browser, system)["Location"])).query)["code"][0]
    assert refused(back(browser, system, code=stolen))


@pytest.mark.parametrize("answer", [{"patient": None}, {"patient": 7}, {"token_type": "mac"}, {"access_token": ""}])
def test_a_token_without_a_client_or_of_another_kind_is_refused(browser, system, answer):
    system.token_answer = answer
    assert refused(back(browser, system))


@pytest.mark.parametrize("version", ["5.0.0", "3.0.2", ""])
def test_a_server_of_another_fhir_version_is_refused(browser, system, version):
    system.version = version
    assert refused(back(browser, system), "R4")
    assert not [path for path in system.asked if "Observation" in path]


def test_data_of_another_client_is_refused_whole(browser, system):
    system.rows[-1]["subject"] = {"reference": "Patient/p2"}
    assert refused(back(browser, system), "toisen asiakkaan")


def test_a_patient_other_than_the_one_of_the_token_is_refused(browser, system):
    system.answers["/fhir/Patient/p1"] = (200, {}, system.rows[0] | {"id": "p2"})
    assert refused(back(browser, system), "toisen asiakkaan")


def test_pages_that_lead_elsewhere_or_in_a_circle_are_refused(browser, system):
    for following in ("https://evil.example/fhir/Observation", f"{system.iss}/Observation?again"):
        page = {"resourceType": "Bundle", "link": [{"relation": "next", "url": following}], "entry": []}
        system.answers["/fhir/Observation"] = (200, {}, page)
        assert refused(back(browser, system))


def test_a_redirect_is_not_followed(browser, system):
    with RecordSystem(toy.bundle(("Na", 1))) as elsewhere:
        system.answers["/fhir/metadata"] = (302, {"Location": f"{elsewhere.iss}/metadata"}, b"")
        assert refused(back(browser, system), "302")
        assert elsewhere.asked == []


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"\xff\xfe", b""])
def test_an_answer_that_is_no_json_object_is_told(browser, system, body):
    system.answers["/fhir/.well-known/smart-configuration"] = (200, {}, body)
    assert refused(launch(browser, system))


def test_a_record_over_the_limit_is_refused(browser, system, settings):
    settings.LUOTSI_BUNDLE_LIMIT = 3000
    system.rows[-1]["note"] = [{"text": "x" * 4000}]
    assert refused(back(browser, system), "suuri")


def test_a_server_that_drips_is_left_in_time(system):
    line = Line(frozenset({system.origin}), 10_000, until=time.monotonic() - 1)
    with pytest.raises(OutboundError):
        line.get(f"{system.iss}/metadata")
    assert system.asked == []


def test_a_system_that_does_not_answer_is_told(browser, system):
    system.server.shutdown()
    system.server.server_close()
    assert refused(launch(browser, system))


@pytest.mark.parametrize(
    ("address", "demo"),
    [
        ("http://ehr.example/fhir", True),
        ("http://127.0.0.1:9/fhir", False),
        ("ftp://ehr.example", True),
        ("https://user:pass@ehr.example", True),
        ("ehr.example", True),
        ("https://ehr.example:port", True),
    ],
)
def test_an_issuer_is_enrolled_by_https_only(admin, home_care, settings, address, demo):
    settings.LUOTSI_DEMO = demo
    with pytest.raises(InputError) as raised:
        issuers.enrol(admin, name="P", iss=address, client_id="c", unit=home_care)
    assert [problem.where for problem in raised.value.problems] == ["iss"]


def test_an_address_is_enrolled_once(admin, home_care, enrolled):
    with pytest.raises(InputError):
        issuers.enrol(admin, name="P", iss=f"{enrolled.iss}/", client_id="c", unit=home_care)


def test_only_the_administrator_enrols(liisa, home_care, enrolled):
    with pytest.raises(NotPermittedError):
        issuers.enrol(liisa, name="P", iss="https://ehr.example", client_id="c", unit=home_care)
    with pytest.raises(NotPermittedError):
        issuers.end(liisa, enrolled)


def test_the_administrator_enrols_and_ends_on_screen(browser_of, admin, home_care):
    browser = browser_of(admin)
    form = {
        "name": "Potilastieto",
        "unit": home_care.pk,
        "iss": "https://ehr.example/fhir",
        "client_id": "c",
        "secret": "s",
    }
    assert browser.post("/w/doors/issuers/new/", form | {"iss": "ehr"}).status_code == 422
    assert browser.post("/w/doors/issuers/new/", form).status_code == 302
    page = browser.get("/w/doors/").content.decode()
    assert "https://ehr.example/fhir" in page
    issuer = SmartIssuer.objects.get()
    assert issuers.secret_of(issuer) == "s"
    browser.post(f"/w/doors/issuers/{issuer.pk}/end/")
    issuer.refresh_from_db()
    assert issuer.ended_at
    assert issuer.secret == ""


def test_a_changed_secret_key_asks_for_the_secret_again(admin, home_care, settings):
    issuer = issuers.enrol(admin, name="P", iss="https://e.example", client_id="c", unit=home_care, secret="s")
    settings.SECRET_KEY = "another key of the county, of more than fifty characters"
    with pytest.raises(InputError):
        issuers.secret_of(issuer)


def test_one_without_work_with_clients_cannot_launch(browser_of, officer, system, enrolled):
    assert launch(browser_of(officer), system).status_code == 403
    assert system.asked == []
