"""Disputes: from the doorstep to the closed dossier, by the law and on time.

Doors: `models`, `access` (case_for), `selectors`, `policies` (may_step and its kin), `workflow` (the table of allowed
steps), `actions/` (one verb a file), `choices`. What is due and what happens then stands in `sweeps.py`; which facts
of the trade a county starts with, in `seed/`.
"""
