"""Single rows opened to somebody by name: one person or one unit, one ability, for some days, for a purpose.

A role says what one may do and a post says where; a grant says on which one row beyond that. A grant never gives an
ability that the holder's own post lacks. Built on django-guardian's direct foreign-key permissions, as tenant tables.

Doors: `models` (NamedGrant, to be subclassed by a room), `holders` (Holder), `actions` (grant, revoke),
`selectors` (opened_by_name, granted_ids, grants_for, grants_of), `policies` (may_by_name), `access` (grant_on).
"""
