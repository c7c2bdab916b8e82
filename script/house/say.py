"""How the commands talk: plain lines on standard output, one clear line when they cannot go on."""

from __future__ import annotations

import errno
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Refusal(Exception):
    """The command cannot go on; the message is one line that says why and what helps."""


def say(line: str) -> None:
    """Print one line at once, even into a pipe."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@contextmanager
def step(name: str) -> Iterator[None]:
    """Announce a step, and how many seconds it took once it is done."""
    say(f"· {name} …")
    began = time.monotonic()
    yield
    say(f"  {name}: {time.monotonic() - began:.1f} s")


def run_command(main: Callable[[list[str]], int]) -> None:
    """Run a command's main with its arguments; refusals and full disks end in one line and status 1."""
    try:
        status = main(sys.argv[1:])
    except Refusal as refusal:
        sys.stderr.write(f"枫格: {refusal}\n")
        status = 1
    except KeyboardInterrupt:
        status = 130
    except OSError as problem:
        if problem.errno != errno.ENOSPC:
            raise
        sys.stderr.write(
            f"枫格: the disk is full ({problem.filename or 'var/'}); free some space and start again.\n"
        )
        status = 1
    sys.exit(status)
