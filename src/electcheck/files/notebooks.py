"""The notebooks that travel with electcheck, copied to where a person works on them."""

from __future__ import annotations

from pathlib import Path

from electcheck.errors import Fault, InputRefused, Place
from electcheck.files.packaged import packaged
from electcheck.files.write import write_files


def copy_notebooks(folder: Path) -> list[Path]:
    """Copy every notebook into a folder; return where they lie.

    Raises:
        InputRefused: a notebook of that name is there and was changed, so that copying would
            lose work; or the folder cannot be written to.
    """
    ours = {path.name: path.read_bytes() for path in sorted(packaged("notebooks").glob("*.ipynb"))}
    changed = [
        Fault(
            Place(str(folder / name)),
            "is there and is not as it came; move it, or name another folder with --out",
        )
        for name, content in ours.items()
        if (folder / name).is_file() and (folder / name).read_bytes() != content
    ]
    if changed:
        raise InputRefused(changed)
    return write_files(folder, ours)
