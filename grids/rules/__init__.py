"""Pure arithmetic of the tree: codes, names, boundaries."""
