"""What is read from the language data is kept in ``built/`` until anything that it was made of changes."""

import pytest

from luotsi.engines.language import compiled
from luotsi.engines.language.compiled import kept


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(compiled, "BUILT", tmp_path / "built")
    return tmp_path / "built"


def made(folder, *sources, name="xx"):
    """How often it was made of these sources, asked twice in a row."""
    calls = []
    for _ in range(2):
        assert kept(name, sources, lambda: calls.append(1) or {"of": sources}) == {"of": sources}
    return len(calls)


def test_it_is_made_once_and_anew_when_a_source_changes(folder):
    assert made(folder, "a", "b") == 1
    assert made(folder, "a", "b") == 0
    assert made(folder, "a", "bc") == 1
    assert made(folder, "ab", "c") == 1, "the same letters in other files are another source"


def test_a_kept_file_that_is_cut_or_no_such_file_is_made_anew(folder):
    made(folder, "a")
    (path,) = folder.glob("xx.*")
    whole = path.read_bytes()
    for broken in (whole[:-3], whole[:40], b"", whole[:32] + b"garbage"):
        path.write_bytes(broken)
        assert made(folder, "a") == 1
        assert path.read_bytes() == whole


def test_without_a_folder_to_write_to_it_is_made_each_time(folder):
    folder.write_text("in the way", encoding="ascii")
    assert made(folder, "a") == 2
