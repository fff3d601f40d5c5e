"""A process of its own that draws, so that the report is written meanwhile.

What draws is slow to load and slow to work. The painter is started before the case is read, is
ready when there is something to draw, and draws while the words are made. Whatever keeps it from
answering (no process can be started, it was killed) only costs time: the pictures are then drawn
here, and are the same.
"""

from __future__ import annotations

import gc
import pickle
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from electcheck.model.record import Language
    from electcheck.report.drawn import Drawn, Found
    from electcheck.scoring.robustness import Robustness

    Job = tuple[Found | Robustness, Language, tuple[str, ...], bool]

# Not the folder from which the program was called: modules are taken from where ours are.
_COMMAND = ("-P", "-m", __name__)


class Painter:
    """Draws job after job beside this process.

    Args:
        start: whether there will be anything to draw.

    >>> with Painter() as painter:
    ...     pass
    """

    def __init__(self, start: bool = True) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._process: subprocess.Popen[bytes] | None = None
        if not start:
            return
        with suppress(OSError):
            self._process = subprocess.Popen(
                [sys.executable, *_COMMAND],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )

    def __enter__(self) -> Painter:
        """Return the painter; it ends with the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, whatever it is doing."""
        process = self._process
        if process is not None:
            process.kill()
        self._thread.shutdown(cancel_futures=True)
        if process is not None:
            for stream in (process.stdin, process.stdout):
                with suppress(OSError):
                    if stream is not None:
                        stream.close()
            process.wait()

    def draw(
        self,
        found: Found | Robustness,
        language: Language,
        names: tuple[str, ...],
        png: bool,
    ) -> Future[list[Drawn]]:
        """Return the pictures to come; see `drawing.draw`."""
        return self._thread.submit(self._drawn, (found, language, names, png))

    def _drawn(self, job: Job) -> list[Drawn]:
        process = self._process
        if process is not None and process.stdin is not None and process.stdout is not None:
            with suppress(OSError, EOFError, pickle.UnpicklingError):
                pickle.dump(job, process.stdin)
                process.stdin.flush()
                answer: list[Drawn] = pickle.load(process.stdout)
                return answer
        from electcheck.report.drawing import draw

        return draw(*job)


def serve(jobs: BinaryIO, answers: BinaryIO) -> None:
    """Draw what comes until nothing more comes."""
    gc.set_threshold(200_000)
    from electcheck.report.drawing import draw

    while True:
        try:
            job: Job = pickle.load(jobs)
        except EOFError:
            return
        pickle.dump(draw(*job), answers)
        answers.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
