"""The ground the county stands on: the tree of areas down to micro-grids, their boundaries, boards and changes.

Doors: `models` (Area), `selectors`, `access` (area_for), `actions`, `policies`.
"""
