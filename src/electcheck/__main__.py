"""``python -m electcheck`` is the same program as ``electcheck``."""

from electcheck.cli import program

if __name__ == "__main__":
    program()
