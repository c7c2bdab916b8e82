"""Where the commands keep what they make: everything under one `var/`, closed to other users."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from script.house.say import Refusal

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Places:
    """The directories under one var/ (the server's own, or the tests')."""

    var: Path

    @property
    def secrets(self) -> Path:
        """Generated passwords and keys, one file each."""
        return self.var / "secrets"

    @property
    def state(self) -> Path:
        """Ports, process ids, stamps: what is true of the present run."""
        return self.var / "state"

    @property
    def log(self) -> Path:
        """One log per process."""
        return self.var / "log"

    @property
    def postgres(self) -> Path:
        """PostgreSQL's data directory."""
        return self.var / "postgres"

    @property
    def valkey(self) -> Path:
        """Valkey's append-only file."""
        return self.var / "valkey"

    def prepare(self, needed_bytes: int = 0) -> None:
        """Make the directories, closed to other users; refuse when the disk has less free than asked."""
        for directory in (self.var, self.secrets, self.state, self.log, self.valkey):
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        for directory in (self.var, self.secrets):
            directory.chmod(0o700)  # whoever made it
        if (free := shutil.disk_usage(self.var).free) < needed_bytes:
            raise Refusal(
                f"the disk is nearly full: {free / 1e9:.2f} GB free under {self.var}, "
                f"{needed_bytes / 1e9:.2f} GB needed; free some space and start again."
            )


def server_places() -> Places:
    """The running server's places: FENGGE_VAR, or var/ in the tree."""
    return Places(Path(os.environ.get("FENGGE_VAR") or ROOT / "var").resolve())
