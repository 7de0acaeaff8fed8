import pytest
from django.utils import translation

from luotsi.web import errors

LANGUAGES = ("fi", "sv", "en")


@pytest.mark.parametrize(
    ("what", "by_get", "by_post"),
    [
        ("input", 400, 422),
        ("forbidden", 403, 403),
        ("conflict", 409, 409),
        ("model", 503, 503),
        ("contract", 500, 500),
        ("denied", 403, 403),
        ("large", 413, 413),
        ("suspicious", 400, 400),
        ("defect", 500, 500),
    ],
)
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_each_error_has_its_status_and_a_page(visitor, what, by_get, by_post):
    for answer, status in ((visitor.get(f"/boom/{what}/"), by_get), (visitor.post(f"/boom/{what}/"), by_post)):
        body = answer.content.decode()
        assert answer.status_code == status
        assert body.count("<h1") == 1
        assert f">{status}<" in body
        assert 'href="/"' in body


def test_the_page_names_every_problem_and_escapes_what_it_repeats(visitor):
    body = visitor.post("/boom/input/").content.decode()
    assert "Väärin &lt;b&gt;näin&lt;/b&gt;." in body
    assert "amount: Enintään 5." in body


def test_htmx_gets_a_part_that_lands_beside_the_form_and_not_over_it(visitor):
    answer = visitor.post("/boom/input/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"], answer["HX-Reswap"]) == (422, "#problems", "innerHTML")
    assert "<html" not in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()
    assert "HX-Retarget" not in visitor.get("/boom/input/", headers={"HX-Request": "true"}).headers


def test_a_program_gets_json(visitor):
    answer = visitor.post("/boom/input/", headers={"Accept": "application/json", "Accept-Language": "en"})
    assert answer.json() == {
        "error": "Wrong <b>so</b>.",
        "problems": [{"where": "amount", "text": "At most 5."}],
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_page_says_so_in_the_language_of_the_reader(visitor, language):
    visitor.cookies["luotsi_language"] = language
    answer = visitor.get("/nowhere/")
    with translation.override(language):
        assert str(errors.words(404).title) in answer.content.decode()
    assert answer.status_code == 404


def test_every_error_page_differs_from_english_in_finnish_and_swedish():
    for status in errors.STATUSES:
        told = errors.words(status)
        for text in (told.title, told.what, told.next):
            shown = set()
            for language in LANGUAGES:
                with translation.override(language):
                    shown.add(str(text))
            assert len(shown) == 3, text


def test_a_status_without_its_own_page_borrows_the_nearest():
    assert errors.words(418) is errors.words(400)
    assert errors.words(599) is errors.words(500)


def test_the_server_error_page_stands_without_manifest_or_context(settings, tmp_path, rf):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    answer = errors.server_error(rf.get("/"))
    assert answer.status_code == 500
    assert str(errors.words(500).title) in answer.content.decode()
    assert "stylesheet" not in answer.content.decode()


def test_a_form_from_elsewhere_is_refused_with_a_next_step():
    from django.test import Client  # noqa: PLC0415 - with checks, unlike the fixture

    answer = Client(enforce_csrf_checks=True).post("/language/", {"language": "sv"})
    assert answer.status_code == 403
    assert "Lomake on vanhentunut" in answer.content.decode()
