"""PostgreSQL refuses to run as root. Where root starts us, this says what to put before its commands."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache

from script.house.say import Refusal

NOBODY = 65534


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the database runs as: words before its commands, and the owner its files need (None: ours)."""

    prefix: tuple[str, ...] = ()
    owner: int | None = None

    def tethered(self, stop_signal: str) -> tuple[str, ...]:
        """The prefix for a process that must get this signal when we die.

        Changing identity makes the kernel forget such a wish, so it is expressed after the change.
        """
        return (*self.prefix, "setpriv", f"--pdeathsig={stop_signal}") if self.prefix else ()


def namespaced() -> Identity:
    """Root seen as nobody inside a user namespace: files stay root's, no other user can come near."""
    return Identity(("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}"))


def as_nobody() -> Identity:
    """User nobody, allowed past the modes of root's directories it has to walk through."""
    grant = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override")
    return Identity(("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *grant), NOBODY)


@cache
def database_identity() -> Identity:
    """The first way that works here. An ordinary user runs the database as themselves."""
    if os.geteuid() != 0:
        return Identity()
    for identity in (namespaced(), as_nobody()):
        if shutil.which(identity.prefix[0]) is None:
            continue
        if subprocess.run([*identity.prefix, "true"], capture_output=True, check=False).returncode == 0:
            return identity
    raise Refusal(
        "PostgreSQL cannot run as root, and neither unshare nor setpriv works here; use an ordinary user."
    )
