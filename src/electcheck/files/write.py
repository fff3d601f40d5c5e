"""Writing so that nothing is lost: everything beside its place first, then moved into it.

A reader never sees half a file: each file is written under a hidden name in its own folder,
flushed to the disk, and renamed over the old one. A failure before the first rename leaves the
old files whole and no new one. A program that is killed leaves every file whole, old or new; what
lies about of its hidden files is taken away by the next run. Two runs into one folder come one
after the other, so that the files of one of them stand together.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from electcheck.errors import refuse
from electcheck.files.reading import kind_of

_PREFIX, _SUFFIX = ".", ".new"
# What tempfile makes of the two: eight letters between the file's name and the ending.
_LEFT_OVER = re.compile(r"\.(?P<name>.+)\.[a-z0-9_]{8}\.new")
_MODE = 0o644


def write_files(folder: Path, files: Mapping[str, bytes | str], mode: int = _MODE) -> list[Path]:
    r"""Write `files` (path below `folder`: content) all or none; return where they lie.

    Text is written as UTF-8 with ``\\n`` line ends on every system. Folders that are not there are
    made, and taken away again where nothing could be written. `mode` says who may read the files.

    Raises:
        InputRefused: the folder cannot be written to, or the disk is full.
    """
    made: list[Path] = []
    beside: list[tuple[Path, Path]] = []
    targets = [folder / name for name in files]
    try:
        _make(folder, made)
        with _one_at_a_time(folder):
            for target in targets:
                _make(target.parent, made)
                # Renaming over a device would take it away from everyone on the machine.
                if kind := kind_of(target):
                    raise FileExistsError(None, f"there is {kind} of that name", str(target))
            _sweep(targets)
            for target, content in zip(targets, files.values(), strict=True):
                beside.append((_write_beside(target, content, mode), target))
            while beside:
                temporary, target = beside[0]
                temporary.replace(target)
                del beside[0]
            made.clear()
            for parent in {target.parent for target in targets}:
                _settle(parent)
    except OSError as error:
        where = error.filename or folder
        raise refuse(str(where), f"cannot be written: {error.strerror}") from None
    finally:
        for temporary, _ in beside:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        for empty in reversed(made):
            with suppress(OSError):
                empty.rmdir()
    return targets


def write_folder(folder: Path, files: Mapping[str, bytes | str]) -> list[Path]:
    """Write a folder that is not there yet, whole or not at all; return where its files lie.

    The folder is filled under a hidden name beside its place and then renamed, so that a run that
    is killed leaves nothing at its place, and the next run can make it.

    Args:
        folder: what to make; those above it are made where they are missing.
        files: the content by the path below `folder`; text is written as UTF-8.

    Raises:
        InputRefused: something is there already, it cannot be written to, or the disk is full.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as above:
    ...     [path.name for path in write_folder(Path(above) / "new", {"a.txt": "a"})]
    ['a.txt']
    """
    made: list[Path] = []
    there = refuse(str(folder), "is there already: name a folder that does not exist yet")
    if os.path.lexists(folder):  # `.` and `/` too, which have no name to be renamed to
        raise there
    filled = folder.parent / f".{folder.name}.{os.getpid() % 10**8:08d}{_SUFFIX}"
    try:
        _make(folder.parent, made)
        with _one_at_a_time(folder.parent):
            if os.path.lexists(folder):
                raise there
            _sweep([folder])
            filled.mkdir()
            for name, content in files.items():
                _fill(filled / name, content)
            filled.rename(folder)
            made.clear()
            _settle(folder.parent)
    except OSError as error:
        raise refuse(str(folder), f"cannot be written: {error.strerror}") from None
    finally:
        shutil.rmtree(filled, ignore_errors=True)
        for empty in reversed(made):
            with suppress(OSError):
                empty.rmdir()
    return [folder / name for name in files]


def _fill(path: Path, content: bytes | str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as stream:
        stream.write(content.encode("utf-8") if isinstance(content, str) else content)
        stream.flush()
        os.fsync(stream.fileno())
    path.chmod(_MODE)


def _make(folder: Path, made: list[Path]) -> None:
    """Make a folder and those above it, and remember which."""
    missing = []
    while not folder.exists() and folder != folder.parent:
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir(exist_ok=True)
        made.append(one)


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Wait until no other run writes into the folder; the system frees the lock of a dead run."""
    try:
        import fcntl
    except ImportError:  # no such locks on this system: each file is whole all the same
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        # Some network disks know no locks.
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _sweep(targets: list[Path]) -> None:
    """Take away hidden files and folders of these targets that a killed run left."""
    names = {(target.parent, target.name) for target in targets}
    for parent in {target.parent for target in targets}:
        for path in parent.iterdir():
            found = _LEFT_OVER.fullmatch(path.name)
            if found and (parent, found["name"]) in names:
                with suppress(OSError):
                    if path.is_dir() and not path.is_symlink():
                        shutil.rmtree(path)
                    else:
                        path.unlink()


def _write_beside(target: Path, content: bytes | str, mode: int) -> Path:
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        descriptor, name = tempfile.mkstemp(
            dir=target.parent, prefix=f"{_PREFIX}{target.name}.", suffix=_SUFFIX
        )
    except OSError as error:
        error.filename = str(target)  # the name that was asked for, not the hidden one
        raise
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(mode)
    # A pressed Ctrl-C, too, leaves nothing lying about; whatever it is goes on its way.
    except BaseException as error:
        with suppress(OSError):
            Path(name).unlink()
        if isinstance(error, OSError) and error.filename is None:
            error.filename = str(target)
        raise
    return Path(name)


def _settle(folder: Path) -> None:
    """Have the renames on the disk before the run says that it is done."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
