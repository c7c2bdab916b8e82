"""Acts and their proof: every verb ends in `record()`, and nothing of it can be changed in silence.

Doors: `codes` (code, WRITE, READ, SECURITY), `actions.record` (record, record_many, Entry), `actions.record_view`,
`reacting` (reacts_to), `selectors` (who_looked_at, head_of), `origin` (where an act came in), `manage.py
verify_audit`. The relay seals committed records into one hash chain per county, keeps its head outside the
database, and runs what grows from a record.
"""
