"""Templates compiled once, as Python keeps its own modules: beside them, in `__pycache__`.

Compiling takes longer than filling in. Where nothing can be kept (a read-only installation,
`PYTHONDONTWRITEBYTECODE`) each run compiles for itself. What is kept is told from what the
template says now, and by the version of Jinja and of Python; it changes no byte of a page.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

KEPT = Path(__file__).resolve().parent / "templates" / "__pycache__"


class CompiledTemplates(BytecodeCache):
    """Keeps compiled templates in a folder.

    Args:
        folder: where; made when it is first needed.
    """

    def __init__(self, folder: Path = KEPT) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what is kept, unless the template or the program is another by now."""
        with suppress(OSError, EOFError, ValueError, TypeError), self._file(bucket).open("rb") as f:
            bucket.load_bytecode(f)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled, whole or not at all."""
        if sys.dont_write_bytecode:
            return
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=self._folder)
            with os.fdopen(descriptor, "wb") as file:
                bucket.write_bytecode(file)
            Path(name).replace(self._file(bucket))

    def _file(self, bucket: Bucket) -> Path:
        # Named like Python's own, so that whatever leaves those out of a package leaves it out too.
        return self._folder / f"{bucket.key}.{sys.implementation.cache_tag}.pyc"
