"""Households and market entities of the grids, who is paired with whom, what each month owes, and what was heard at the door.

Doors of the room: `models`, `selectors`, `access`, `actions`, `choices`, `policies`. Pages under /households/.
"""
