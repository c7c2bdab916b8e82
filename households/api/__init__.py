"""Doors for programs: list and create, with the same rules and refusals as the pages; numbers masked."""
