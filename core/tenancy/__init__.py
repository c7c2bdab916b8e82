"""The wall between counties: one mechanism in Python (scoped manager, joins), one in the database (keys, policies).

Doors: `context` (in_tenant, without_tenant), `models` (Tenant, TenantModel), `fields` (TenantForeignKey),
`tasks` (TenantTask), `catalog` (what the database says of its own walls).
"""
