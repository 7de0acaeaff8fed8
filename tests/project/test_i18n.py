"""Message catalogues: what is found in the sources, what an update keeps, what the check names."""

from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from luotsi.kit.errors import InputError
from luotsi.project import i18n

PYTHON = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext
title = gettext_lazy("Clients")
def greet(count, name):
    # Translators: shown on the front page
    return _("Hello, %(name)s") % {"name": name} + ngettext("%(n)d case", "%(n)d cases", count) + pgettext("verb", "Open")
"""
TEMPLATE = """{% load i18n %}<h1>{% translate "Waiting" %}</h1>
{% blocktranslate trimmed with n=count %}
  There are {{ n }} proposals
  to decide.
{% endblocktranslate %}{# no {% translate "Never" %} here #}
{% blocktranslate count n=n %}one{% plural %}many {{ n }}{% endblocktranslate %}"""


@pytest.fixture
def app(tmp_path):
    folder = tmp_path / "workbench"
    (folder / "templates/workbench").mkdir(parents=True)
    (folder / "views.py").write_text(PYTHON)
    (folder / "templates/workbench/page.html").write_text(TEMPLATE)
    return folder


def ids(catalog):
    return {message.id for message in catalog if message.id}


def fill(app, language="fi"):
    """Translate everything in the catalogue to its own text between two Ä."""
    file = i18n.po_file(app, language)
    with file.open("rb") as stream:
        catalog = read_po(stream, locale=language)
    for message in catalog:
        if message.id:
            forms = message.id if isinstance(message.id, tuple) else (message.id,)
            done = tuple(f"Ä{form}Ä" for form in forms)
            message.string = done if isinstance(message.id, tuple) else done[0]
    file.write_bytes(i18n._as_bytes(i18n._merged(catalog, catalog, language)))


def test_every_kind_of_message_is_found(app):
    assert ids(i18n.extract_app(app)) == {
        "Clients",
        "Hello, %(name)s",
        ("%(n)d case", "%(n)d cases"),
        "Open",
        "Waiting",
        "There are %(n)s proposals to decide.",
        ("one", "many %(n)s"),
    }


def test_update_writes_sorted_catalogues_without_places_and_dates(app):
    assert i18n.update([app]) == [i18n.po_file(app, "fi"), i18n.po_file(app, "sv")]
    text = i18n.po_file(app, "fi").read_text()
    assert "views.py" not in text
    assert "Date" not in text
    assert "nplurals=2" in text
    first = [line for line in text.splitlines() if line.startswith("msgid ") and line != 'msgid ""']
    assert first == sorted(first)


def test_a_second_update_changes_nothing(app):
    i18n.update([app])
    fill(app)
    assert i18n.update([app]) == []


def test_update_keeps_translations_and_drops_what_is_gone(app):
    i18n.update([app])
    fill(app)
    (app / "views.py").write_text(PYTHON.replace('"Clients"', '"People"'))
    assert i18n.update([app]) == [i18n.po_file(app, "fi"), i18n.po_file(app, "sv")]
    catalog = i18n.read_catalogue(i18n.po_file(app, "fi"), "fi")
    assert catalog.get("Waiting").string == "ÄWaitingÄ"
    assert catalog.get("People").string == ""
    assert catalog.get("Clients") is None


def test_a_complete_catalogue_has_no_defect(app):
    i18n.update([app])
    for language in i18n.LANGUAGES:
        fill(app, language)
    assert i18n.check([app]) == []


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('msgstr "ÄWaitingÄ"', 'msgstr ""', "not translated"),
        ('msgid "Waiting"', '#, fuzzy\nmsgid "Waiting"', "marked fuzzy"),
        ('msgstr "ÄWaitingÄ"', 'msgstr "ÄWaitingÄ"\n\nmsgid "Gone"\nmsgstr "Poissa"', "no longer in the sources"),
        ('"ÄHello, %(name)sÄ"', '"Hei, %(nimi)s"', "the placeholders differ from the message"),
        ('msgstr[1] "Ä%(n)d casesÄ"', 'msgstr[1] ""', "not translated"),
    ],
)
def test_the_check_names_the_message_and_what_is_wrong(app, old, new, word):
    i18n.update([app])
    fill(app, "fi")
    fill(app, "sv")
    file = i18n.po_file(app, "sv")
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))
    assert [(defect.file, defect.text.en) for defect in i18n.check([app])] == [(file, word)]


def test_an_app_without_a_catalogue_is_found_out(app):
    assert {defect.text.en for defect in i18n.check([app])} == {"not translated"}


def test_compiled_messages_can_be_read_and_fuzzy_ones_are_left_out(app):
    i18n.update([app])
    fill(app)
    file = i18n.po_file(app, "fi")
    file.write_text(file.read_text().replace('msgid "Waiting"', '#, fuzzy\nmsgid "Waiting"'))
    assert file.with_suffix(".mo") in i18n.compile_all(app.parent)
    with file.with_suffix(".mo").open("rb") as stream:
        compiled = read_mo(stream)
    assert compiled.get("Clients").string == "ÄClientsÄ"
    assert compiled.get("Waiting") is None
    assert i18n.compile_all(app.parent) == []


def test_a_broken_catalogue_is_named(app):
    file = i18n.po_file(app, "fi")
    file.parent.mkdir(parents=True)
    file.write_text("this is no catalogue\n")
    with pytest.raises(InputError) as caught:
        i18n.check([app])
    assert str(file) in caught.value.lines("en")[1]


def test_every_app_of_the_house_is_looked_at():
    names = {str(app.relative_to(i18n.PACKAGE)) for app in i18n.apps()}
    assert {"base", "web", "workbench", "hub/spine", "project"} <= names
    assert "hub" not in names


def test_the_catalogues_of_the_house_can_be_read():
    for file in i18n.PACKAGE.glob("**/locale/*/LC_MESSAGES/django.po"):
        assert i18n.read_catalogue(Path(file), file.parts[-3]).locale is not None
