"""What lists and search need: every word that customers are known by in one index, orders of facts, saved views.

The index follows the tables by statement triggers, so whoever writes a name or an identifier need not know of it, and
what is committed can be found.
"""

from alembic import op

revision = "0010_search"
down_revision = "0009_fields"
branch_labels = None
depends_on = None


def upgrade() -> None:
    tables = (_fold(), *_TERMS, *_LISTED_ACCOUNTS, *_FOLLOWING, *_FILLED)
    for statement in (*tables, *_INDEXES, *_ORDERS, *_SAVED_VIEWS):
        op.execute(statement)


def _fold() -> str:
    """PostgreSQL's own `unaccent` may change with its dictionary, so an index needs it named and declared: it lives in
    whatever schema the server's administrator chose.
    """
    [[schema]] = op.get_bind().exec_driver_sql(
        "SELECT quote_ident(nspname) FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace "
        "WHERE extname = 'unaccent'"
    )
    return f"""
        CREATE FUNCTION search_fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        RETURN lower({schema}.unaccent('{schema}.unaccent'::regdictionary, btrim($1)))
    """


_TERMS = (
    "COMMENT ON FUNCTION search_fold IS 'as texts are compared: without accents and case'",
    r"""
    CREATE FUNCTION search_literal(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN regexp_replace(search_fold($1), '([\\%_])', '\\\1', 'g')
    """,
    "COMMENT ON FUNCTION search_literal IS 'folded, and safe inside a LIKE pattern'",
    """
    CREATE TABLE search_term (
        kind text NOT NULL,
        found_id text NOT NULL,
        subject_id text NOT NULL,
        field text NOT NULL,
        source text NOT NULL,
        folded text COLLATE "C" NOT NULL,
        value text NOT NULL,
        former boolean NOT NULL,
        PRIMARY KEY (subject_id, field, source, folded)
    )
    """,
    "COMMENT ON TABLE search_term IS 'everything that customers are, and were, known by'",
    "COMMENT ON COLUMN search_term.kind IS 'what is found: account'",
    "COMMENT ON COLUMN search_term.found_id IS 'what is found by it: what its subject is shown as'",
    "COMMENT ON COLUMN search_term.subject_id IS 'of whom it was said'",
    "COMMENT ON COLUMN search_term.field IS 'name, domain, city, industry, email, record'",
    "COMMENT ON COLUMN search_term.folded IS 'a space and the folded value: every word begins after a space'",
    "COMMENT ON COLUMN search_term.former IS 'no source says so any more; it still finds'",
)

_LISTED_ACCOUNTS = (
    """
    CREATE TABLE listed_account (
        id text PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
        name text NOT NULL,
        domain text,
        industry text,
        city text,
        country text,
        folded text NOT NULL
    )
    """,
    "COMMENT ON TABLE listed_account IS 'open accounts as people see them, where lists can read them in order'",
    "CREATE INDEX listed_account_by_name ON listed_account (folded, id)",
)

_LIST = """
    DELETE FROM listed_account l WHERE l.id IN ({changed})
        AND NOT EXISTS (SELECT FROM shown_account s WHERE s.id = l.id AND s.closed_at IS NULL);
    INSERT INTO listed_account AS l (id, name, domain, industry, city, country, folded)
    SELECT id, name, domain, industry, city, country, search_fold(name) FROM shown_account
    WHERE id IN ({changed}) AND closed_at IS NULL
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, domain = excluded.domain, industry = excluded.industry,
        city = excluded.city, country = excluded.country, folded = excluded.folded
    WHERE (l.name, l.domain, l.industry, l.city, l.country)
        IS DISTINCT FROM (excluded.name, excluded.domain, excluded.industry, excluded.city, excluded.country)
"""
_SAY_OF_ACCOUNTS = """
    INSERT INTO search_term AS t (kind, found_id, subject_id, field, source, folded, value, former)
    SELECT 'account', coalesce(w.shown_as, w.id), w.id, said.field, '', ' ' || search_fold(said.value), said.value,
        false
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
    SELECT DISTINCT ON (a.id, w.kind, w.source, said.folded) 'account', coalesce(a.shown_as, a.id), a.id, w.kind,
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
"""An identifier that a person gave to another account finds that one."""

_CHANGED_ACCOUNTS = """(
    SELECT w.* FROM written w JOIN unsaid b USING (id) WHERE (w.name, w.domain, w.city, w.industry, w.shown_as)
        IS DISTINCT FROM (b.name, b.domain, b.city, b.industry, b.shown_as))
"""
_SPLIT_AND_LIKE = """(
    SELECT DISTINCT i.* FROM identifier i JOIN written w USING (kind, normal))
"""


def _following(name: str, body: str) -> str:
    return f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            {body}
            RETURN NULL;
        END
        $$
    """


def _on(table: str, event: str, function: str) -> str:
    """After each statement, with all of its rows at once."""
    before, after = "OLD TABLE AS unsaid", "NEW TABLE AS written"
    tables = {"INSERT": after, "UPDATE": f"{before} {after}", "DELETE": before}[event]
    return f"""
        CREATE TRIGGER {function}_by_{event.lower()} AFTER {event} ON {table} REFERENCING {tables}
        FOR EACH STATEMENT EXECUTE FUNCTION {function}()
    """


_FOLLOWING = (
    _following(
        "search_new_accounts",
        f"{_SAY_OF_ACCOUNTS.format(written='written')}; {_LIST.format(changed='SELECT id FROM written')};",
    ),
    _on("account", "INSERT", "search_new_accounts"),
    _following(
        "search_changed_accounts",
        f"""
        UPDATE search_term t SET found_id = coalesce(w.shown_as, w.id) FROM unsaid b JOIN written w USING (id)
        WHERE t.subject_id = w.id AND b.shown_as IS DISTINCT FROM w.shown_as;
        UPDATE search_term t SET former = true FROM unsaid b JOIN written w USING (id)
        WHERE t.subject_id = b.id AND t.field = 'name' AND b.name <> w.name AND NOT t.former;
        DELETE FROM search_term t USING unsaid b JOIN written w USING (id)
        WHERE t.subject_id = b.id AND t.source = '' AND (
            (t.field = 'domain' AND b.domain IS DISTINCT FROM w.domain)
            OR (t.field = 'city' AND b.city IS DISTINCT FROM w.city)
            OR (t.field = 'industry' AND b.industry IS DISTINCT FROM w.industry))
            AND (b.domain, b.city, b.industry) IS DISTINCT FROM (w.domain, w.city, w.industry);
        {_SAY_OF_ACCOUNTS.format(written=_CHANGED_ACCOUNTS)};
        {_LIST.format(changed="SELECT id FROM written")};
        """,
    ),
    _on("account", "UPDATE", "search_changed_accounts"),
    _following("search_deleted_accounts", "DELETE FROM search_term t USING unsaid b WHERE t.subject_id = b.id;"),
    _on("account", "DELETE", "search_deleted_accounts"),
    _following("search_emptied_accounts", "DELETE FROM search_term WHERE kind = 'account';"),
    """
    CREATE TRIGGER search_emptied_accounts AFTER TRUNCATE ON account
    FOR EACH STATEMENT EXECUTE FUNCTION search_emptied_accounts()
    """,
    _following("search_shown_heads", f"{_LIST.format(changed='SELECT account_id FROM written')};"),
    _on("shown_head", "INSERT", "search_shown_heads"),
    _on("shown_head", "UPDATE", "search_shown_heads"),
    _following("search_dropped_heads", f"{_LIST.format(changed='SELECT account_id FROM unsaid')};"),
    _on("shown_head", "DELETE", "search_dropped_heads"),
    _following("search_written_identifiers", f"{_SAY_OF_IDENTIFIERS.format(written='written')};"),
    _on("identifier", "INSERT", "search_written_identifiers"),
    _on("identifier", "UPDATE", "search_written_identifiers"),
    _following(
        "search_deleted_identifiers",
        """
        DELETE FROM search_term t USING unsaid b
        WHERE t.subject_id = b.account_id AND t.field = b.kind AND t.source = b.source
            AND t.folded IN (' ' || search_fold(b.value), ' ' || search_fold(b.normal));
        """,
    ),
    _on("identifier", "DELETE", "search_deleted_identifiers"),
    _following(
        "search_split_identifiers",
        f"""
        DELETE FROM search_term t USING written w JOIN identifier i USING (kind, normal)
        WHERE t.subject_id IN (w.from_account, w.into_account) AND t.field = i.kind AND t.source = i.source
            AND t.folded IN (' ' || search_fold(i.value), ' ' || search_fold(i.normal));
        {_SAY_OF_IDENTIFIERS.format(written=_SPLIT_AND_LIKE)};
        """,
    ),
    _on("identifier_split", "INSERT", "search_split_identifiers"),
    _on("identifier_split", "UPDATE", "search_split_identifiers"),
)

_FILLED = (
    _SAY_OF_ACCOUNTS.format(written="account"),
    _SAY_OF_IDENTIFIERS.format(written="identifier"),
    *_LIST.format(changed="SELECT id FROM account").split(";"),
)

_INDEXES = (
    "CREATE INDEX search_term_folded ON search_term (folded, kind, found_id)",
    """
    CREATE INDEX search_term_anywhere ON search_term USING gin (folded gin_trgm_ops)
    WITH (gin_pending_list_limit = 512)
    """,
    """
    CREATE INDEX search_term_account_name ON search_term (folded, found_id)
    WHERE kind = 'account' AND field = 'name'
    """,
    """
    CREATE INDEX search_term_account_name_anywhere ON search_term USING gin (folded gin_trgm_ops)
    WITH (gin_pending_list_limit = 512) WHERE kind = 'account' AND field = 'name'
    """,
)
"""Every search reads through the list of pending entries, so it is kept short: kilobytes."""

_ORDERS = (
    """
    ALTER TABLE account_fact ADD COLUMN comparable double precision GENERATED ALWAYS AS (
        number_value / CASE
            WHEN currency IS NULL THEN 1
            WHEN currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'MGA', 'PYG', 'RWF', 'UGX', 'VND',
                'VUV', 'XAF', 'XOF', 'XPF') THEN 1
            WHEN currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN 1000
            ELSE 100
        END
    ) STORED
    """,
    "COMMENT ON COLUMN account_fact.comparable IS 'as people write it in a search: major units for money'",
    "DROP INDEX account_fact_by_number",
    "DROP INDEX account_fact_by_text",
    "CREATE INDEX account_fact_by_number ON account_fact (name, comparable, account_id) WHERE comparable IS NOT NULL",
    """
    CREATE INDEX account_fact_by_text ON account_fact (name, search_fold(text_value), account_id)
    WHERE text_value IS NOT NULL
    """,
    """
    CREATE INDEX account_fact_rising ON account_fact (
        name, coalesce(currency, ''), coalesce(number_value, 0), coalesce(search_fold(text_value), ''), account_id)
    """,
    """
    CREATE INDEX account_fact_falling ON account_fact (
        name, coalesce(currency, ''), coalesce(number_value, 0) DESC, coalesce(search_fold(text_value), '') DESC,
        account_id DESC)
    """,
)

_SAVED_VIEWS = (
    """
    CREATE TABLE saved_view (
        id text PRIMARY KEY,
        owner_id text NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
        team text,
        name text NOT NULL,
        query text NOT NULL,
        columns text[],
        sort text NOT NULL,
        created_at timestamptz NOT NULL,
        changed_at timestamptz NOT NULL
    )
    """,
    "COMMENT ON COLUMN saved_view.team IS 'whose members see it too; null: only its owner'",
    "COMMENT ON COLUMN saved_view.columns IS 'in their order; null: as the list shows them'",
    "CREATE UNIQUE INDEX saved_view_by_owner ON saved_view (owner_id, lower(name))",
    "CREATE INDEX saved_view_by_team ON saved_view (team) WHERE team IS NOT NULL",
)
