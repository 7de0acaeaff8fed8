"""Keeping a half: backup under load, restore elsewhere, upgrade, full disk, lost worker, clock jump, two workers."""

import gzip
import json
import random
import resource
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from threading import Thread

import pytest

from luotsi.commands.keeping.archive import Reader
from luotsi.kit.errors import InputError
from tests.cli.keeping_scripts import HELD, PROFESSIONAL, WRITER
from tests.halves import LiveHalf

START = "import django; django.setup()\n"
SCHEMAS = sorted((Path(__file__).parent / "schemas").glob("*.sqlite3.gz"))


class Writer(subprocess.Popen):
    """A process that says line by line what it has stored. Its lines are heard as they come, whole ones only."""

    def __init__(self, call, environment, **options):
        super().__init__(call, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)
        self.lines, self.faults = [], []
        self.ears = [
            Thread(target=self._hear, args=heard) for heard in ((self.stdout, self.lines), (self.stderr, self.faults))
        ]
        for ear in self.ears:
            ear.start()

    @staticmethod
    def _hear(pipe, lines):
        with pipe:
            lines.extend(line.strip() for line in pipe if line.endswith("\n"))

    def wait(self, timeout=None):
        status = super().wait(timeout)
        for ear in self.ears:
            ear.join(timeout)
        return status

    def complaints(self):
        return "\n".join(self.faults)

    def at_work(self, lines=1):
        """Wait until it has said so many lines, and give them."""
        until = time.monotonic() + 60
        while len(self.lines) < lines and self.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        assert len(self.lines) >= lines, self.complaints()
        return list(self.lines)


class Kept(LiveHalf):
    """A half without a server: its data folder, its commands, and writers beside them."""

    def write(self, me, of, rounds, **options):
        environment = self.environment | {"DJANGO_SETTINGS_MODULE": "luotsi.project.settings"}
        return Writer([sys.executable, "-c", START + WRITER, str(me), str(of), str(rounds)], environment, **options)

    def held(self):
        return set(self.python(HELD).splitlines())

    def beside(self, folder):
        """The same half with another data folder."""
        return Kept(self.role, folder, starter=False, LC_ALL="en_GB.UTF-8")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    half = Kept("workbench", tmp_path_factory.mktemp("prepared"), LC_ALL="en_GB.UTF-8")
    half.prepare()
    return half


@pytest.fixture
def half(prepared, tmp_path):
    shutil.copytree(prepared.folder, tmp_path / "half")
    return prepared.beside(tmp_path / "half")


@pytest.fixture(scope="module")
def archive(prepared, tmp_path_factory):
    file = tmp_path_factory.mktemp("archive") / "half.luotsi"
    done = prepared.command("backup", "--out", str(file))
    assert done.returncode == 0, done.stderr
    return file


def acknowledged(writers):
    """What the writers said, after they have all ended well."""
    for writer in writers:
        assert writer.wait(timeout=120) == 0, writer.complaints()
    return {line for writer in writers for line in writer.lines}


def cut_off(writers):
    """What the writers had said when they were killed."""
    for writer in writers:
        writer.kill()
        writer.wait(timeout=60)
    return {line for writer in writers for line in writer.lines}


def test_a_backup_under_load_holds_all_that_was_acknowledged_before_it(half, tmp_path):
    before = acknowledged([half.write(0, 2, 20), half.write(1, 2, 20)])
    assert len({line for line in before if line.startswith("verdict")}) == 40
    writers = [half.write(me, 2, 1_000_000) for me in (0, 1)]
    for writer in writers:
        before |= set(writer.at_work())
    done = half.command("backup", "--out", str(tmp_path / "b.luotsi"))
    assert done.returncode == 0, done.stderr
    assert all(writer.poll() is None for writer in writers)
    after = cut_off(writers)

    other = half.beside(tmp_path / "elsewhere")
    restored = other.command("restore", str(tmp_path / "b.luotsi"))
    assert restored.returncode == 0, restored.stderr
    assert other.command("audit", "verify").returncode == 0
    held = other.held()
    assert before <= held
    assert not after <= held
    for sha256 in (line.split()[1] for line in held if line.startswith("file")):
        assert (other.folder / "files" / sha256[:2] / sha256).is_file()
    assert before | after <= half.held()
    assert half.command("audit", "verify").returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.luotsi", "elsewhere", "half"]


@pytest.mark.slow
def test_a_restored_half_serves(archive, prepared, tmp_path):
    other = prepared.beside(tmp_path / "served")
    assert other.command("restore", str(archive)).returncode == 0
    professional = other.python(PROFESSIONAL)
    with other:
        assert other.get("/health").status == 200
        assert other.get("/w/today/", Cookie=other.session(professional)).status in {200, 302}


def test_a_backup_never_overwrites(archive, prepared):
    before = archive.read_bytes()
    done = prepared.command("backup", "--out", str(archive))
    assert (done.returncode, archive.read_bytes()) == (2, before)
    assert "exists already" in done.stderr


def test_a_restore_never_overwrites(archive, half, tmp_path):
    before = half.held()
    done = half.command("restore", str(archive))
    assert done.returncode == 2
    assert "not empty" in done.stderr
    assert half.held() == before
    (tmp_path / "used" / "files" / "ab").mkdir(parents=True)
    assert half.command("restore", str(archive), "--into", str(tmp_path / "used")).returncode == 2
    assert [path.name for path in (tmp_path / "used").iterdir()] == ["files"]


def test_only_its_owner_reads_a_backup(archive):
    assert archive.stat().st_mode & 0o077 == 0


def test_another_half_refuses_the_backup(archive, prepared, tmp_path):
    hub = Kept("hub", tmp_path / "hub", LC_ALL="en_GB.UTF-8")
    done = hub.command("restore", str(archive))
    assert done.returncode == 2
    assert "role: The backup says workbench, this place hub." in done.stderr


@pytest.mark.parametrize(
    "share", [0.0, pytest.param(0.02, marks=pytest.mark.slow), 0.5, pytest.param(0.99, marks=pytest.mark.slow)]
)
def test_a_truncated_backup_is_refused(archive, prepared, tmp_path, share):
    cut = tmp_path / "cut.luotsi"
    data = archive.read_bytes()
    cut.write_bytes(data[: int(len(data) * share)])
    done = prepared.command("restore", str(cut), "--into", str(tmp_path / "place"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "damaged or cut short" in done.stderr
    assert not (tmp_path / "place").exists()


def test_any_changed_byte_is_noticed_or_harmless(archive, tmp_path):
    """A flipped bit anywhere either makes the backup unusable or leaves every byte of every part as it was."""
    good = {part.name: b"".join(Reader(archive).pieces(part)) for part in Reader(archive).manifest.parts}
    data = archive.read_bytes()
    with zipfile.ZipFile(archive) as opened:
        manifest = opened.getinfo("manifest.json").header_offset
        directory = opened.start_dir
    chance, refused = random.Random(11), 0
    anywhere = [chance.randrange(len(data)) for _ in range(150)]
    told = [manifest + chance.randrange(1_000) for _ in range(100)]  # where the parts and their sums are told
    listed = [directory + chance.randrange(len(data) - directory) for _ in range(100)]
    for at in (*anywhere, *told, *listed):
        changed = tmp_path / "changed.luotsi"
        changed.write_bytes(data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :])
        try:
            reader = Reader(changed)
            read = {part.name: b"".join(reader.pieces(part)) for part in reader.manifest.parts}
        except InputError:
            refused += 1
        else:
            assert read == good
    assert refused > 100


@pytest.mark.parametrize(
    "name", ["../evil", "/etc/evil", "media/../../evil", "files/ab/../evil", "media/a//b", "extra"]
)
def test_a_part_that_would_land_outside_is_refused(archive, tmp_path, name):
    crafted = tmp_path / "crafted.luotsi"
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(crafted, "w") as target:
        manifest = json.loads(source.read("manifest.json"))
        manifest["parts"].append({"name": name, "size": 1, "sha256": "0" * 64})
        target.writestr("manifest.json", json.dumps(manifest))
        target.writestr("database.sqlite3", source.read("database.sqlite3"))
        target.writestr(name, b"x")
    with pytest.raises(InputError):
        Reader(crafted)


def test_a_backup_of_a_newer_version_is_refused_by_name(archive, prepared, tmp_path):
    newer = tmp_path / "newer.luotsi"
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(newer, "w") as target:
        manifest = json.loads(source.read("manifest.json"))
        manifest["migrations"].append(["workbench", "9999_of_tomorrow"])
        target.writestr("manifest.json", json.dumps(manifest))
        target.writestr("database.sqlite3", source.read("database.sqlite3"))
    done = prepared.command("restore", str(newer), "--into", str(tmp_path / "place"))
    assert done.returncode == 2
    assert "workbench.9999_of_tomorrow" in done.stderr
    assert not (tmp_path / "place").exists()


def test_a_full_disk_stops_the_backup_in_words_and_leaves_nothing(prepared, tmp_path):
    def small_disk():
        resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))

    done = prepared.command("backup", "--out", str(tmp_path / "b.luotsi"), preexec_fn=small_disk)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_full_disk_loses_nothing_that_was_acknowledged(half):
    most = (half.folder / "workbench.sqlite3").stat().st_size + 60_000

    def small_disk():
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    writer = half.write(0, 1, 5000, preexec_fn=small_disk)
    assert writer.wait(timeout=120) != 0
    assert "disk" in writer.complaints() or "File too large" in writer.complaints()
    said = set(writer.lines)
    assert said
    assert said <= half.held()
    assert half.command("audit", "verify").returncode == 0


def test_a_killed_worker_loses_nothing_that_was_acknowledged(half):
    writers = [half.write(me, 2, 5000) for me in (0, 1)]
    for writer in writers:
        writer.at_work(8)
    said = cut_off(writers)
    assert len(said) > 10
    assert said <= half.held()
    assert half.command("audit", "verify").returncode == 0
    assert acknowledged([half.write(0, 1, 5)]) <= half.held()


def test_a_clock_that_jumps_breaks_no_chain_and_no_order(half):
    """The audit log and the verdicts are ordered by number, not by time."""
    jump = "from datetime import timedelta\nfrom django.utils import timezone\nreal = timezone.now\n"
    jump += "import itertools\nsteps = itertools.cycle([timedelta(days=400), -timedelta(days=400)])\n"
    jump += "timezone.now = lambda: real() + next(steps)\n"
    half.python("import sys\nsys.argv = ['', '0', '1', '12']\n" + jump + WRITER)
    assert half.command("audit", "verify").returncode == 0
    assert len([line for line in half.held() if line.startswith("verdict")]) == 12


@pytest.mark.slow
@pytest.mark.parametrize("kept", SCHEMAS, ids=lambda path: path.name.removesuffix(".sqlite3.gz"))
def test_the_database_of_an_earlier_version_is_upgraded_whole(kept, tmp_path):
    role = kept.name.partition("-")[0]
    half = Kept(role, tmp_path, starter=False, LC_ALL="en_GB.UTF-8")
    (tmp_path / f"{role}.sqlite3").write_bytes(gzip.decompress(kept.read_bytes()))
    count = "from luotsi.base.models import AuditRow, User\nprint(AuditRow.objects.count(), User.objects.count())"
    before = half.python(count)
    half.prepare()
    assert half.python(count) == before
    assert before.split()[0] != "0"
    assert half.command("audit", "verify").returncode == 0
    if role == "workbench":
        assert acknowledged([half.write(0, 1, 4)]) <= half.held()


@pytest.mark.slow
@pytest.mark.postgres
def test_postgresql_is_kept_the_same_way_under_load(tmp_path):
    from tests import postgres  # noqa: PLC0415 - starts a server

    server = postgres.settings()
    address = f"postgres://postgres@/{{}}?host={server['HOST'].replace('/', '%2F')}"
    half = Kept("workbench", tmp_path / "half", LC_ALL="en_GB.UTF-8", LUOTSI_DATABASE_URL=address.format("postgres"))
    (tmp_path / "half").mkdir()
    half.prepare()
    before = acknowledged([half.write(0, 2, 20), half.write(1, 2, 20)])
    writers = [half.write(me, 2, 200) for me in (0, 1)]
    for writer in writers:
        before |= set(writer.at_work())
    done = half.command("backup", "--out", str(tmp_path / "b.luotsi"))
    assert done.returncode == 0, done.stderr
    after = acknowledged(writers)
    half.python("from django.db import connection as c\nc.cursor().execute('CREATE DATABASE elsewhere')")
    other = Kept("workbench", tmp_path / "other", starter=False, LC_ALL="en_GB.UTF-8",
                 LUOTSI_DATABASE_URL=address.format("elsewhere"))  # fmt: skip
    cut = tmp_path / "cut.luotsi"
    cut.write_bytes((tmp_path / "b.luotsi").read_bytes()[:-9])
    assert other.command("restore", str(cut)).returncode == 2
    restored = other.command("restore", str(tmp_path / "b.luotsi"))
    assert restored.returncode == 0, restored.stderr
    assert before <= other.held()
    assert not after <= other.held()
    other.prepare()
    assert other.command("audit", "verify").returncode == 0
    assert acknowledged([other.write(0, 1, 6)]) <= other.held()
    assert other.command("restore", str(tmp_path / "b.luotsi")).returncode == 2
    assert any((tmp_path / "other" / "files").iterdir())
