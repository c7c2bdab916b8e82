"""A room for tests and benches only: real tenant tables under the same mechanisms, installed by FENGGE_PROBE=1."""
