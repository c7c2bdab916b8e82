-- The same work as bare SQL. Each statement is named by the comment above it; %s take what the bench would record.

-- record
INSERT INTO audit_record (tenant_id, id, at, code, actor_id, actor_name, post_id, post_title, subject_type,
    subject_id, subject_label, path, before, after, reason, request_id, channel) VALUES %s;

-- queue
INSERT INTO audit_pending (tenant_id, id) VALUES %s;

-- seal
-- Hashes each row by itself, in the database: what is left out against the relay is the chaining of one to the next.
WITH taken AS (
    DELETE FROM audit_pending WHERE tenant_id = %(tenant)s AND id IN (
        SELECT id FROM audit_pending WHERE tenant_id = %(tenant)s ORDER BY id LIMIT %(batch)s)
    RETURNING tenant_id, id
), sealed AS (
    INSERT INTO audit_seal (tenant_id, id, position, previous_hash, hash, sealed_at)
    SELECT r.tenant_id, r.id, %(offset)s + row_number() OVER (ORDER BY r.id), '',
        encode(sha256(convert_to(r::text, 'UTF8')), 'hex'), now()
    FROM audit_record r JOIN taken USING (tenant_id, id)
    RETURNING 1
)
SELECT count(*) FROM sealed;

-- read
SELECT count(*), max(encode(sha256(convert_to(r::text || s.hash, 'UTF8')), 'hex'))
FROM audit_record r JOIN audit_seal s USING (tenant_id, id) WHERE r.tenant_id = %(tenant)s;

-- search
SELECT id, at, code, actor_name, subject_label, path, before, after, reason, channel FROM audit_record
WHERE tenant_id = %(tenant)s AND path >= %(low)s AND path < %(high)s ORDER BY at DESC, id DESC LIMIT 51;
