"""A table with sealed columns for tests only, installed by FENGGE_PROBE=1."""
