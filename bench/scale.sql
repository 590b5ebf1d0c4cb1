-- A book of the size that is promised: made in the database by itself, the same at every run.
CREATE TEMPORARY TABLE made AS
WITH part AS (
    SELECT ARRAY['bel', 'cor', 'dan', 'el', 'far', 'gren', 'hal', 'in', 'jor', 'kel', 'lum', 'mar', 'nor', 'os', 'pel',
        'quin', 'ros', 'sol', 'tar', 'ul', 'ver', 'wes', 'yor', 'zan', 'bright', 'cas', 'fjäl', 'müh'] AS first,
        ARRAY['a', 'ber', 'cade', 'den', 'er', 'field', 'gate', 'holm', 'ian', 'key', 'land', 'more', 'nia', 'ora', 'port',
        'quest', 'ridge', 'stead', 'ton', 'um', 'vale', 'water', 'wind', 'yard'] AS second,
        ARRAY['Analytics', 'Bank', 'Clinics', 'Design', 'Energy', 'Foods', 'Freight', 'GmbH', 'Group', 'Health', 'Hotels',
        'Insurance', 'Labs', 'Logistics', 'Media', 'Networks', 'Partners', 'Robotics', 'Schools', 'Søn', 'Systems',
        'Traders', 'Travel', 'Works'] AS third,
        ARRAY['Aarhus', 'Berlin', 'Boston', 'Göteborg', 'Leeds', 'London', 'Lyon', 'Madrid', 'München', 'Oslo', 'Paris',
        'Porto', 'Tokyo', 'Utrecht', 'Wien', 'Zürich'] AS city,
        ARRAY['Banking', 'Construction', 'Education', 'Energy', 'Food', 'Health', 'Logistics', 'Media', 'Retail',
        'Software', 'Travel'] AS industry
)
SELECT n, 'acc_' || lpad(n::text, 20, '0') AS id,
    initcap(first[1 + n %% 28] || second[1 + n / 28 %% 24]) || ' ' || initcap(first[1 + n / 672 %% 28] || second[1 + n * 7 %% 24])
        || ' ' || third[1 + n * 5 %% 24] AS name,
    first[1 + n %% 28] || second[1 + n / 28 %% 24] || '-' || n || '.example' AS domain,
    city[1 + n * 11 %% 16] AS city, industry[1 + n * 3 %% 11] AS industry
FROM part, generate_series(1, %(accounts)s) AS n;

INSERT INTO account (id, name, domain, industry, city, created_at, updated_at)
SELECT id, name, domain, industry, city, now(), now() FROM made;

INSERT INTO account_owner (account_id, email, team, role, source)
SELECT id, CASE WHEN kind = 1 THEN 'owner' || n % 100 || '@bench.example' END, CASE WHEN kind = 2 THEN 'Team ' || n % 10 END,
    'owner', 'hubspot'
FROM made, generate_series(1, 2) AS kind;

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

INSERT INTO account_fact (account_id, name, text_value, number_value, currency, source, as_of)
SELECT id, fact.* , 'stripe', now() FROM made, LATERAL (
    VALUES
        ('plan', (ARRAY['starter', 'pro', 'business', 'enterprise'])[1 + n % 4], NULL::double precision, NULL),
        ('status', (ARRAY['active', 'trial', 'past_due', 'cancelled'])[1 + n % 4], NULL, NULL),
        ('mrr', NULL, n * 7919::bigint % 1000000, (ARRAY['EUR', 'USD', 'GBP', 'JPY'])[1 + n % 4]),
        ('renewal_at', NULL, extract(epoch FROM now()) + (n * 31::bigint % 400 - 30) * 86400, NULL),
        ('overdue_invoices', NULL, CASE WHEN n % 20 = 0 THEN 1 + n % 3 ELSE 0 END, NULL),
        ('open_tickets', NULL, CASE WHEN n % 7 = 0 THEN n % 5 ELSE 0 END, NULL),
        ('open_deals', NULL, n % 3, NULL),
        ('open_deal_value', NULL, n * 104729::bigint % 10000000, 'EUR'),
        ('active_users_7d', NULL, n * 17 % 500, NULL),
        ('last_touch_at', NULL, extract(epoch FROM now()) - n * 13::bigint % 5000000, NULL)
) AS fact WHERE n % 10 <> 9 OR fact.column1 IN ('plan', 'status');
