"""Merging takes as long for a customer with a hundred thousand rows as for one with ten, and makes nobody wait: the
counter of the book is counted up as the last thing of a transaction, search follows pointers instead of being
rewritten, and what a plan counts is counted in indexes.
"""

from alembic import op

revision = "0021_merging_at_scale"
down_revision = "0013_contact_merging"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (*_COUNTING, *_SEARCHING, *_FOUND, *_LINKS, *_INDEXES):
        op.execute(statement)


_COUNTING = (
    "CREATE UNLOGGED TABLE change_due (topic text NOT NULL)",
    "COMMENT ON TABLE change_due IS 'topics that a transaction has yet to count up; empty for everybody else'",
    """
    CREATE FUNCTION count_change_at_last() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM change_due WHERE topic = NEW.topic;
        UPDATE change SET version = version + 1 WHERE topic = NEW.topic;
        RETURN NULL;
    END
    $$
    """,
    """
    CREATE CONSTRAINT TRIGGER change_counted AFTER INSERT ON change_due DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION count_change_at_last()
    """,
    """
    CREATE OR REPLACE FUNCTION count_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_setting('rotunda.due_' || TG_ARGV[0], true) IS DISTINCT FROM pg_current_xact_id()::text THEN
            INSERT INTO change_due VALUES (TG_ARGV[0]);
            PERFORM set_config('rotunda.due_' || TG_ARGV[0], pg_current_xact_id()::text, true);
        END IF;
        RETURN NULL;
    END
    $$
    """,
    "COMMENT ON FUNCTION count_change IS 'once a transaction, at its end: nobody waits for the counter meanwhile'",
)

_SAY_OF_ACCOUNTS = """
    INSERT INTO search_term AS t (kind, found_id, subject_id, field, source, folded, value, former)
    SELECT 'account', w.id, w.id, said.field, '', ' ' || search_fold(said.value), said.value, false
    FROM {written} w
    CROSS JOIN LATERAL (
        VALUES ('name', w.name), ('domain', w.domain), ('city', w.city), ('industry', w.industry)
    ) AS said (field, value)
    WHERE said.value <> ''
    ON CONFLICT (subject_id, field, source, folded) DO UPDATE SET
        found_id = excluded.found_id, value = excluded.value, former = false
    WHERE (t.found_id, t.value, t.former) IS DISTINCT FROM (excluded.found_id, excluded.value, false)
"""
_SAY_OF_IDENTIFIERS = """
    INSERT INTO search_term AS t (kind, found_id, subject_id, field, source, folded, value, former)
    SELECT DISTINCT ON (a.id, w.kind, w.source, said.folded) 'account', a.id, a.id, w.kind,
        w.source, said.folded, w.value, w.until IS NOT NULL
    FROM {written} w
    LEFT JOIN identifier_split x
        ON x.kind = w.kind AND x.normal = w.normal AND x.from_account = w.account_id AND x.ended_at IS NULL
    JOIN account a ON a.id = coalesce(x.into_account, w.account_id)
    CROSS JOIN LATERAL (
        SELECT ' ' || search_fold(w.value) AS folded
        UNION SELECT ' ' || search_fold(w.normal) WHERE w.kind <> 'record'
    ) AS said
    ORDER BY a.id, w.kind, w.source, said.folded, w.until IS NOT NULL, w.value
    ON CONFLICT (subject_id, field, source, folded) DO UPDATE SET
        found_id = excluded.found_id, value = excluded.value, former = excluded.former
    WHERE (t.found_id, t.value, t.former) IS DISTINCT FROM (excluded.found_id, excluded.value, excluded.former)
"""
_CHANGED_ACCOUNTS = """(
    SELECT w.* FROM written w JOIN unsaid b USING (id) WHERE (w.name, w.domain, w.city, w.industry)
        IS DISTINCT FROM (b.name, b.domain, b.city, b.industry))
"""
_SPLIT_AND_LIKE = """(
    SELECT DISTINCT i.* FROM identifier i JOIN written w USING (kind, normal))
"""
_LIST = "PERFORM list_accounts(ARRAY(SELECT {id} FROM {rows}));"
_LISTING = """
    CREATE FUNCTION list_accounts(changed text[]) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
        shown text[] := ARRAY(SELECT s.id FROM shown_account s WHERE s.id = ANY(changed) AND s.closed_at IS NULL);
    BEGIN
        DELETE FROM listed_account l WHERE l.id = ANY(changed) AND l.id <> ALL(shown);
        INSERT INTO listed_account AS l (id, name, domain, industry, city, country, folded)
        SELECT id, name, domain, industry, city, country, search_fold(name) FROM shown_account WHERE id = ANY(shown)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, domain = excluded.domain, industry = excluded.industry,
            city = excluded.city, country = excluded.country, folded = excluded.folded
        WHERE (l.name, l.domain, l.industry, l.city, l.country)
            IS DISTINCT FROM (excluded.name, excluded.domain, excluded.industry, excluded.city, excluded.country);
    END
    $$
"""
_NEW, _DROPPED, _CHANGED = (
    _LIST.format(id=column, rows=rows)
    for column, rows in (("account_id", "written"), ("account_id", "unsaid"), ("id", "written"))
)


def _function(name: str, body: str) -> str:
    return f"""
        CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            {body}
            RETURN NULL;
        END
        $$
    """


_SEARCHING = (
    _LISTING,
    "COMMENT ON FUNCTION list_accounts IS 'by arrays: a table that is just being filled is never joined row by row'",
    _function("search_shown_heads", _NEW),
    _function("search_dropped_heads", _DROPPED),
    _function("search_new_accounts", f"{_SAY_OF_ACCOUNTS.format(written='written')}; {_CHANGED}"),
    _function(
        "search_changed_accounts",
        f"""
        UPDATE search_term t SET former = true FROM unsaid b JOIN written w USING (id)
        WHERE t.subject_id = b.id AND t.field = 'name' AND b.name <> w.name AND NOT t.former;
        DELETE FROM search_term t USING unsaid b JOIN written w USING (id)
        WHERE t.subject_id = b.id AND t.source = '' AND (
            (t.field = 'domain' AND b.domain IS DISTINCT FROM w.domain)
            OR (t.field = 'city' AND b.city IS DISTINCT FROM w.city)
            OR (t.field = 'industry' AND b.industry IS DISTINCT FROM w.industry))
            AND (b.domain, b.city, b.industry) IS DISTINCT FROM (w.domain, w.city, w.industry);
        {_SAY_OF_ACCOUNTS.format(written=_CHANGED_ACCOUNTS)};
        {_CHANGED}
        """,
    ),
    _function("search_written_identifiers", f"{_SAY_OF_IDENTIFIERS.format(written='written')};"),
    _function(
        "search_split_identifiers",
        f"""
        DELETE FROM search_term t USING written w JOIN identifier i USING (kind, normal)
        WHERE t.subject_id IN (w.from_account, w.into_account) AND t.field = i.kind AND t.source = i.source
            AND t.folded IN (' ' || search_fold(i.value), ' ' || search_fold(i.normal));
        {_SAY_OF_IDENTIFIERS.format(written=_SPLIT_AND_LIKE)};
        """,
    ),
)

_FOUND = (
    "UPDATE search_term SET found_id = subject_id WHERE found_id <> subject_id",
    "COMMENT ON COLUMN search_term.found_id IS 'its subject; found_term tells what that is shown as'",
    "CREATE INDEX account_absorbed ON account (id, shown_as) WHERE shown_as IS NOT NULL",
    """
    CREATE VIEW found_term AS
    SELECT t.*, coalesce(x.shown_as, t.found_id) AS shown_id
    FROM search_term t LEFT JOIN account x ON x.id = t.found_id AND x.shown_as IS NOT NULL
    """,
    "COMMENT ON VIEW found_term IS 'words with whom they lead to: those who were merged are few, so this costs little'",
)

_LINKS = (
    "ALTER TABLE link ADD COLUMN of_person boolean NOT NULL DEFAULT false",
    "COMMENT ON COLUMN link.of_person IS 'whether the record is a person: an account has thousands of them'",
    """
    UPDATE link k SET of_person = true FROM source_record r
    WHERE r.is_person AND r.connection_id = k.connection_id AND r.record_type = k.record_type
        AND r.external_id = k.external_id
    """,
    "CREATE INDEX link_of_company ON link (account_id) WHERE revoked_at IS NULL AND NOT of_person",
)

_INDEXES = (
    "CREATE INDEX link_former ON link (account_id, revoked_at) WHERE revoked_at IS NOT NULL",
    "CREATE INDEX contact_link_former ON contact_link (contact_id, revoked_at) WHERE revoked_at IS NOT NULL",
    "DROP INDEX identifier_by_account",
    "CREATE INDEX identifier_by_account ON identifier (account_id, kind)",
    "DROP INDEX contact_identifier_by_contact",
    "CREATE INDEX contact_identifier_by_contact ON contact_identifier (contact_id, kind)",
    "CREATE INDEX contact_by_member ON contact ((coalesce(shown_as, id)))",
    "CREATE INDEX contact_shown_of_account ON contact (account_id) WHERE shown_as IS NULL",
    "CREATE INDEX alias_by_account ON alias (account_id) WHERE account_id IS NOT NULL",
    "CREATE INDEX field_change_by_field ON field_change (customer_id, field_id, changed_at DESC, id DESC)",
)
