-- What sections told of people, and one field of ours.
INSERT INTO person_fact (contact_id, name, account_id, text_value, number_value, source, as_of)
SELECT c.id, fact.name, c.account_id, fact.said, fact.number, 'productdb', now()
FROM listed_person c CROSS JOIN LATERAL (SELECT hashtext(c.id) & 1048575 AS k) AS drawn CROSS JOIN LATERAL (
    VALUES
        ('last_seen_at', NULL, extract(epoch FROM now()) - (k % 1000) * 43200, k % 10 < 7),
        ('product_role', (ARRAY['admin', 'member', 'viewer'])[1 + k % 3], NULL, k % 10 < 7),
        ('last_contacted_at', NULL, extract(epoch FROM now()) - (k % 700) * 86400, k % 10 < 4),
        ('open_tickets', NULL, greatest(0, k % 97 - 90), k % 10 < 3)
) AS fact (name, said, number, known)
WHERE fact.known AND c.account_id IS NOT NULL;

INSERT INTO field (id, applies_to, name, title, kind, label, position, created_at)
VALUES ('fld_bench_score', 'contact', 'score', 'Score', 'number', 'identity', 50, now());

ALTER TABLE field_value DISABLE TRIGGER USER;

INSERT INTO field_value (customer_id, applies_to, field_id, value, version, set_at)
SELECT id, 'contact', 'fld_bench_score', to_jsonb(hashtext(id) & 1023), 1, now() FROM listed_person
WHERE hashtext(id) & 3 = 0;

ALTER TABLE field_value ENABLE TRIGGER USER;

INSERT INTO person_fact (contact_id, name, number_value, source, as_of)
SELECT customer_id, field_id, (value #>> '{}')::double precision, 'rotunda', set_at FROM field_value
WHERE field_id = 'fld_bench_score';
