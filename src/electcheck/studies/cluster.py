"""The same jobs on a Dask cluster, through the scheduler that somebody already runs.

The study is given to the cluster as a task and not as data, so that it can be made again when
the worker that held it dies; jobs of a dead worker are given to another one by the scheduler.
"""

from __future__ import annotations

import pickle
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from electcheck.errors import Unfinished, refuse
from electcheck.studies.versions import versions

if TYPE_CHECKING:
    from distributed import Client, Future

Study = TypeVar("Study")
Job = TypeVar("Job")
Answer = TypeVar("Answer")
CONNECT_SECONDS = 10
AHEAD = 3
"""Jobs on their way for each thread of the cluster, so that none waits for the next."""


def on_cluster(
    address: str, study: Study, jobs: Sequence[Job], work: Callable[[Study, Job], Answer]
) -> Iterator[tuple[Job, Answer]]:
    """Yield each job with its answer as the cluster finishes them.

    Args:
        address: of the scheduler, for example ``tcp://127.0.0.1:8786``.
        study: what all jobs need.
        jobs: what is to be done.
        work: a function of a module that the workers have, too.

    Raises:
        InputRefused: `distributed` is not installed, or nothing answers at the address.
        Unfinished: the scheduler went away, a job killed its workers again and again, or the
            workers are not like this machine.
    """
    client = _connect(address)
    try:
        yield from _answers(client, address, study, jobs, work)
    finally:
        client.close(timeout=CONNECT_SECONDS)


def _connect(address: str) -> Client:
    try:
        from distributed import Client
        from distributed.comm.addressing import parse_address
        from distributed.comm.registry import get_backend
    except ModuleNotFoundError:
        raise refuse(
            "--scheduler", "needs the extra 'cluster': pip install 'electcheck[cluster]'"
        ) from None
    try:
        get_backend(parse_address(address)[0])
        return Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise refuse(
            "--scheduler",
            f"no Dask scheduler answers at {address!r} ({type(error).__name__}); `dask scheduler` "
            "prints its address when it starts, for example tcp://127.0.0.1:8786",
        ) from None


def _answers(
    client: Client,
    address: str,
    study: Study,
    jobs: Sequence[Job],
    work: Callable[[Study, Job], Answer],
) -> Iterator[tuple[Job, Answer]]:
    from concurrent.futures import CancelledError

    from distributed import as_completed
    from distributed.scheduler import KilledWorker

    waiting = iter(jobs)
    running: dict[str, Job] = {}
    left = len(jobs)
    here = versions()
    with warnings.catch_warnings():
        # The study is as large as the file; it travels once.
        warnings.filterwarnings("ignore", message="Sending large graph")
        given = client.submit(pickle.loads, pickle.dumps(study), pure=False)

    def next_jobs() -> list[Future[Any]]:
        """Return futures of as many further jobs as keep every worker busy."""
        wanted = AHEAD * max(sum(client.nthreads().values()), 1)
        added = []
        while len(running) < wanted:
            job = next(waiting, None)
            if job is None:
                break
            future = client.submit(_do, here, given, work, job, pure=False)
            running[str(future.key)] = job
            added.append(future)
        return added

    try:
        done = as_completed(next_jobs(), loop=client.loop)
        for future in done:
            answer = future.result()
            left -= 1
            yield running.pop(str(future.key)), answer
            done.update(next_jobs())
    except KilledWorker as killed:
        raise Unfinished(
            f"a part killed every worker that tried it ({killed.last_worker.address} last); their "
            "memory may be too small for it"
        ) from None
    except (CancelledError, OSError) as error:
        if isinstance(error, FileNotFoundError):
            raise  # a worker's own answer
        raise Unfinished(f"the scheduler at {address} went away with {left} parts left") from None
    except ModuleNotFoundError as error:
        raise Unfinished(f"the workers cannot work: {error}; install electcheck there") from None
    if left:
        raise Unfinished(f"the scheduler at {address} went away with {left} parts left")


def _do(
    wanted: Mapping[str, str], study: Study, work: Callable[[Study, Job], Answer], job: Job
) -> Answer:
    """Work on a worker, if it is like the machine that asked: other versions give other bytes."""
    found = versions()
    if found != wanted:
        unlike = [f"{name} {found[name]} instead of {wanted[name]}" for name in wanted
                  if found[name] != wanted[name]]  # fmt: skip
        raise Unfinished(f"a worker has {', '.join(unlike)}: the answer would not be the same")
    return work(study, job)
