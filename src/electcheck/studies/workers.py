"""Work on many jobs: in this process, in several of this machine, or on a Dask cluster.

A study is what every job needs (a model, options) and travels once to each worker; a job is
small and says which part of the study to do. What a job gives depends on study and job alone,
never on the worker, so that answers are the same wherever and in whatever order they are made.
Answers come as they are finished; at most a few for each worker are on their way, so that memory
does not grow with the number of jobs.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any, TypeVar

from electcheck.errors import Unfinished

Study = TypeVar("Study")
Job = TypeVar("Job")
Answer = TypeVar("Answer")
PATIENCE = 3
"""How often processes may die in a row without any job being finished."""


@dataclass(frozen=True)
class Workers:
    """Where jobs are done.

    Attributes:
        processes: on this machine; 1 works in this process itself.
        scheduler: address of a Dask scheduler, which then does all the work.
    """

    processes: int = 1
    scheduler: str | None = None

    def run(
        self, study: Study, jobs: Sequence[Job], work: Callable[[Study, Job], Answer]
    ) -> Iterator[tuple[Job, Answer]]:
        """Yield each job with its answer, in the order in which they are finished.

        Args:
            study: what all jobs need; it can be pickled.
            jobs: what is to be done.
            work: a function of a module, so that it is found on every worker.

        Raises:
            Unfinished: workers died again and again, or the scheduler went away.

        >>> sorted(Workers().run(2, [1, 2, 3], pow))
        [(1, 2), (2, 4), (3, 8)]
        """
        if self.scheduler is not None:
            from electcheck.studies.cluster import on_cluster  # an extra, not always installed

            return on_cluster(self.scheduler, study, jobs, work)
        # Starting processes costs more than a single job of any study here.
        processes = min(self.processes, len(jobs))
        if processes > 1:
            return _in_processes(processes, study, jobs, work)
        return ((job, work(study, job)) for job in jobs)


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _in_processes(
    count: int, study: Study, jobs: Sequence[Job], work: Callable[[Study, Job], Answer]
) -> Iterator[tuple[Job, Answer]]:
    left = dict(enumerate(jobs))
    content = pickle.dumps(study)
    deaths = 0
    while left:
        before = len(left)
        try:
            for number, answer in _one_pool(count, content, left, work):
                yield left.pop(number), answer
        except BrokenProcessPool:
            deaths = deaths + 1 if len(left) == before else 0
            if deaths == PATIENCE:
                raise Unfinished(
                    f"processes were killed {PATIENCE} times in a row before any of them had "
                    f"finished a part ({len(left)} parts left); memory may be short: fewer "
                    "--processes need less"
                ) from None


def _one_pool(
    count: int, content: bytes, jobs: dict[int, Job], work: Callable[[Any, Job], Answer]
) -> Iterator[tuple[int, Answer]]:
    """Yield answers by number until all are made or a process dies."""
    # Spawned on every system: a fork would copy whatever threads hold at that moment.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(count, context, _adopt, (content,))
    waiting = iter(list(jobs.items()))
    running: dict[Future[Answer], int] = {}
    try:
        while True:
            for number, job in waiting:
                running[pool.submit(_do, work, job)] = number
                if len(running) >= 2 * count:
                    break
            if not running:
                return
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield running.pop(future), future.result()
    finally:
        pool.shutdown(cancel_futures=True)


_here: list[Any] = []


def _adopt(content: bytes) -> None:
    """Take the study once, when the process starts."""
    _here[:] = [pickle.loads(content)]


def _do(work: Callable[[Any, Job], Answer], job: Job) -> Answer:
    return work(_here[0], job)
