"""A folder of elections: which file of it is an election, with which map, of which class.

An election is a folder below with one results file in it, or a results file in the folder itself.
Its map lies beside the file (`map.yaml`, or a YAML file named like the results file or like the
folder), or else is the bundled one of the folder's or the file's name. Its class and source stand
in the folder's `README.md`, in lines that start with `- Class:` and `- Source:`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from electcheck.errors import refuse
from electcheck.files.packaged import packaged

RESULTS = re.compile(r"\.(csv|tsv|txt|xlsx|parquet)(\.gz|\.zip)?$|\.zip$", re.IGNORECASE)
KINDS = {
    "CLEAN": "clean",
    "CONTROL": "control",
    "CONTESTED": "contested",
    "FRAUD-DOCUMENTED": "documented",
}
UNCLASSED = "unclassed"


@dataclass(frozen=True)
class Election:
    """One election of a corpus.

    Attributes:
        name: of its folder, or of its file without endings.
        file: the results.
        column_map: the map's file.
        kind: `clean`, `control`, `contested`, `documented`, or `unclassed` where nobody says.
        source: where the file is from, in the README's words; empty where it does not say.
    """

    name: str
    file: Path
    column_map: Path
    kind: str
    source: str


@dataclass(frozen=True)
class Corpus:
    """A folder of elections.

    Attributes:
        elections: in the order of their names.
        left_out: name: why it is no election that can be read.
    """

    elections: tuple[Election, ...]
    left_out: dict[str, str]


def corpus_of(folder: Path) -> Corpus:
    """Return the elections of a folder.

    Raises:
        InputRefused: there is no such folder, or no election in it.
    """
    if not folder.is_dir():
        raise refuse(folder, "expected a folder of elections, found no folder")
    elections: list[Election] = []
    left_out: dict[str, str] = {}
    for place in sorted(folder.iterdir(), key=lambda path: path.name):
        if place.name.startswith("."):
            continue
        if place.is_dir():
            found: Election | str | None = _in_folder(place)
        else:
            found = _loose(place) if RESULTS.search(place.name) else None
        if isinstance(found, Election):
            elections.append(found)
        elif found is not None:
            left_out[place.name] = found
    if not elections:
        listed = "; ".join(f"{name}: {reason}" for name, reason in left_out.items())
        raise refuse(folder, f"holds no election with a column map ({listed or 'nothing at all'})")
    names = [one.name for one in elections]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise refuse(folder, f"two elections are called {', '.join(twice)}: rename one of them")
    return Corpus(tuple(elections), left_out)


def _in_folder(folder: Path) -> Election | str:
    """Return the folder's election, or why it has none."""
    files = [path for path in sorted(folder.iterdir()) if RESULTS.search(path.name)]
    if not files:
        return "no results file (CSV, TSV, Excel or Parquet)"
    # Beside a results file may lie a code book or other tables.
    named = [path for path in files if path.name.startswith(folder.name)]
    file = (named if len(named) == 1 else files)[0]
    if len(files) > 1 and len(named) != 1:
        listed = ", ".join(path.name for path in files[:5])
        return f"which file holds the results? ({listed}); name it {folder.name}.*"
    return _election(folder.name, file, [folder / "map.yaml"], folder / "README.md")


def _loose(file: Path) -> Election | str:
    return _election(stem(file), file, [], file.with_name(f"{stem(file)}.md"))


def _election(name: str, file: Path, beside: list[Path], readme: Path) -> Election | str:
    own = [file.with_name(f"{one}.yaml") for one in (stem(file), name)]
    shipped = [packaged("data", "maps", f"{one}.yaml") for one in (name, stem(file))]
    for column_map in (*beside, *own, *shipped):
        if column_map.is_file():
            text = readme.read_text(encoding="utf-8") if readme.is_file() else ""
            return Election(name, file, column_map, kind_of(text), source_of(text))
    return "no column map beside the file, and none that ships with electcheck has its name"


def stem(file: Path) -> str:
    """Return a file's name without its endings.

    >>> stem(Path("x/russia2018.csv.gz"))
    'russia2018'
    """
    return RESULTS.sub("", file.name)


def kind_of(readme: str) -> str:
    r"""Return the class that a README gives.

    >>> kind_of("# An election\n- Class: FRAUD-DOCUMENTED, see below\n")
    'documented'
    """
    found = re.search(r"^- Class: ([A-Za-z-]+)", readme, re.MULTILINE)
    word = found[1].upper() if found else ""
    return KINDS.get(word, word.lower() if word.lower() in KINDS.values() else UNCLASSED)


def source_of(readme: str) -> str:
    """Return the source that a README names, nothing where it names none."""
    found = re.search(r"^- Source: (.+)$", readme, re.MULTILINE)
    return found[1].strip() if found else ""
