"""Who may do what: a frozen Actor, verdicts with reasons, and routes that are closed until marked open.

Doors: `actor` (Actor, ActingPost), `verdict` (Verdict, require, Refused), `gate` (open_to), `drf` (OpenTo).
The table of abilities by role stands at the roof (`governance/abilities.py`).
"""
