"""Areas as paths: a county code and three characters for each level below, so that a subtree is a range.

Doors: `ranges` (subtree, within, child_path), `fields` (AreaPathField), `counts` (count_below), `rewrite` (rewrite_paths).
"""
