-- What the triggers would have made of the book.
UPDATE listed_account l SET names = d.names, words = d.words, reach = d.reach, many = d.many, scope = d.scope
FROM described_account d WHERE d.id = l.id;

INSERT INTO listed_person SELECT * FROM described_person;

INSERT INTO search_word (kind, word)
SELECT DISTINCT s.kind, w.word COLLATE "C"
FROM (SELECT 'account' AS kind, names FROM listed_account UNION ALL SELECT 'person', names FROM listed_person) AS s,
    regexp_split_to_table(s.names, '[[:space:]]+') AS w (word)
WHERE length(w.word) BETWEEN 3 AND 60;

ALTER TABLE listed_account ENABLE TRIGGER USER;

ALTER TABLE search_term ENABLE TRIGGER USER;

ALTER TABLE account_owner ENABLE TRIGGER USER;

ALTER TABLE contact ENABLE TRIGGER USER;

ALTER TABLE contact_identifier ENABLE TRIGGER USER;
