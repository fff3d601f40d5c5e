"""What a run of hostile input may not do: write, start a program, speak to a network, hang."""

from __future__ import annotations

import re
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

SECONDS = 5
MEGABYTES = 1024

# Events of Python's audit hooks (PEP 578) that reading an input has no cause to raise.
_NEVER = (
    "os.exec", "os.fork", "os.forkpty", "os.kill", "os.posix_spawn", "os.spawn", "os.startfile",
    "os.system", "pickle.find_class", "pty.spawn", "shutil.rmtree", "socket.bind",
    "socket.connect", "socket.getaddrinfo", "subprocess.Popen", "urllib.Request", "webbrowser.open",
)  # fmt: skip
_CHANGES = ("os.chmod", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink",
            "os.truncate", "shutil.move", "tempfile.mkstemp")  # fmt: skip


class Forbidden(BaseException):
    """Hostile input made the program do what it may not; no handler of errors catches this."""


class TooSlow(BaseException):
    """An input took more than its time of the processor; no handler of errors catches this."""


_watching = False


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if not _watching:
        return
    writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
    if event in _NEVER or event in _CHANGES or writes:
        raise Forbidden(f"{event}{arguments!r}"[:300])


sys.addaudithook(_hook)


def _too_slow(_signal: int, _frame: FrameType | None) -> None:
    raise TooSlow(f"more than {SECONDS} s")


@contextmanager
def watched() -> Iterator[None]:
    """Hold what runs inside to the bounds; seconds are those of the processor, not of the clock."""
    global _watching
    signal.signal(signal.SIGVTALRM, _too_slow)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    _watching = True
    try:
        yield
    finally:
        _watching = False
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def peak() -> int:
    """Return the most memory that this process ever held, in megabytes."""
    # What the system counts by process holds the memory of the process that started it, too.
    status = Path("/proc/self/status")
    if status.is_file():
        found = re.search(r"^VmHWM:\s+(\d+) kB$", status.read_text("utf-8"), re.MULTILINE)
        if found is not None:
            return int(found[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
