-- Two companies and two people who carry as many rows of each kind as is asked for, beside customers like any others.
SET session_replication_role = replica;

INSERT INTO account (id, name, domain, mirrored_name, mirrored_domain, created_at, updated_at)
SELECT id, name, domain, name, domain, now(), now() FROM (
    SELECT rpad('acc_big' || n, 24, '0') AS id, 'Big ' || n AS name, 'big' || n || '.example' AS domain FROM generate_series(1, 2) AS n
    UNION ALL SELECT rpad('acc_other' || n || 'x', 24, '0'), 'Other ' || n, 'other' || n || '.example' FROM generate_series(1, %(others)s) AS n
    UNION ALL SELECT rpad('acc_child' || b || 'x' || n || 'x', 24, '0'), 'Child ' || b || ' ' || n, NULL
    FROM generate_series(1, 2) AS b, generate_series(1, %(children)s) AS n
) AS made;

UPDATE account SET parent_id = rpad('acc_big' || substr(id, 10, 1), 24, '0') WHERE starts_with(id, 'acc_child');

INSERT INTO listed_account (id, name, domain, folded) SELECT id, name, domain, search_fold(name) FROM account;

INSERT INTO source_record (connection_id, record_type, external_id, source, category, is_person, founds_account, name,
    domains, emails, verified_emails, declared, company, owner_emails, owner_teams, changed_at)
SELECT 'con_bench', 'company', a.id, 'hubspot', 'crm', false, true, a.name, ARRAY[a.domain], '{}'::text[], '{}'::text[],
    '{}'::text[], NULL, '{}'::text[], '{}'::text[], now() FROM account a WHERE NOT starts_with(a.id, 'acc_child')
UNION ALL
SELECT 'con_bench', 'person', 'p' || b || '_' || n, 'hubspot', 'crm', true, false, 'Person ' || n, '{}',
    ARRAY['person' || n || '@big' || b || '.example'], '{}', '{}', rpad('acc_big' || b, 24, '0'), '{}', '{}', now()
FROM generate_series(1, 2) AS b, generate_series(1, %(rows)s) AS n
UNION ALL
SELECT 'con_bench', 'person', 'c' || b || '_' || n, 'hubspot', 'crm', true, false, 'Many ' || b, '{}',
    ARRAY['many' || n || '.of' || b || '@big' || b || '.example'], '{}', '{}', rpad('acc_big' || b, 24, '0'), '{}', '{}', now()
FROM generate_series(1, 2) AS b, generate_series(1, 10) AS n;

INSERT INTO link (account_id, connection_id, source, record_type, external_id, method, confidence, evidence, linked_by,
    linked_at, of_person)
SELECT external_id, connection_id, source, record_type, external_id, 'founded', 1, '{}'::jsonb, 'directory', now(), false
FROM source_record WHERE NOT is_person
UNION ALL
SELECT company, connection_id, source, record_type, external_id, 'email', 1, '{}', 'directory', now(), true
FROM source_record WHERE is_person AND starts_with(external_id, 'p');

INSERT INTO link (account_id, connection_id, source, record_type, external_id, method, confidence, evidence, linked_by,
    linked_at, of_person, revoked_at, revoked_by, revoked_because)
SELECT company, connection_id, source, record_type, 'former ' || external_id, 'email', 1, '{}', 'directory', now(), true,
    now(), 'directory', 'vanished'
FROM source_record WHERE is_person AND starts_with(external_id, 'p');

INSERT INTO identifier (account_id, kind, normal, source, value, connection_id, verified, since)
SELECT company, 'email', emails[1], source, emails[1], connection_id, true, now()
FROM source_record WHERE is_person AND starts_with(external_id, 'p')
UNION ALL
SELECT company, 'record', 'hubspot:' || external_id, source, external_id, connection_id, true, now()
FROM source_record WHERE is_person AND starts_with(external_id, 'p')
UNION ALL
SELECT external_id, 'domain', domains[1], source, domains[1], connection_id, true, now()
FROM source_record WHERE NOT is_person;

INSERT INTO search_term (kind, found_id, subject_id, field, source, folded, value, former)
SELECT 'account', account_id, account_id, kind, source, ' ' || search_fold(value), value, false FROM identifier
UNION ALL
SELECT 'account', id, id, 'name', '', ' ' || search_fold(name), name, false FROM account;

INSERT INTO contact (id, account_id, name, email, mirrored_name, mirrored_email, mirrored_account, created_at, updated_at)
SELECT rpad('per_' || replace(external_id, '_', 'x') || 'x', 24, '0'), company, name, emails[1], name, emails[1], company, now(), now()
FROM source_record WHERE is_person AND starts_with(external_id, 'p')
UNION ALL
SELECT rpad('per_many' || b, 24, '0'), rpad('acc_big' || b, 24, '0'), 'Many ' || b, 'many1.of' || b || '@big' || b || '.example', 'Many ' || b,
    'many1.of' || b || '@big' || b || '.example', rpad('acc_big' || b, 24, '0'), now(), now() FROM generate_series(1, 2) AS b
UNION ALL
SELECT rpad('per_other' || n || 'x', 24, '0'), rpad('acc_other' || n || 'x', 24, '0'), 'Somebody ' || n, NULL,
    'Somebody ' || n, NULL, rpad('acc_other' || n || 'x', 24, '0'), now(), now()
FROM generate_series(1, %(others)s) AS n;

INSERT INTO contact_link (contact_id, connection_id, source, record_type, external_id, method, confidence, evidence,
    linked_at, revoked_at, revoked_because)
SELECT rpad('per_' || replace(external_id, '_', 'x') || 'x', 24, '0'), connection_id, source, record_type, external_id, 'founded', 1, '{}'::jsonb, now(),
    NULL::timestamptz, NULL FROM source_record WHERE is_person AND starts_with(external_id, 'p')
UNION ALL
SELECT rpad('per_many' || substr(external_id, 2, 1), 24, '0'), connection_id, source, record_type, external_id, 'email', 1, '{}', now(),
    NULL, NULL FROM source_record WHERE is_person AND starts_with(external_id, 'c')
UNION ALL
SELECT rpad('per_many' || substr(external_id, 2, 1), 24, '0'), connection_id, source, record_type, 'former ' || external_id, 'email', 1,
    '{}', now(), now(), 'vanished' FROM source_record WHERE is_person AND starts_with(external_id, 'p');

INSERT INTO contact_identifier (contact_id, kind, normal, source, value, verified, since)
SELECT rpad('per_' || replace(external_id, '_', 'x') || 'x', 24, '0'), 'email', emails[1], source, emails[1], false, now()
FROM source_record WHERE is_person AND starts_with(external_id, 'p')
UNION ALL
SELECT rpad('per_many' || b, 24, '0'), kind, kind || n || '.of' || b, 'hubspot', kind || n || '.of' || b, false, now()
FROM generate_series(1, 2) AS b, generate_series(1, %(rows)s) AS n, unnest(ARRAY['email', 'phone', 'record']) AS kind;

INSERT INTO alias (old_system, old_number, normal, account_id, imported_at, batch)
SELECT 'desk ' || b, n::text, n::text, rpad('acc_big' || b, 24, '0'), now(), 'bat_bench'
FROM generate_series(1, 2) AS b, generate_series(1, %(rows)s) AS n;

INSERT INTO field_change (id, edit_id, customer_id, applies_to, field_id, old, new, changed_by, changed_at)
SELECT 'fch_' || kind || b || '_' || n, 'edt_' || n, 
    rpad(CASE kind WHEN 'account' THEN 'acc_big' ELSE 'per_many' END || b, 24, '0'), kind,
    'fld_' || kind || '_tags', '[]'::jsonb, '[]'::jsonb, NULL, now() - n * interval '1 second'
FROM generate_series(1, 2) AS b, generate_series(1, %(rows)s) AS n, unnest(ARRAY['account', 'contact']) AS kind;

INSERT INTO audit_row (id, chain, seq, at, actor_name, actor_via, action, account_id, detail, request_id, previous, hash)
SELECT 'aud_' || b || '_' || n, 'chn_bench' || b, n, now() - n * interval '1 second', 'Bench', 'session', 'account.view',
    rpad('acc_big' || b, 24, '0'), '{}', '', '', '' FROM generate_series(1, 2) AS b, generate_series(1, %(rows)s) AS n;

SET session_replication_role = DEFAULT;
