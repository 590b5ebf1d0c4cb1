"""One narrow document for each account and each person: everything that they are found by, and whose they are.

A word, a right and their intersection are answered by one index, however frequent the word is. The documents follow the
tables by statement triggers, as `search_term` does; what is committed can be found. Who is at an account that merges is
not written anew: documents of people are of the account that they are at, and searches follow its pointer.
"""

from alembic import op

revision = "0019_search_documents"
down_revision = "0021_standing_links"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (*_ACCOUNTS, *_PEOPLE, *_WORDS, *_FUNCTIONS, *_FILLED, *_INDEXES, *_FOLLOWING, *_FACTS):
        op.execute(statement)


_SCOPE = """
    ARRAY(
        SELECT DISTINCT CASE WHEN o.email IS NULL THEN 'team:' || o.team ELSE 'email:' || o.email END
        FROM account_member m JOIN account_owner o USING (account_id) WHERE m.shown_id = {account} ORDER BY 1)
"""
_OWNERS_OF_ONE = """
    ARRAY(
        SELECT DISTINCT CASE WHEN o.email IS NULL THEN 'team:' || o.team ELSE 'email:' || o.email END
        FROM account_owner o WHERE o.account_id = c.account_id ORDER BY 1)
"""
_SAID_OF_ACCOUNT = """
    SELECT t.folded FROM account_member m JOIN search_term t ON t.subject_id = m.account_id
    WHERE m.shown_id = l.id AND t.field {which}
"""
_LINES = "coalesce((SELECT string_agg(DISTINCT s.folded, E'\\n' ORDER BY s.folded) FROM ({said}) AS s), '')"
_NAMED, _KNOWN, _REACHED = (
    _SAID_OF_ACCOUNT.format(which=which)
    for which in ("= 'name'", "IN ('domain', 'city', 'industry', 'record')", "= 'email'")
)
_MOST = 300
"""Addresses, or ids, in one document: it is written anew with each of them."""

_ACCOUNTS = (
    """
    ALTER TABLE listed_account ADD COLUMN names text COLLATE "C" NOT NULL DEFAULT '',
        ADD COLUMN words text COLLATE "C" NOT NULL DEFAULT '', ADD COLUMN reach text COLLATE "C" NOT NULL DEFAULT '',
        ADD COLUMN many boolean NOT NULL DEFAULT false, ADD COLUMN scope text[] NOT NULL DEFAULT '{}'
    """,
    "COMMENT ON COLUMN listed_account.names IS 'a line for each name, today''s and former ones: search_term.folded'",
    "COMMENT ON COLUMN listed_account.words IS 'domains, city, industry, ids of records, as lines'",
    "COMMENT ON COLUMN listed_account.reach IS 'addresses, as lines: they find for those only who may read them'",
    "COMMENT ON COLUMN listed_account.many IS 'there are more addresses or ids than a document holds: see search_term'",
    "COMMENT ON COLUMN listed_account.scope IS 'whose it is: email:… and team:… of the owners of all of its members'",
    f"""
    CREATE VIEW described_account AS
    SELECT l.id, {_LINES.format(said=_NAMED)} AS names, {_LINES.format(said=f"{_KNOWN} LIMIT {_MOST}")} AS words,
        {_LINES.format(said=f"{_REACHED} LIMIT {_MOST}")} AS reach,
        (SELECT count(*) > {_MOST} FROM ({_REACHED} LIMIT {_MOST + 1}) AS one)
            OR (SELECT count(*) > {_MOST} FROM ({_KNOWN} LIMIT {_MOST + 1}) AS one) AS many,
        {_SCOPE.format(account="l.id")} AS scope
    FROM listed_account l
    """,
    "COMMENT ON VIEW described_account IS 'what the documents in listed_account have to be'",
)

_SAME = "(SELECT * FROM contact n WHERE n.id = c.id OR n.shown_as = c.id OFFSET 0) AS n"
"""A person with all that were merged into them. `OFFSET 0`: they come first, and what belongs to them is looked up."""

_NAMES = f"""
    SELECT v.said FROM {_SAME} CROSS JOIN LATERAL (VALUES (n.name), (n.mirrored_name)) AS v (said)
    WHERE v.said IS NOT NULL
"""
_REACH = f"""
    SELECT i.normal FROM {_SAME} CROSS JOIN LATERAL (
        SELECT * FROM contact_identifier i WHERE i.contact_id = n.id AND i.kind IN ('email', 'phone') OFFSET 0) AS i
    WHERE NOT EXISTS (
        SELECT FROM contact_split x WHERE x.kind = i.kind AND x.normal = i.normal AND x.from_contact = i.contact_id
            AND x.ended_at IS NULL)
    UNION ALL
    SELECT x.normal FROM {_SAME} JOIN contact_split x ON x.into_contact = n.id
    WHERE x.kind IN ('email', 'phone') AND x.ended_at IS NULL
"""
_PEOPLE = (
    """
    CREATE TABLE listed_person (
        id text PRIMARY KEY REFERENCES contact (id) ON DELETE CASCADE,
        account_id text,
        place text NOT NULL,
        folded text COLLATE "C" NOT NULL,
        names text COLLATE "C" NOT NULL,
        reach text COLLATE "C" NOT NULL,
        company text COLLATE "C" NOT NULL,
        scope text[] NOT NULL
    )
    """,
    "COMMENT ON TABLE listed_person IS 'open contacts as people see them, where lists and search read them'",
    "COMMENT ON COLUMN listed_person.account_id IS 'where the person is; what is merged is shown as another'",
    "COMMENT ON COLUMN listed_person.place IS 'in the order of the list'",
    "COMMENT ON COLUMN listed_person.folded IS 'the name that is shown, as compared'",
    "COMMENT ON COLUMN listed_person.names IS 'names that anybody has said, as lines, but not addresses'",
    "COMMENT ON COLUMN listed_person.reach IS 'addresses and numbers, as lines: for those only who may read them'",
    "COMMENT ON COLUMN listed_person.company IS 'the names of that account, as lines'",
    "COMMENT ON COLUMN listed_person.scope IS 'whose that account is, as in listed_account'",
    f"""
    CREATE VIEW described_person AS
    SELECT c.id, c.account_id, lower(c.name) AS place, search_fold(c.name) AS folded,
        coalesce((
            SELECT string_agg(DISTINCT ' ' || search_fold(s.said), E'\\n' ORDER BY ' ' || search_fold(s.said))
            FROM ({_NAMES}) AS s WHERE position('@' in s.said) = 0), '') AS names,
        coalesce((
            SELECT string_agg(DISTINCT ' ' || search_fold(s.said), E'\\n' ORDER BY ' ' || search_fold(s.said))
            FROM ({_NAMES} AND position('@' in v.said) > 0 UNION ALL {_REACH} LIMIT {_MOST}) AS s), '') AS reach,
        coalesce((
            SELECT string_agg(DISTINCT t.folded, E'\\n' ORDER BY t.folded)
            FROM search_term t WHERE t.subject_id = c.account_id AND t.field = 'name'), '') AS company,
        {_OWNERS_OF_ONE} AS scope
    FROM contact c
    WHERE c.shown_as IS NULL AND c.closed_at IS NULL
    """,
    "COMMENT ON VIEW described_person IS 'what listed_person has to be'",
)

_WORDS = (
    'CREATE TABLE search_word (kind text NOT NULL, word text COLLATE "C" NOT NULL)',
    "COMMENT ON TABLE search_word IS 'words of names, each once as a rule: what is misspelled is looked up here first'",
    "COMMENT ON COLUMN search_word.kind IS 'account or person'",
    """
    CREATE FUNCTION learn_words(of_kind text, said text[]) RETURNS void LANGUAGE sql
    BEGIN ATOMIC
        INSERT INTO search_word (kind, word)
        SELECT of_kind, one.word FROM (
            SELECT DISTINCT w.word COLLATE "C" AS word
            FROM unnest(said) AS s (names), regexp_split_to_table(s.names, '[[:space:]]+') AS w (word)
            WHERE length(w.word) BETWEEN 3 AND 60
        ) AS one
        WHERE NOT EXISTS (SELECT FROM search_word k WHERE k.kind = of_kind AND k.word = one.word);
    END
    """,
    "COMMENT ON FUNCTION learn_words IS 'two that learn a word at once do not wait: then it is there twice'",
)

_NESTED = "SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off"
_BY_INDEX = f"{_NESTED} SET plan_cache_mode = force_custom_plan"
"""While a table is being filled, what is known of it says that it is empty: plans, kept ones above all, would read it
from end to end for each row.
"""

_PERSON_COLUMNS = "id, account_id, place, folded, names, reach, company, scope"
_FUNCTIONS = (
    f"""
    CREATE FUNCTION describe_accounts(changed text[]) RETURNS void LANGUAGE plpgsql {_BY_INDEX} AS $$
    BEGIN
        PERFORM FROM listed_account WHERE id = ANY(changed) ORDER BY id FOR NO KEY UPDATE;
        WITH d AS MATERIALIZED (SELECT * FROM described_account WHERE id = ANY(changed))
        UPDATE listed_account l SET names = d.names, words = d.words, reach = d.reach, many = d.many, scope = d.scope
        FROM d
        WHERE d.id = l.id AND (l.names, l.words, l.reach, l.many, l.scope)
            IS DISTINCT FROM (d.names, d.words, d.reach, d.many, d.scope);
    END
    $$
    """,
    "COMMENT ON FUNCTION describe_accounts IS 'locks first: what another has just committed is read, too'",
    f"""
    CREATE FUNCTION list_people(changed text[]) RETURNS void LANGUAGE plpgsql {_BY_INDEX} AS $$
    DECLARE
        shown text[] := ARRAY(
            SELECT id FROM unnest(changed) AS id WHERE id IS NOT NULL
            UNION SELECT shown_as FROM contact WHERE id = ANY(changed) AND shown_as IS NOT NULL);
        standing text[];
    BEGIN
        IF cardinality(shown) = 0 THEN RETURN; END IF;
        PERFORM FROM listed_person WHERE id = ANY(shown) ORDER BY id FOR NO KEY UPDATE;
        standing := ARRAY(
            SELECT id FROM contact WHERE id = ANY(shown) AND shown_as IS NULL AND closed_at IS NULL);
        DELETE FROM listed_person WHERE id = ANY(shown) AND id <> ALL(standing);
        INSERT INTO listed_person AS l ({_PERSON_COLUMNS})
        SELECT {_PERSON_COLUMNS} FROM described_person WHERE id = ANY(standing) ORDER BY id
        ON CONFLICT (id) DO UPDATE SET account_id = excluded.account_id, place = excluded.place,
            folded = excluded.folded, names = excluded.names, reach = excluded.reach, company = excluded.company,
            scope = excluded.scope
        WHERE (l.account_id, l.place, l.folded, l.names, l.reach, l.company, l.scope) IS DISTINCT FROM
            (excluded.account_id, excluded.place, excluded.folded, excluded.names, excluded.reach, excluded.company,
            excluded.scope);
        PERFORM learn_words('person', ARRAY(SELECT names FROM listed_person WHERE id = ANY(shown)));
    END
    $$
    """,
    """
    CREATE FUNCTION people_of(accounts text[]) RETURNS text[] LANGUAGE sql STABLE
    RETURN ARRAY(
        SELECT c.id FROM contact c WHERE c.account_id = ANY(accounts) AND c.shown_as IS NULL)
    """,
    """
    CREATE FUNCTION shown_of(accounts text[]) RETURNS text[] LANGUAGE sql STABLE
    RETURN ARRAY(SELECT DISTINCT m.shown_id FROM account_member m WHERE m.account_id = ANY(accounts))
    """,
    "COMMENT ON FUNCTION shown_of IS 'what these accounts are shown as'",
)

_FILLED = (
    """
    UPDATE listed_account l SET names = d.names, words = d.words, reach = d.reach, many = d.many, scope = d.scope
    FROM described_account d WHERE d.id = l.id
    """,
    f"INSERT INTO listed_person ({_PERSON_COLUMNS}) SELECT {_PERSON_COLUMNS} FROM described_person",
    """
    INSERT INTO search_word (kind, word)
    SELECT DISTINCT s.kind, w.word COLLATE "C"
    FROM (SELECT 'account' AS kind, names FROM listed_account UNION ALL SELECT 'person', names FROM listed_person) AS s,
        regexp_split_to_table(s.names, '[[:space:]]+') AS w (word)
    WHERE length(w.word) BETWEEN 3 AND 60
    """,
)

_PENDING = "WITH (gin_pending_list_limit = 512)"
_INDEXES = (
    "CREATE INDEX search_word_known ON search_word (kind, word)",
    f"CREATE INDEX search_word_alike ON search_word USING gin (word gin_trgm_ops) {_PENDING}",
    f"""
    CREATE INDEX listed_account_found ON listed_account
    USING gin (scope, names gin_trgm_ops, words gin_trgm_ops, reach gin_trgm_ops) {_PENDING}
    """,
    f"""
    CREATE INDEX listed_person_found ON listed_person
    USING gin (scope, names gin_trgm_ops, reach gin_trgm_ops, company gin_trgm_ops) {_PENDING}
    """,
    "CREATE INDEX listed_person_by_name ON listed_person (folded, id)",
    "CREATE INDEX listed_person_by_place ON listed_person (place, id)",
    "CREATE INDEX listed_person_by_account ON listed_person (account_id)",
    "CREATE INDEX listed_account_of_many ON listed_account (id) WHERE many",
    "DROP INDEX search_term_account_name_anywhere, search_term_anywhere",
    "DROP INDEX contact_name_anywhere, contact_mirrored_anywhere, contact_name_beginning, contact_by_name",
    "DROP INDEX contact_identifier_by_words",
)
"""Every search reads through the list of pending entries, so it is kept short: kilobytes."""


def _function(name: str, body: str) -> str:
    return f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            {body}
            RETURN NULL;
        END
        $$
    """


def _follow(name: str, table: str, bodies: dict[str, str]) -> list[str]:
    """After each statement, with all of its rows at once."""
    before, after = "OLD TABLE AS unsaid", "NEW TABLE AS written"
    tables = {"INSERT": after, "UPDATE": f"{before} {after}", "DELETE": before}
    made: list[str] = []
    for event, body in bodies.items():
        function = f"search_{name}_by_{event.lower()}"
        made += [
            _function(function, body),
            f"""
            CREATE TRIGGER {function} AFTER {event} ON {table} REFERENCING {tables[event]}
            FOR EACH STATEMENT EXECUTE FUNCTION {function}()
            """,
        ]
    return made


def _events(body: str) -> dict[str, str]:
    """The same for whatever happens; `{changed}` are the rows as they were and as they are."""
    both = "(SELECT * FROM unsaid UNION ALL SELECT * FROM written)"
    return {
        event: body.format(changed=changed)
        for event, changed in {"INSERT": "written", "UPDATE": both, "DELETE": "unsaid"}.items()
    }


_DESCRIBE = """
    PERFORM describe_accounts(shown_of(ARRAY(SELECT DISTINCT t.subject_id FROM {changed} AS t)));
    PERFORM list_people(people_of(ARRAY(SELECT DISTINCT t.subject_id FROM {changed} AS t WHERE t.field = 'name')));
"""
_POINTED = """
    PERFORM describe_accounts(ARRAY(
        SELECT unnest(ARRAY[coalesce(u.shown_as, u.id), coalesce(w.shown_as, w.id)])
        FROM unsaid u JOIN written w USING (id) WHERE u.shown_as IS DISTINCT FROM w.shown_as));
"""
_LEARN = """
    PERFORM learn_words('account', ARRAY(SELECT t.folded FROM written t WHERE t.field = 'name'));
"""
_DIFFERENT_PEOPLE = """
    PERFORM list_people(ARRAY(
        SELECT unnest(ARRAY[w.id, w.shown_as, u.shown_as]) FROM unsaid u JOIN written w USING (id)
        WHERE (u.name, u.mirrored_name, u.account_id, u.shown_as, u.closed_at)
            IS DISTINCT FROM (w.name, w.mirrored_name, w.account_id, w.shown_as, w.closed_at)));
"""
_OWNED = """
    PERFORM describe_accounts(shown_of(ARRAY(SELECT o.account_id FROM {changed} AS o)));
    PERFORM list_people(people_of(ARRAY(SELECT o.account_id FROM {changed} AS o)));
"""
_IDENTIFIED = """
    PERFORM list_people(ARRAY(
        SELECT i.contact_id FROM {changed} AS i WHERE i.kind IN ('email', 'phone')
        UNION SELECT x.into_contact FROM {changed} AS i JOIN contact_split x
            ON x.kind = i.kind AND x.normal = i.normal AND x.from_contact = i.contact_id));
"""
_SPLIT = "PERFORM list_people(ARRAY(SELECT unnest(ARRAY[x.from_contact, x.into_contact]) FROM {changed} AS x));"

_FOLLOWING = (
    *_follow("listed", "listed_account", {"INSERT": "PERFORM describe_accounts(ARRAY(SELECT id FROM written));"}),
    *_follow(
        "terms",
        "search_term",
        {
            "INSERT": _DESCRIBE.format(changed="written") + _LEARN,
            "DELETE": _DESCRIBE.format(changed="unsaid"),
        },
    ),
    *_follow("pointers", "account", {"UPDATE": _POINTED}),
    *_follow("owners", "account_owner", _events(_OWNED)),
    *_follow(
        "people",
        "contact",
        {
            "INSERT": "PERFORM list_people(ARRAY(SELECT id FROM written));",
            "UPDATE": _DIFFERENT_PEOPLE,
            "DELETE": "PERFORM list_people(ARRAY(SELECT shown_as FROM unsaid));",
        },
    ),
    *_follow("reach", "contact_identifier", _events(_IDENTIFIED)),
    *_follow("splits", "contact_split", _events(_SPLIT)),
)

_FACTS = (
    "ALTER TABLE account_fact ADD COLUMN folded text GENERATED ALWAYS AS (search_fold(text_value)) STORED",
    "COMMENT ON COLUMN account_fact.folded IS 'text_value as compared'",
    "DROP INDEX account_fact_by_text",
    "CREATE INDEX account_fact_by_text ON account_fact (name, folded, account_id) WHERE folded IS NOT NULL",
)
"""Compared without a look at the table where the index is fresh."""
