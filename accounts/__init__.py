"""Who works here: users, staff of a county, units, posts and deputies, sign-in and its history.

Doors: `models`, `choices`, `selectors` (actor_for), `actions`, `policies`.
"""
