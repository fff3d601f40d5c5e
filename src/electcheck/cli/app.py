"""The program's entry: its groups of commands, its global options, its exit codes."""

from __future__ import annotations

import errno
import logging
import os
import sys
from contextlib import suppress
from copy import copy
from typing import Annotated

import typer
from typer.main import get_command_name
from typer.models import CommandInfo, TyperInfo

from electcheck import __version__
from electcheck.errors import (
    EXIT_OUR_FAILURE,
    EXIT_REFUSED,
    InputRefused,
    Unfinished,
    one_line,
)

app = typer.Typer(
    name="electcheck",
    help="Assess an election against OSCE/ODIHR criteria from cited evidence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    # Plain help: rich would cost more time at every start than the rest of the program.
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"electcheck {__version__}")
        raise typer.Exit


@app.callback()
def _globals(
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Log to standard error; show our own tracebacks.")
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO if verbose else logging.ERROR,
        format="%(name)s: %(message)s",
        force=True,
    )


def main(arguments: list[str] | None = None) -> None:
    """Run the program and exit: 0 done, 1 does not hold, 2 input refused, 3 our own failure."""
    given = sys.argv[1:] if arguments is None else arguments
    # What is read must not hang on what else is installed beside the program.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # Small matrices are waited for longer by several threads than one takes; and the last digits
    # do not hang on how many there are.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A file's name may hold bytes that are no text: they are shown, not stumbled over.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        asked(app, given)(given, prog_name="electcheck")
    except InputRefused as refused:
        _say_faults(refused)
        sys.exit(EXIT_REFUSED)
    except Unfinished as stopped:
        sys.stderr.write(f"not finished: {one_line(str(stopped))}\n")
        sys.exit(EXIT_OUR_FAILURE)
    except BrokenPipeError:
        # The reader (for example `head`) has seen enough; nothing is wrong.
        sys.stderr.close()
        sys.exit(0)
    # Nobody is to see a traceback: what is not foreseen is said to be our fault, with exit code 3.
    except Exception as failure:
        if isinstance(failure, OSError) and failure.errno in _NO_ROOM:
            _say_unwritten(failure)
            sys.exit(EXIT_REFUSED)
        if "--verbose" in given:
            raise
        what = one_line(f"{type(failure).__name__}: {failure}")
        sys.stderr.write(
            f"electcheck failed: {what}. This is our fault, not yours: please report it. "
            "`electcheck --verbose ...` shows more\n"
        )
        sys.exit(EXIT_OUR_FAILURE)


def program() -> None:
    """Run the program as a process of its own.

    At its end the system takes back what it has; to take the parts of a large report apart one by
    one before would only keep who waits for it.
    """
    code: object = 0
    try:
        main()
    except SystemExit as stop:
        code = stop.code
    if not isinstance(code, int) or sys.gettrace() is not None:
        # Who follows each line, to measure which of them run, is told of the end as well.
        sys.exit(code if isinstance(code, int | str) else None)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)


def asked(commands: typer.Typer, words: list[str]) -> typer.Typer:
    """Return the commands that words may mean: one where it is named, otherwise all of them.

    Typer describes every command and option before it reads a word, which takes longer than many
    a command itself.
    """
    name = words[0] if words else ""
    single = [one for one in commands.registered_commands if _name(one) == name]
    groups = [one for one in commands.registered_groups if _group(one).info.name == name]
    if not single and not groups:
        return commands
    narrowed = copy(commands)
    narrowed.registered_commands = single
    narrowed.registered_groups = [copy(one) for one in groups]
    for one in narrowed.registered_groups:
        one.typer_instance = asked(_group(one), words[1:])
    return narrowed


def _name(command: CommandInfo) -> str:
    called = command.callback.__name__ if command.callback else ""
    return command.name or get_command_name(called)


def _group(info: TyperInfo) -> typer.Typer:
    assert info.typer_instance is not None  # every group is added as an instance
    return info.typer_instance


# Files are written by electcheck.files, which refuses in words; these come from standard output.
_NO_ROOM = (errno.ENOSPC, errno.EFBIG, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC))


def _say_unwritten(failure: OSError) -> None:
    """Say that the answer could not be printed, and keep Python from trying again at its end."""
    with suppress(OSError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.stderr.write(f"standard output cannot be written: {failure.strerror}\n")


def _say_faults(refused: InputRefused) -> None:
    for fault in refused.faults:
        sys.stderr.write(f"{fault}\n")
    count = len(refused.faults)
    sys.stderr.write(f"refused: {count} fault{'s' if count > 1 else ''}; nothing was written\n")
