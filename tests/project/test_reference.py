"""The reference pages say what the code does, and are not out of date."""

from luotsi.project import reference
from luotsi.project.environment import SETTINGS


def test_the_reference_pages_are_those_of_the_code():
    for file, page in reference.pages().items():
        assert file.is_file(), f"{file.name} is missing; run ./luotsi docs"
        assert file.read_text(encoding="utf-8") == page, f"{file.name} is out of date; run ./luotsi docs"


def test_every_setting_is_explained():
    page = reference.settings_page()
    for setting in SETTINGS:
        assert f"| `{setting.name}` |" in page
        assert setting.about in page


def test_a_secret_is_marked_so():
    assert (
        next(row for row in reference.settings_page().splitlines() if "LUOTSI_SECRET_KEY" in row).count("Secret") == 2
    )


def test_every_command_of_the_house_is_listed():
    page = reference.commands_page()
    for name in ("demo", "serve", "worker", "setup", "test", "check", "bench", "i18n", "audit verify", "user create"):
        assert f"`luotsi {name}`:" in page
