"""The bytes of a file that may be hostile: a regular file, of a size looked at before reading."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from electcheck.errors import Fault, InputRefused, Place, refuse

_NO_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}


def read_regular(path: Path, shown: str, limit: int) -> bytes:
    """Return the bytes of a regular file no larger than `limit`.

    A pipe or a device is refused without waiting for it or reading from it: it has no size to look
    at, and would be read without an end.

    Raises:
        InputRefused: the file is missing, is no file, cannot be read, or is too large.
    """
    try:
        # Not to block on a pipe that nobody writes to; what was opened is looked at, so that the
        # file cannot be another one by then.
        descriptor = os.open(path, os.O_RDONLY | _NO_WAITING)
    except FileNotFoundError:
        raise refuse(shown, "there is no such file") from None
    except (OSError, ValueError) as error:
        # A socket, or on some systems a folder, cannot be opened; a name may hold a zero byte.
        found = kind_of(path) or getattr(error, "strerror", None) or str(error)
        raise refuse(shown, f"expected a file that can be read, found: {found}") from None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            found = _KINDS.get(stat.S_IFMT(status.st_mode), "something else")
            raise refuse(shown, f"expected a file, found {found}")
        if status.st_size > limit:
            raise _too_large(shown, f"has {status.st_size:,} bytes", limit)
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        raise refuse(shown, f"the file cannot be read: {error.strerror}") from None
    finally:
        os.close(descriptor)
    if len(data) > limit:
        raise _too_large(shown, "grew while it was read", limit)
    return data


def kind_of(path: Path) -> str:
    """Return what `path` is, or leads to, where that is no regular file; empty otherwise."""
    try:
        return _KINDS.get(stat.S_IFMT(path.stat().st_mode), "")
    except (OSError, ValueError):
        return ""


def _too_large(shown: str, how: str, limit: int) -> InputRefused:
    message = f"the file {how}; at most {limit:,} are read. Split it into several files"
    return refuse(shown, message)


def leads_out(path: Path, folder: Path, shown: str) -> Fault | None:
    """Return a fault where a link takes `path` out of `folder`; a case holds its files itself.

    Whoever hands over a folder must not choose which other files of its reader are read.
    """
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a link that leads to itself
        inside = False
    if inside:
        return None
    message = "is a link that leads out of its folder: put the file itself there"
    return Fault(Place(shown), message)
