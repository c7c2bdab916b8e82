"""Keeps the processes of one server alive, and notes who they are.

A process that dies is started again: at once the first time, then after 1, 2, 4 … 30 seconds, and at once
again when it has stood for a minute. What a killed supervisor left behind is ended before the next start.
"""

from __future__ import annotations

import contextlib
import json
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

from script.house import keys
from script.house.places import Places
from script.house.program import Program, Running, last_lines, start
from script.house.say import Refusal, say

NOTE = "processes.json"
STEADY = 60.0
LONGEST_PAUSE = 30.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(slots=True)
class Kept:
    """One program, and when it may be started again."""

    running: Running
    pause: float = 0.0
    start_at: float | None = None
    deaths: int = 0


class Supervisor:
    """Watches the programs it was given; `stop` ends them in the opposite order."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.kept: list[Kept] = []

    def adopt(self, running: Running) -> None:
        """Watch a program that runs already."""
        self.kept.append(Kept(running))
        self._note()

    def start(self, program: Program) -> None:
        """Start a program and watch it."""
        self.adopt(start(program))

    def tick(self, now: float) -> None:
        """Look at every program once; start again what died and is due."""
        for kept in self.kept:
            if kept.running.process.poll() is None:
                if now - kept.running.since > STEADY:
                    kept.pause = 0.0
                continue
            program = kept.running.program
            if kept.start_at is None:
                kept.running.stop()  # what it left behind
                kept.deaths += 1
                kept.start_at = now + kept.pause
                how = f"status {kept.running.process.returncode}, {last_lines(program.log)[:200]}"
                say(f"! {program.name} ended ({how}); starting it again in {kept.pause:.0f} s")
                kept.pause = min(max(1.0, kept.pause * 2), LONGEST_PAUSE)
            if now >= kept.start_at:
                kept.start_at = None
                kept.running = start(program)
                self._note()

    def watch(self, every_tick: Callable[[], None], pause: float = 0.25) -> None:
        """Watch for ever; `every_tick` is called each time round. Ends by the exception of a signal."""
        while True:
            self.tick(time.monotonic())
            every_tick()
            time.sleep(pause)

    def stop(self) -> None:
        """Stop all of them, last started first."""
        for kept in reversed(self.kept):
            kept.running.stop()
        self.kept.clear()
        (self.places.state / NOTE).unlink(missing_ok=True)

    def _note(self) -> None:
        own = psutil.Process()
        processes = {"supervisor": {"pid": own.pid, "born": own.create_time()}}
        for kept in self.kept:
            with contextlib.suppress(psutil.NoSuchProcess):
                process = psutil.Process(kept.running.process.pid)
                processes[kept.running.program.name] = {"pid": process.pid, "born": process.create_time()}
        keys.write_private(self.places.state / NOTE, json.dumps(processes))


@contextmanager
def supervisor(places: Places) -> Iterator[Supervisor]:
    """A supervisor whose programs are all stopped at the end, whatever happens."""
    one = Supervisor(places)
    try:
        yield one
    finally:
        with undisturbed():
            one.stop()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Stopping is not to be broken off: signals are ignored meanwhile."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def noted_processes(places: Places) -> dict[str, psutil.Process]:
    """The processes of the present or the last run that still live, by name.

    A process id counts only together with the moment it was born: after a reboot it may be anybody's.
    """
    try:
        notes = json.loads((places.state / NOTE).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    alive = {}
    for name, note in notes.items():
        with contextlib.suppress(psutil.NoSuchProcess):
            process = psutil.Process(note["pid"])
            if abs(process.create_time() - note["born"]) < 1 and process.status() != psutil.STATUS_ZOMBIE:
                alive[name] = process
    return alive


def end_leftovers(places: Places, patience: float = 30.0) -> None:
    """End what a killed supervisor left behind: they were told by the kernel and are stopping already."""
    left = noted_processes(places)
    left.pop("supervisor", None)
    if not left:
        return
    say(f"· waiting for what the last run left behind: {', '.join(left)} …")
    _, alive = psutil.wait_procs(list(left.values()), timeout=5)
    for process in alive:
        process.terminate()
    _, alive = psutil.wait_procs(alive, timeout=patience)
    for process in alive:
        process.kill()
    if psutil.wait_procs(alive, timeout=5)[1]:
        raise Refusal(f"the last run's {', '.join(left)} cannot be ended.")
