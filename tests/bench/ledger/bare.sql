-- What a year's ledger reads, as bare SQL: the cases in order and what hangs on them, all of it fetched.

-- name: cases
SELECT c.number, c.registered_at, c.accepted_at, c.closed_at, c.people_count, c.kind_code, c.source, c.summary, c.risk,
    c.outcome, c.state, c.level, s.name, m.name, k.name
FROM disputes_case c
LEFT JOIN accounts_staff s ON s.tenant_id = c.tenant_id AND s.id = c.registered_by_id
LEFT JOIN accounts_staff m ON m.tenant_id = c.tenant_id AND m.id = c.mediator_id
LEFT JOIN disputes_committee k ON k.tenant_id = c.tenant_id AND k.id = c.committee_id
WHERE c.tenant_id = %(tenant)s AND c.path >= %(low)s AND c.path < %(high)s AND c.state <> 'MERGED'
ORDER BY c.registered_at, c.id

-- name: parties
SELECT p.case_id, p.side, p.name, p.sex, p.address
FROM disputes_party p
WHERE p.tenant_id = %(tenant)s
ORDER BY p.case_id, p.side, p.position
