-- A book of the size that is promised: made in the database by itself, the same at every run. Few words are frequent and
-- many are rare, as in real books.
CREATE FUNCTION pg_temp.drawn(number bigint, salt bigint, size int, skew double precision) RETURNS int
LANGUAGE sql IMMUTABLE RETURN 1 + floor(size * power((hashint8extended(number, salt) & 1048575) / 1048576.0, skew))::int;

-- The documents of a search are made at once in the end, and not with each statement.
ALTER TABLE listed_account DISABLE TRIGGER USER;

ALTER TABLE search_term DISABLE TRIGGER USER;

ALTER TABLE account_owner DISABLE TRIGGER USER;

ALTER TABLE contact DISABLE TRIGGER USER;

ALTER TABLE contact_identifier DISABLE TRIGGER USER;

CREATE TEMPORARY TABLE made AS
WITH part AS (
    SELECT ARRAY['mar', 'bel', 'kel', 'cor', 'dan', 'el', 'far', 'gren', 'hal', 'in', 'jor', 'lum', 'nor', 'os', 'pel',
        'quin', 'ros', 'sol', 'tar', 'ul', 'ver', 'wes', 'yor', 'zan', 'bright', 'cas', 'fjäl', 'müh'] AS first,
        ARRAY['er', 'a', 'ber', 'cade', 'den', 'field', 'gate', 'holm', 'ian', 'key', 'land', 'more', 'nia', 'ora', 'port',
        'quest', 'ridge', 'stead', 'ton', 'um', 'vale', 'water', 'wind', 'yard'] AS second,
        ARRAY['GmbH', 'Group', 'Systems', 'Partners', 'Analytics', 'Bank', 'Clinics', 'Design', 'Energy', 'Foods',
        'Freight', 'Health', 'Hotels', 'Insurance', 'Labs', 'Logistics', 'Media', 'Networks', 'Robotics', 'Schools', 'Søn',
        'Traders', 'Travel', 'Works'] AS third,
        ARRAY['London', 'Berlin', 'Paris', 'München', 'Aarhus', 'Boston', 'Göteborg', 'Leeds', 'Lyon', 'Madrid', 'Oslo',
        'Porto', 'Tokyo', 'Utrecht', 'Wien', 'Zürich'] AS city,
        ARRAY['Software', 'Retail', 'Health', 'Banking', 'Construction', 'Education', 'Energy', 'Food', 'Logistics',
        'Media', 'Travel'] AS industry
)
SELECT n, 'acc_' || lpad(n::text, 20, '0') AS id, one || ' ' || two || ' ' || three AS name,
    one || ' ' || four || ' ' || three AS former_name,
    lower(search_fold(one) || '-' || n || '.example') AS domain,
    city[pg_temp.drawn(n, 6, 16, 1.5)] AS city, industry[pg_temp.drawn(n, 7, 11, 1.5)] AS industry
FROM part, generate_series(1, %(accounts)s) AS n, LATERAL (
    SELECT initcap(first[pg_temp.drawn(n, 1, 28, 1.4)] || second[pg_temp.drawn(n, 2, 24, 1.4)]) AS one,
        initcap(first[pg_temp.drawn(n, 3, 28, 1.4)] || second[pg_temp.drawn(n, 4, 24, 1.4)]) AS two,
        third[pg_temp.drawn(n, 5, 24, 2)] AS three,
        initcap(first[pg_temp.drawn(n, 8, 28, 1.4)] || second[pg_temp.drawn(n, 9, 24, 1.4)]) AS four
) AS drawn;

INSERT INTO account (id, name, domain, industry, city, country, created_at, updated_at)
SELECT id, CASE WHEN n %% 20 = 0 THEN former_name ELSE name END, domain, industry, city, NULL, now(), now() FROM made
WHERE %(accounts)s > 0;

ANALYZE account, search_term, listed_account;

-- Every twentieth had another name once.
UPDATE account SET name = made.name FROM made WHERE made.id = account.id AND n % 20 = 0;

INSERT INTO account_owner (account_id, email, team, role, source)
SELECT id, CASE WHEN kind = 1 THEN 'owner' || pg_temp.drawn(n, 10, 100, 1) || '@bench.example' END,
    CASE WHEN kind = 2 THEN 'Team ' || pg_temp.drawn(n, 11, 10, 1) END, 'owner', 'hubspot'
FROM made, generate_series(1, 2) AS kind;

CREATE TEMPORARY TABLE person AS
WITH part AS (
    SELECT ARRAY['Anna', 'Maria', 'Thomas', 'David', 'Laura', 'Peter', 'Sarah', 'Daniel', 'Ana', 'Ben', 'Chloé', 'Elif',
        'Finn', 'Grace', 'Hugo', 'Inès', 'Jonas', 'Kira', 'Liam', 'Mohammed', 'Nora', 'Olivia', 'Paul', 'Qing', 'Rosa',
        'Søren', 'Théo', 'Ursula', 'Victor', 'Wei', 'Xenia', 'Yusuf', 'Zoë', 'José', 'Björn', 'Carla', 'Dmitri', 'Emma',
        'Fatima', 'George', 'Hannah', 'Ivan', 'Julia', 'Karl', 'Léa', 'Marta', 'Noah', 'Oscar', 'Petra', 'Ravi'] AS given,
        ARRAY['mül', 'schmi', 'gar', 'jen', 'fer', 'ko', 'lo', 'sil', 'han', 'ander', 'ber', 'car', 'du', 'erik', 'fon',
        'gri', 'hol', 'iva', 'jo', 'kel', 'lin', 'mor', 'nie', 'ols', 'per', 'rich', 'san', 'tan', 'vas', 'wal'] AS first,
        ARRAY['ler', 'dt', 'cía', 'sen', 'rari', 'walski', 'pez', 'va', 'son', 'mann', 'ger', 'bois', 'ström', 'tana',
        'ffin', 'brook', 'nova', 'hansson', 'stein', 'eau', 'dal', 'feld', 'berg', 'quez', 'ter', 'win', 'ard', 'ley', 'ton',
        'ova'] AS second,
        ARRAY['Engineer', 'Account manager', 'Head of finance', 'CEO', 'Buyer', 'Support lead', 'CTO', 'Analyst', NULL] AS title
), drawn AS (
    SELECT k, 'per_' || lpad(k::text, 20, '0') AS id,
        CASE WHEN k % 50 <> 0 THEN pg_temp.drawn(k, 20, (SELECT count(*)::int FROM made), 1.4) END AS n,
        given[pg_temp.drawn(k, 21, 50, 1.5)] AS called,
        initcap(first[pg_temp.drawn(k, 22, 30, 1.2)] || second[pg_temp.drawn(k, 23, 30, 1.2)]
            || CASE WHEN k % 3 = 0 THEN second[pg_temp.drawn(k, 24, 30, 1)] ELSE '' END) AS family,
        title[1 + k % 9] AS title
    FROM part, generate_series(1, (SELECT count(*) * 10 FROM made)) AS k
)
SELECT k, drawn.id, made.id AS account_id, called || ' ' || family AS name, title,
    lower(search_fold(called)) || '.' || replace(lower(search_fold(family)), ' ', '') || k % 1000 || '@'
        || coalesce(made.domain, 'mail.example') AS email,
    CASE WHEN k % 3 = 0 THEN '+4930' || lpad(k::text, 8, '0') END AS phone
FROM drawn LEFT JOIN made USING (n);

INSERT INTO contact (id, account_id, mirrored_account, name, mirrored_name, title, email, phone, created_at, updated_at)
SELECT id, account_id, account_id, CASE WHEN k % 100 = 1 THEN email ELSE name END,
    CASE WHEN k % 100 = 2 THEN 'Dr. ' || name WHEN k % 100 = 1 THEN email ELSE name END, title, email, phone, now(), now()
FROM person;

-- Some turned out to be others.
UPDATE contact SET shown_as = 'per_' || lpad((k - 1)::text, 20, '0'), found_as = 'per_' || lpad((k - 1)::text, 20, '0')
FROM person WHERE person.id = contact.id AND k % 100 = 3;

INSERT INTO contact_identifier (contact_id, kind, normal, source, value, verified, since)
SELECT id, 'email', email, 'zendesk', email, true, now() FROM person
UNION ALL
SELECT id, 'phone', phone, 'zendesk', phone, false, now() FROM person WHERE phone IS NOT NULL
UNION ALL
SELECT id, 'record', 'zendesk:' || 380000000 + k, 'zendesk', (380000000 + k)::text, true, now() FROM person;

INSERT INTO contact_link (
    contact_id, connection_id, source, record_type, external_id, method, confidence, evidence, linked_at)
SELECT id, 'con_bench', 'zendesk', 'user', (380000000 + k)::text, 'founded', 1, '{}', now() FROM person;

INSERT INTO identifier (account_id, kind, normal, source, value, connection_id, verified, since)
SELECT id, 'domain', domain, 'hubspot', domain, 'con_bench', true, now() FROM made
UNION ALL
SELECT id, 'record', 'stripe:cus_' || left(md5(n::text), 14), 'stripe', 'cus_' || left(md5(n::text), 14), 'con_bench', true, now()
FROM made
UNION ALL
SELECT id, 'record', 'hubspot:' || 31000000000 + n * 37, 'hubspot', (31000000000 + n * 37)::text, 'con_bench', true, now() FROM made
UNION ALL
SELECT id, 'record', 'zendesk:' || 360000000 + n * 13, 'zendesk', (360000000 + n * 13)::text, 'con_bench', true, now() FROM made
UNION ALL
SELECT id, 'email', local || '@' || domain, 'hubspot', local || '@' || domain, 'con_bench', true, now()
FROM made, LATERAL (
    SELECT (ARRAY['ana', 'ben', 'chloe', 'david', 'elif', 'finn', 'grace', 'hugo', 'ines', 'jonas', 'kira', 'liam'])[1 + (n + k * 5) % 12]
        || '.' || (ARRAY['adler', 'brandt', 'costa', 'dubois', 'eriksen', 'ferrari', 'garcia', 'hansen', 'ivanova', 'jensen',
        'keller', 'lopez', 'moreau'])[1 + (n * 7 + k * 3) % 13] || k AS local
    FROM generate_series(1, 6) AS k
) AS person;

INSERT INTO alias (old_system, old_number, normal, account_id, imported_at, batch)
SELECT 'old-desk', 'A-' || 500000 + n, 'a-' || 500000 + n, id, now(), 'bench' FROM made;

INSERT INTO field (id, applies_to, name, title, kind, label, position, created_at)
VALUES ('fld_bench_region', 'account', 'region', 'Region', 'text', 'identity', 50, now());

INSERT INTO field_value (customer_id, applies_to, field_id, value, version, set_at)
SELECT id, 'account', 'fld_bench_region', to_jsonb((ARRAY['EU-West', 'EU-East', 'US', 'APAC'])[pg_temp.drawn(n, 33, 4, 1)]), 1, now() FROM made
WHERE pg_temp.drawn(n, 35, 2, 1) = 1
UNION ALL
SELECT id, 'account', 'fld_account_tags', jsonb_build_array((ARRAY['vip', 'pilot', 'at-risk', 'partner'])[pg_temp.drawn(n, 34, 4, 1)]), 1, now()
FROM made WHERE pg_temp.drawn(n, 36, 5, 1) = 1;

INSERT INTO account_fact (account_id, name, text_value, number_value, currency, source, as_of)
SELECT id, fact.* , 'stripe', now() FROM made, LATERAL (
    VALUES
        ('plan', (ARRAY['starter', 'pro', 'business', 'enterprise'])[pg_temp.drawn(n, 30, 4, 2)], NULL::double precision, NULL),
        ('status', (ARRAY['active', 'trial', 'past_due', 'cancelled'])[pg_temp.drawn(n, 31, 4, 3)], NULL, NULL),
        ('mrr', NULL, n * 7919::bigint % 1000000, (ARRAY['EUR', 'USD', 'GBP', 'JPY'])[pg_temp.drawn(n, 32, 4, 1.5)]),
        ('renewal_at', NULL, extract(epoch FROM now()) + (n * 31::bigint % 400 - 30) * 86400, NULL),
        ('overdue_invoices', NULL, CASE WHEN pg_temp.drawn(n, 37, 20, 1) = 1 THEN 1 + n % 3 ELSE 0 END, NULL),
        ('open_tickets', NULL, CASE WHEN pg_temp.drawn(n, 38, 7, 1) = 1 THEN 1 + n % 5 ELSE 0 END, NULL),
        ('open_deals', NULL, pg_temp.drawn(n, 39, 3, 1) - 1, NULL),
        ('open_deal_value', NULL, n * 104729::bigint % 10000000, 'EUR'),
        ('active_users_7d', NULL, n * 17 % 500, NULL),
        ('last_touch_at', NULL, extract(epoch FROM now()) - n * 13::bigint % 5000000, NULL)
) AS fact WHERE n % 10 <> 9 OR fact.column1 IN ('plan', 'status');
