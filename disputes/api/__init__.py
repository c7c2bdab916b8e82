"""Disputes for programs: list, create, one, and every step by its name, with the same rules and refusals as the pages."""
