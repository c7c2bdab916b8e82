"""Drills: real processes are started, some of them are killed, and what is left in the database is counted."""
