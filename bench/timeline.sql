-- Accounts with five people each and a record each, whose they are, and lines of made-up words of which few are frequent.
SET session_replication_role = replica;

INSERT INTO account (id, name, domain, mirrored_name, mirrored_domain, created_at, updated_at)
SELECT id, name, domain, name, domain, now(), now() FROM (
    SELECT 'acc_' || lpad(n::text, 20, '0') AS id, 'Firm ' || n AS name, 'firm' || n || '.example' AS domain
    FROM generate_series(0, %(accounts)s - 1) AS n
) AS made;

INSERT INTO account_owner (account_id, email, team, role, source)
SELECT 'acc_' || lpad(n::text, 20, '0'), 'owner7@bench.example', NULL, 'owner', 'bench' FROM generate_series(7, %(accounts)s - 1, 400) AS n
UNION ALL
SELECT 'acc_' || lpad(n::text, 20, '0'), NULL, 'West', 'owner', 'bench' FROM generate_series(1, %(accounts)s - 1, 4) AS n;

INSERT INTO link (account_id, connection_id, source, record_type, external_id, method, confidence, evidence, linked_by, linked_at)
SELECT 'acc_' || lpad(n::text, 20, '0'), c.id, 'hubspot', 'company', n::text, 'founded', 1, '{}', 'directory', now()
FROM generate_series(0, %(accounts)s - 1) AS n CROSS JOIN (VALUES ('con_bench'), ('con_other')) AS c (id);

INSERT INTO contact (id, account_id, name, email, mirrored_name, mirrored_email, mirrored_account, created_at, updated_at)
SELECT 'per_' || lpad(n::text, 20, '0'), account, 'Person ' || n, 'p' || n || '@firm.example', 'Person ' || n, 'p' || n || '@firm.example', account, now(), now()
FROM (SELECT n, 'acc_' || lpad((n / 5)::text, 20, '0') AS account FROM generate_series(0, 5 * %(accounts)s - 1) AS n) AS made;

INSERT INTO contact_link (contact_id, connection_id, source, record_type, external_id, method, confidence, evidence, linked_at)
SELECT 'per_' || lpad(n::text, 20, '0'), c.id, 'hubspot', 'contact', n::text, 'founded', 1, '{}', now()
FROM generate_series(0, 5 * %(accounts)s - 1) AS n CROSS JOIN (VALUES ('con_bench'), ('con_other')) AS c (id);

INSERT INTO app_user VALUES ('usr_rep7', 'rep7@bench.example', 'Rep', '{}', '{}', now(), NULL);

CREATE TABLE bench_word AS
SELECT n AS id, translate(substr(md5(n::text), 1, 7), '0123456789', 'ghijklmnop') AS word FROM generate_series(1, 20000) AS n;

CREATE TABLE bench_line AS
SELECT l.id, string_agg(w.word, ' ') AS line
FROM (SELECT n / 10 AS id, floor(power(20000, random()))::integer AS word FROM generate_series(0, 499999) AS n) AS l
JOIN bench_word w ON w.id = l.word GROUP BY l.id;

SET session_replication_role = DEFAULT;

ANALYZE
