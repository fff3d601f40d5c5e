"""A YAML file as a validated record, each fault at its place in the file."""

from __future__ import annotations

import types
import typing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from electcheck.errors import Fault, InputRefused, Place, did_you_mean
from electcheck.files.reading import leads_out
from electcheck.files.yaml_text import Map, Seq, decode, parse, read_bytes
from electcheck.model.record import Record

FORMAT = 1

Step = str | int
R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Raw:
    """A file as plain data: what could be read of it, and the faults of its text."""

    shown: str
    data: Any
    faults: tuple[Fault, ...] = ()

    def place(self, at: tuple[int, int]) -> Place:
        """Return the place of a line and column of this file."""
        return Place(self.shown, *at)


@dataclass(frozen=True)
class Document(Generic[R]):
    """A file that was read: its record, and where each part of it stood."""

    shown: str
    record: R
    data: Any

    def place(self, *steps: Step) -> Place:
        """Return where the value at `steps` stands, or its nearest parent that stands."""
        return place_in(self.shown, self.data, steps)


def place_in(shown: str, data: Any, steps: tuple[Step, ...], of_key: bool = False) -> Place:
    """Return the place of the value at `steps`; with `of_key`, of the key of the last step."""
    at = getattr(data, "start", (1, 1))
    for depth, step in enumerate(steps):
        if isinstance(data, Map) and step in data.key_at:
            key = str(step)
            last_key = of_key and depth == len(steps) - 1
            at = data.key_at[key] if last_key else data.at.get(key, data.key_at[key])
            data = data.get(key)
        elif isinstance(data, Seq) and isinstance(step, int) and step < len(data):
            at, data = data.at[step], data[step]
        elif step != "[key]":
            break
    return Place(shown, *at)


def load(
    path: Path,
    shown: str,
    record: type[R],
    faults: list[Fault],
    empty: R | None = None,
    format_required: bool = True,
    within: Path | None = None,
) -> Document[R] | None:
    """Read and validate one YAML file; add every fault to `faults`, return None if there are any.

    Args:
        path: the file.
        shown: how messages name it (relative to the case or the catalogue).
        record: the type that describes the whole file.
        faults: collects what is wrong, so that a caller reports all files at once.
        empty: what a file without content stands for; None refuses such a file.
        format_required: whether the file must say its format (column maps and designs need not).
        within: a folder out of which no link may lead.
    """
    return validate(read_raw(path, shown, within), record, faults, empty, format_required)


def read_raw(path: Path, shown: str, within: Path | None = None) -> Raw:
    """Read one YAML file as plain data; what is wrong with its text is among its faults.

    No link may lead out of the folder `within`.
    """
    outside = None if within is None else leads_out(path, within, shown)
    if outside is not None:
        return Raw(shown, None, (outside,))
    try:
        data, found = parse(decode(read_bytes(path, shown), shown), shown)
    except InputRefused as refused:
        return Raw(shown, None, refused.faults)
    return Raw(shown, data, tuple(found))


def validate(
    raw: Raw,
    record: type[R],
    faults: list[Fault],
    empty: R | None = None,
    format_required: bool = True,
) -> Document[R] | None:
    """Validate a file that was read; as `load` otherwise."""
    shown, data, found = raw.shown, raw.data, list(raw.faults)
    if data is None and found:
        faults.extend(found)
        return None
    if data is None:
        if empty is not None:
            return Document(shown, empty, None)
        data = Map((1, 1))
    if not found and not isinstance(data, Map):
        found = [Fault(Place(shown, 1, 1), "expected a mapping of keys to values at the top")]
    if isinstance(data, Map):
        found = found + _format_faults(shown, data, format_required)
    validated: R | None = None
    if isinstance(data, Map):
        try:
            validated = record.model_validate(data)
        except ValidationError as error:
            found = found + _faults(shown, data, record, error)
    faults.extend(found)
    return None if found or validated is None else Document(shown, validated, data)


def _format_faults(shown: str, data: Map, required: bool) -> list[Fault]:
    """Say what to do about a format that is missing, or that this version does not read."""
    given = data.get("format")
    if "format" not in data:
        if not required:
            return []
        return [Fault(place_in(shown, data, ()), f"start the file with 'format: {FORMAT}'")]
    if given == FORMAT and not isinstance(given, bool):
        return []
    newer = isinstance(given, int) and given > FORMAT
    what = "update electcheck to read it" if newer else f"the only format so far is {FORMAT}"
    return [Fault(place_in(shown, data, ("format",)), f"format {given!r} is not known: {what}")]


def _faults(shown: str, data: Any, record: type[Record], error: ValidationError) -> list[Fault]:
    faults = []
    for item in error.errors(include_url=False):
        steps = tuple(item["loc"])
        if steps and steps[0] == "format":
            continue
        kind, found = item["type"], item["input"]
        if kind == "extra_forbidden":
            known = _keys_at(record, steps[:-1])
            message = f"unknown key {steps[-1]!r}.{did_you_mean(str(steps[-1]), known)}"
            message += f" Allowed here: {', '.join(known)}" if known else ""
            place = place_in(shown, data, steps, of_key=True)
        elif kind == "missing":
            message = f"the key {steps[-1]!r} is missing"
            place = place_in(shown, data, steps[:-1])
        else:
            message = _message(kind, item, found)
            place = place_in(shown, data, steps, of_key=steps[-1:] == ("[key]",))
            if steps and steps[-1] != "[key]" and not kind.startswith("electcheck"):
                message = f"{steps[-1]!r}: {message}" if isinstance(steps[-1], str) else message
        faults.append(Fault(place, message))
    return faults


def _message(kind: str, item: Any, found: Any) -> str:
    """Say in plain words what pydantic found."""
    shown = _short(found)
    context = item.get("ctx", {})
    if kind == "electcheck":
        return str(item["msg"])
    if kind == "literal_error":
        allowed = context["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        hint = did_you_mean(str(found), allowed)
        return f"expected one of {', '.join(allowed)}, found {shown}.{hint}"
    plain = {
        "string_type": "expected text",
        "int_type": "expected a whole number",
        "bool_type": "expected true or false",
        "float_type": "expected a number",
        "dict_type": "expected a mapping of keys to values",
        "model_type": "expected a mapping of keys to values",
        "model_attributes_type": "expected a mapping of keys to values",
        "tuple_type": "expected a list",
        "list_type": "expected a list",
        "string_too_short": "expected some text, not an empty one",
        "too_short": f"expected at least {context.get('min_length')} item(s)",
    }.get(kind)
    if plain is None:
        plain = str(item["msg"][:1]).lower() + str(item["msg"][1:])
    return f"{plain}, found {shown}"


def _short(found: Any) -> str:
    if isinstance(found, dict):
        return "a mapping"
    if isinstance(found, list | tuple):
        return f"a list of {len(found)}"
    if found is None:
        return "nothing"
    text = repr(found)
    return text if len(text) <= 60 else text[:57] + "..."


def _keys_at(record: type[BaseModel], steps: tuple[Step, ...]) -> list[str]:
    """Return the keys that the record at `steps` below `record` knows."""
    annotation: Any = record
    for step in steps:
        annotation = _step(annotation, step)
    model = _model(annotation)
    if model is None:
        return []
    return [field.alias or name for name, field in model.model_fields.items()]


def _step(annotation: Any, step: Step) -> Any:
    model = _model(annotation)
    if model is not None:
        for name, field in model.model_fields.items():
            if step == (field.alias or name):
                return field.annotation
        return None
    for part in _parts(annotation):
        arguments = typing.get_args(part)
        if typing.get_origin(part) is dict:
            return arguments[1]
        if typing.get_origin(part) is tuple:
            return arguments[0]
    return None


def _parts(annotation: Any) -> list[Any]:
    """Open unions and Annotated until only plain types are left."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _parts(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return [part for one in typing.get_args(annotation) for part in _parts(one)]
    return [annotation]


def _model(annotation: Any) -> type[BaseModel] | None:
    for part in _parts(annotation):
        if isinstance(part, type) and issubclass(part, BaseModel):
            return part
    return None
