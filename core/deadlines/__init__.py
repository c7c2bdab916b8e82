"""Deadlines: a promise is stored with its due instant, and a sweep each minute keeps it.

Doors: `models.Deadline` (subclass it in your room and add what the promise is about), `actions/` (open, pause,
resume, extend, settle, cancel, recompute; all set-based), `registry.on_due` and `registry.on_warn` (what
happens then; written in the room's `sweeps.py`), `selectors` (lamp, stuck rows). Nothing else moves a
deadline: a comment changes nothing.
"""
