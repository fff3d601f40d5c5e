"""The versions on which an answer depends to the last bit."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

from electcheck import __version__

LIBRARIES = ("numpy", "scipy", "pyarrow", "diptest")


@lru_cache(maxsize=1)
def versions() -> Mapping[str, str]:
    """Return the versions of electcheck, of Python and of the libraries that make numbers.

    >>> versions()["electcheck"] == __version__
    True
    """
    found = {"electcheck": __version__, "Python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "none"
    return found
