"""The column map: which column of a results file says what."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from electcheck.errors import Fault, InputRefused, refuse
from electcheck.files.documents import load
from electcheck.files.packaged import packaged
from electcheck.model.record import Bool, Record, Words, wrong

MARKS = "\t,;|:!^~#&*/"
"""What may stand between cells: one ASCII character that belongs to no name and no number."""

# Of Python's codecs those that are a written language's, and no more: others transform, or take
# time that grows with the square of the text.
ENCODINGS = frozenset(
    (
        "ascii", "big5", "big5hkscs", "cp1125", "cp437", "cp737", "cp775", "cp850", "cp852",
        "cp855", "cp857", "cp858", "cp860", "cp861", "cp862", "cp863", "cp864", "cp865", "cp866",
        "cp869", "cp874", "cp932", "cp949", "cp950", "euc_jp", "euc_kr", "gb18030", "gb2312",
        "gbk", "iso8859-1", "koi8-r", "koi8-t", "koi8-u", "kz1048", "mac-cyrillic", "mac-greek",
        "mac-latin2", "mac-roman", "mac-turkish", "ptcp154", "shift_jis", "utf-16", "utf-16-be",
        "utf-16-le", "utf-32", "utf-32-be", "utf-32-le", "utf-8", "utf-8-sig",
        *(f"cp{number}" for number in range(1250, 1259)),
        *(f"iso8859-{number}" for number in (*range(2, 12), *range(13, 17))),
    )
)  # fmt: skip

SHAPE = "a column, {sum: [columns]} or {difference: [a, b]}"


def _column(value: Any) -> Any:
    """Read a column's name; a name of digits alone is read as a number by YAML."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and value.strip():
        return value
    if isinstance(value, float | bool):
        raise wrong(f"expected a column, found {value!r}: put the column's name in quotes")
    raise wrong(f"expected the name of a column, found {_shown(value)}")


def _shown(value: Any) -> str:
    return "nothing" if value is None else repr(value)[:60]


Column = Annotated[str, BeforeValidator(_column)]


class Formula(Record):
    """Columns that are added and columns that are taken away.

    >>> Formula.model_validate({"difference": ["cast", "invalid"]})
    Formula(plus=('cast',), minus=('invalid',))
    >>> Formula.model_validate("Registered").columns
    ('Registered',)
    """

    plus: Annotated[tuple[Column, ...], Field(min_length=1)]
    minus: tuple[Column, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _spelt(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return {"plus": (_column(value),)}
        if set(value) == {"sum"} and isinstance(value["sum"], list | tuple) and value["sum"]:
            return {"plus": [_column(one) for one in value["sum"]]}
        if set(value) == {"difference"}:
            parts = value["difference"]
            if isinstance(parts, list | tuple) and len(parts) == 2:
                return {"plus": (_column(parts[0]),), "minus": (_column(parts[1]),)}
        if "plus" in value:
            return value
        raise wrong(f"expected {SHAPE}, found {_shown(dict(value))}")

    @property
    def columns(self) -> tuple[str, ...]:
        """Return every column that the formula reads."""
        return self.plus + self.minus


def _delimiter(value: Any) -> Any:
    named = {"tab": "\t", "comma": ",", "semicolon": ";", "\\t": "\t"}
    value = named.get(value, value) if isinstance(value, str) else value
    if not isinstance(value, str) or len(value) != 1 or value not in MARKS:
        raise wrong(f"expected 'tab' or one of {' '.join(MARKS[1:])}, found {_shown(value)}")
    return value


def _marks(value: Any) -> Any:
    given = value if isinstance(value, list | tuple) else [value]
    return [str(one) if isinstance(one, int | float) else one for one in given]


class ReadOptions(Record):
    """How the file is written, where it is not found out by itself."""

    encoding: Words | None = None
    delimiter: Annotated[str | None, BeforeValidator(_delimiter)] = None
    decimal: Literal[".", ","] | None = None
    sheet: Words | None = None
    missing: Annotated[tuple[str, ...], BeforeValidator(_marks)] = ()

    @model_validator(mode="after")
    def _known(self) -> ReadOptions:
        if self.encoding is not None and _codec(self.encoding) not in ENCODINGS:
            raise wrong(
                f"the encoding {_shown(self.encoding)} is not known; "
                "for example utf-8, utf-16, cp1251 or latin-1"
            )
        return self


def _codec(name: str) -> str:
    """Return the one name that Python has for an encoding, or nothing.

    >>> _codec("Windows-1251"), _codec("latin1"), _codec("rot13"), _codec("../x")
    ('cp1251', 'iso8859-1', 'rot-13', '')
    """
    if not re.fullmatch(r"[A-Za-z0-9_ -]{2,30}", name):
        return ""
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


def _columns(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


class ColumnMap(Record):
    """What a results file's columns say. Only `station` is required.

    `station` lists the columns that identify a station; an empty list says that the file names
    none, so that each row is known by its line and double stations cannot be found. Besides the
    keys of the results table there are `blank` (unmarked ballots, wherever they are counted),
    `added_on_the_day` (whether the law lets voters be added to the list on election day) and
    `note`.

    >>> columns = ColumnMap.model_validate({"station": ["tik", "uik"], "valid": "V"})
    >>> columns.formulas()
    {'valid': Formula(plus=('V',), minus=())}
    """

    format: Literal[1] = 1
    note: Words | None = None
    station: Annotated[tuple[Column, ...], BeforeValidator(_columns)]
    region: Column | None = None
    district: Column | None = None
    registered: Formula | None = None
    issued: Formula | None = None
    in_boxes: Formula | None = None
    valid: Formula | None = None
    invalid: Formula | None = None
    blank: Formula | None = None
    votes: dict[Words, Formula] = Field(default_factory=dict)
    votes_partial: Bool = False
    added_on_the_day: Bool | None = None
    read: ReadOptions = ReadOptions()

    def formulas(self) -> dict[str, Formula]:
        """Return every count that is mapped, candidates as ``votes/<candidate>``."""
        names = ("registered", "issued", "in_boxes", "valid", "invalid", "blank")
        counts = {name: getattr(self, name) for name in names}
        found = {name: value for name, value in counts.items() if value is not None}
        return found | {f"votes/{name}": value for name, value in self.votes.items()}

    def texts(self) -> tuple[str, ...]:
        """Return the columns that are read as text."""
        places = (self.region, self.district)
        return tuple(dict.fromkeys((*self.station, *(name for name in places if name is not None))))

    def numbers(self) -> tuple[str, ...]:
        """Return the columns that are read as numbers."""
        return tuple(
            dict.fromkeys(name for value in self.formulas().values() for name in value.columns)
        )


def load_map(path: Path) -> ColumnMap:
    """Read a column map from a YAML file.

    Raises:
        InputRefused: the file is no valid column map; every fault is named.
    """
    faults: list[Fault] = []
    document = load(path, str(path), ColumnMap, faults, format_required=False)
    if document is None:
        raise InputRefused(faults)
    return document.record


def map_for(results: Path) -> ColumnMap:
    """Return the bundled map of a results file, found by its folder's or its own name.

    Raises:
        InputRefused: no bundled map has the name.
    """
    folder = packaged("data", "maps")
    names = (results.absolute().parent.name, results.name.split(".")[0])
    for name in names:
        if (folder / f"{name}.yaml").is_file():
            return load_map(folder / f"{name}.yaml")
    known = ", ".join(sorted(path.stem for path in folder.glob("*.yaml")))
    raise refuse(
        results,
        "say which columns mean what with --map MAP (`electcheck results map FILE --out MAP` "
        f"proposes one); maps that ship with electcheck: {known or 'none'}",
    )


def open_map(results: Path, map_file: Path | None) -> ColumnMap:
    """Return the map of `map_file`, or the bundled one of the results file.

    Raises:
        InputRefused: the results file is not there, or there is no valid map for it.
    """
    if not results.exists():
        raise refuse(results, "there is no such file")
    return map_for(results) if map_file is None else load_map(map_file)
