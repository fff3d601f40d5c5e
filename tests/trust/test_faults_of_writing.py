"""Full disks, killed runs, two runs at once, read-only folders: old outputs stay whole."""

from __future__ import annotations

import os
import resource
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from electcheck.errors import InputRefused
from electcheck.files import write
from electcheck.files.write import write_files, write_folder
from tests.command import run
from tests.conftest import ROOT

SMALL = ROOT / "tests" / "small"
OLD = {"a.txt": "old a\n", "b.txt": "old b\n", "sub/c.txt": "old c\n"}
NEW = {"a.txt": "new a\n", "b.txt": "new b\n" * 50_000, "sub/c.txt": "new c\n"}


def read(folder: Path) -> dict[str, str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in found}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_files(tmp_path / "out", OLD)
    return tmp_path / "out"


def limited(limit: int, *arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the program where no file may grow beyond `limit` bytes, as on a full disk."""
    return subprocess.run(
        [sys.executable, "-m", "electcheck", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        check=False,
    )


def test_a_disk_without_room_leaves_the_old_report_whole(tmp_path: Path) -> None:
    arguments = ("report", SMALL / "case", "--criteria", SMALL / "criteria", "--out")
    assert run(*arguments, tmp_path / "out").code == 0
    before = read(tmp_path / "out")
    ran = limited(2_000, *arguments, tmp_path / "out", cwd=tmp_path)
    assert ran.returncode == 2, ran.stderr
    assert "cannot be written: File too large" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert read(tmp_path / "out") == before
    ran = limited(2_000, *arguments, tmp_path / "new" / "deep", cwd=tmp_path)
    assert ran.returncode == 2
    assert not (tmp_path / "new").exists(), "no empty folder is left"
    assert limited(10_000_000, *arguments, tmp_path / "new" / "deep", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("fails_at", range(1, 7))
def test_whatever_step_fails_every_file_is_whole_and_a_rerun_completes(
    folder: Path, fails_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six steps: three files written beside, three moved into place; each may be the last."""
    steps = 0

    def counted(real):
        def step(*arguments: object, **named: object) -> object:
            nonlocal steps
            steps += 1
            if steps == fails_at:
                raise OSError(28, "No space left on device")
            return real(*arguments, **named)

        return step

    with monkeypatch.context() as patched:
        patched.setattr(write.os, "fsync", counted(os.fsync))
        patched.setattr(Path, "replace", counted(Path.replace))
        with pytest.raises(InputRefused, match="No space left on device"):
            write_files(folder, NEW)
    found = read(folder)
    assert found.keys() == OLD.keys(), "no hidden file is left"
    assert all(found[name] in (OLD[name], NEW[name]) for name in found)
    if fails_at <= 4:
        assert found == OLD
    write_files(folder, NEW)
    assert read(folder) == NEW


@pytest.mark.parametrize("fails_at", range(1, 5))
def test_a_new_folder_is_whole_or_not_there(
    tmp_path: Path, fails_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four steps: three files flushed to the disk, one folder moved into place."""
    steps = 0

    def counted(real):
        def step(*arguments: object) -> object:
            nonlocal steps
            steps += 1
            if steps == fails_at:
                raise OSError(28, "No space left on device")
            return real(*arguments)

        return step

    place = tmp_path / "deep" / "new"
    with monkeypatch.context() as patched:
        patched.setattr(write.os, "fsync", counted(os.fsync))
        patched.setattr(Path, "rename", counted(Path.rename))
        with pytest.raises(InputRefused, match="No space left on device"):
            write_folder(place, OLD)
    assert list(tmp_path.iterdir()) == []
    left_by_a_killed_run = place.with_name(".new.00000001.new")
    left_by_a_killed_run.mkdir(parents=True)
    (left_by_a_killed_run / "a.txt").touch()
    write_folder(place, OLD)
    assert read(place) == OLD
    assert [path.name for path in place.parent.iterdir()] == ["new"]
    with pytest.raises(InputRefused, match="is there already"):
        write_folder(place, NEW)
    assert read(place) == OLD


@pytest.mark.parametrize("kind", ["file", "link"])
def test_a_new_folder_takes_no_place_that_is_taken(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "new"
    if kind == "file":
        place.write_text("mine", "utf-8")
    else:
        place.symlink_to(tmp_path / "nowhere")
    with pytest.raises(InputRefused, match="is there already"):
        write_folder(place, NEW)
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_a_folder_in_the_place_of_a_file_is_seen_before_anything_is_written(folder: Path) -> None:
    with pytest.raises(InputRefused, match="a folder of that name"):
        write_files(folder, {"a.txt": "new", "sub": "new"})
    assert read(folder) == OLD
    with pytest.raises(InputRefused, match="cannot be written"):
        write_files(folder, {"a.txt": "new", "b.txt/c": "new"})
    assert read(folder) == OLD


@pytest.mark.parametrize("linked", [False, True])
@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_a_device_in_the_place_of_a_file_is_left_alone(
    folder: Path, kind: str, linked: bool
) -> None:
    """Whoever runs as root would otherwise rename a file over /dev/null."""
    place = folder / "special"
    if kind == "pipe":
        os.mkfifo(place)
    else:
        try:
            os.mknod(place, 0o600 | stat.S_IFCHR, os.makedev(1, 3))
        except PermissionError:
            pytest.skip("this user may make no device")
    before = place.stat()
    name = "special"
    if linked:
        (folder / "link").symlink_to(place)
        name = "link"
    with pytest.raises(InputRefused, match=f"there is a {kind} of that name"):
        write_files(folder, {"a.txt": "new", name: "new"})
    after = place.stat()
    assert (after.st_mode, after.st_ino) == (before.st_mode, before.st_ino)
    assert (folder / "a.txt").read_text("utf-8") == OLD["a.txt"]


def test_a_link_in_the_place_of_a_file_is_replaced_and_not_written_through(
    folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("mine", "utf-8")
    (folder / "a.txt").unlink()
    (folder / "a.txt").symlink_to(other)
    write_files(folder, NEW)
    assert other.read_text("utf-8") == "mine"
    assert read(folder) == NEW


def test_a_name_too_long_for_the_disk(folder: Path) -> None:
    with pytest.raises(InputRefused, match="File name too long"):
        write_files(folder, {"a.txt": "new", "x" * 300: "new"})
    assert read(folder) == OLD


def test_a_folder_that_may_not_be_written_to(folder: Path) -> None:
    folder.chmod(0o555)
    try:
        if os.access(folder, os.W_OK):
            pytest.skip("this user may write everywhere")
        with pytest.raises(InputRefused, match="Permission denied"):
            write_files(folder, NEW)
        assert read(folder) == OLD
    finally:
        folder.chmod(0o755)


def test_a_disk_mounted_to_be_read_only() -> None:
    ran = run("schema", "--out", "/proc/electcheck")
    assert (ran.code, ran.out) == (2, "")
    assert "cannot be written" in ran.err


KILLED = """
import os, signal, sys, time
from pathlib import Path
from electcheck.files import write
real, seen = os.fsync, 0
def fsync(descriptor):
    global seen
    seen += 1
    real(descriptor)
    if seen == 2:
        os.kill(os.getpid(), signal.SIGKILL)
write.os.fsync = fsync
write.write_files(Path(sys.argv[1]), {"a.txt": "new a", "b.txt": "new b"})
"""


def test_what_a_killed_run_left_lying_about_is_taken_away_by_the_next(folder: Path) -> None:
    own = folder / ".a.txt.mine.new"
    own.write_text("not ours", "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    ran = subprocess.run([sys.executable, "-c", KILLED, folder], env=environment, check=False)
    assert ran.returncode == -signal.SIGKILL
    left = read(folder)
    assert {name: left[name] for name in OLD} == OLD
    assert len(left) == len(OLD) + 3
    write_files(folder, NEW)
    own.unlink()
    assert read(folder) == NEW


def test_two_runs_at_once_end_as_one_of_them(folder: Path) -> None:
    """Without the lock the files of the two would mix in most of these rounds."""
    for _ in range(20):
        sides = [dict.fromkeys(OLD, f"{side}\n" * 2000) for side in "ab"]
        runs = [threading.Thread(target=write_files, args=(folder, side)) for side in sides]
        for one in runs:
            one.start()
        for one in runs:
            one.join()
        assert read(folder) in sides


def test_a_run_waits_for_the_one_before_it_and_not_for_a_dead_one(folder: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    descriptor = os.open(folder, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    waiting = threading.Thread(target=write_files, args=(folder, NEW))
    waiting.start()
    time.sleep(0.2)
    assert read(folder) == OLD
    os.close(descriptor)
    waiting.join(timeout=20)
    assert read(folder) == NEW


def test_an_answer_that_cannot_be_printed_is_said_in_words() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with full.open("w") as stream:
        ran = subprocess.run(
            [sys.executable, "-m", "electcheck", "criteria"],
            stdout=stream,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
            check=False,
        )
    assert ran.returncode == 2
    assert ran.stderr == "standard output cannot be written: No space left on device\n"
