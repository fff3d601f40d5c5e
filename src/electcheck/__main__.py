"""``python -m electcheck`` is the same program as ``electcheck``."""

from electcheck.cli import main

if __name__ == "__main__":
    main()
