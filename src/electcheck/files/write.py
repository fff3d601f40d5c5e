"""Writing so that nothing is lost: everything beside its place first, then moved into it.

A reader never sees half a file: each file is written under a hidden name in its own folder,
flushed to the disk, and renamed over the old one. A failure before the first rename leaves the
old files whole and no new one.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from electcheck.errors import refuse


def write_files(folder: Path, files: Mapping[str, bytes | str]) -> list[Path]:
    r"""Write `files` (path below `folder`: content) all or none; return where they lie.

    Text is written as UTF-8 with ``\\n`` line ends on every system.

    Raises:
        InputRefused: the folder cannot be written to, or the disk is full.
    """
    beside: list[tuple[Path, Path]] = []
    try:
        for name, content in files.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            beside.append((_write_beside(target, content), target))
        for temporary, target in beside:
            temporary.replace(target)
    except OSError as error:
        raise refuse(
            str(error.filename or folder), f"cannot be written: {error.strerror}"
        ) from None
    finally:
        for temporary, _ in beside:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
    return [target for _, target in beside]


def _write_beside(target: Path, content: bytes | str) -> Path:
    data = content.encode("utf-8") if isinstance(content, str) else content
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".new")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o644)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
    return Path(name)
