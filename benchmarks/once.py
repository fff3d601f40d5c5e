"""Run one command; say its seconds and its peak memory: python benchmarks/once.py COMMAND ...

A process of its own, and a small one: to a command, the system counts the memory of the process
that started it.
"""

import json
import os
import subprocess
import sys
import time


def main() -> None:
    start = time.perf_counter()
    running = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert running.stderr is not None
    complaint = running.stderr.read().decode(errors="replace")
    _, status, used = os.wait4(running.pid, 0)
    wall = time.perf_counter() - start
    print(
        json.dumps({
            "code": os.waitstatus_to_exitcode(status),
            "complaint": complaint,
            "wall": wall,
            "cpu": used.ru_utime + used.ru_stime,
            "peak_mb": used.ru_maxrss / 1024,
        })
    )  # fmt: skip


if __name__ == "__main__":
    main()
