"""What happened with customers: events in partitions by time, the streams of accounts, and what is to be read anew.

An event is attributed when it is recorded; where a link, an address or the account of a person changes later, triggers
say which names that concerns. Merges change none of it: a merged account is read over its members.
"""

from alembic import op

revision = "0025_timeline"
down_revision = "0026_jobs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (_words(), *_WORDS, *_EVENTS, *_STREAMS, *_MOVED, *_FOLLOWING):
        op.execute(statement)


def _words() -> str:
    [[schema]] = op.get_bind().exec_driver_sql(
        "SELECT quote_ident(nspname) FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace "
        "WHERE extname = 'unaccent'"
    )
    return f"""
        CREATE TEXT SEARCH CONFIGURATION timeline_words (COPY = simple);
        ALTER TEXT SEARCH CONFIGURATION timeline_words
            ALTER MAPPING FOR hword, hword_part, word WITH {schema}.unaccent, simple
    """


_WORDS = ("COMMENT ON TEXT SEARCH CONFIGURATION timeline_words IS 'as search_fold: without accents and case'",)

_EVENTS = (
    """
    CREATE TABLE timeline_kind (
        id smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        type text NOT NULL,
        label text NOT NULL,
        routine boolean NOT NULL,
        UNIQUE (type, label, routine)
    )
    """,
    "COMMENT ON TABLE timeline_kind IS 'what decides who may see an event: made as such events are met'",
    """
    CREATE TABLE timeline_event (
        at timestamptz NOT NULL,
        id uuid NOT NULL,
        kind smallint NOT NULL,
        connection_id text NOT NULL,
        key text NOT NULL,
        version bigint NOT NULL,
        recorded_at timestamptz NOT NULL,
        record_type text NOT NULL,
        external_id text NOT NULL,
        subject text,
        text text,
        url text,
        people jsonb NOT NULL,
        details jsonb,
        keys text[] COLLATE "C" NOT NULL,
        words tsvector GENERATED ALWAYS AS (
            to_tsvector('timeline_words'::regconfig, left(coalesce(subject, '') || ' ' || coalesce(text, ''), 200000))
        ) STORED,
        PRIMARY KEY (at, id)
    ) PARTITION BY RANGE (at)
    """,
    "COMMENT ON COLUMN timeline_event.id IS 'of its connection and key: the same event has the same id, always'",
    "COMMENT ON COLUMN timeline_event.details IS 'rotunda.connector_kit.events.Details; html in it is not safe'",
    "COMMENT ON COLUMN timeline_event.keys IS 'whose it is: ids of accounts and contacts, what it names, its kind'",
    """
    CREATE INDEX timeline_event_found ON timeline_event USING gin (keys, words) WITH (gin_pending_list_limit = 1024)
    """,
    """
    CREATE TABLE timeline_key (
        id uuid PRIMARY KEY,
        at timestamptz,
        version bigint NOT NULL,
        digest bigint NOT NULL
    )
    """,
    "COMMENT ON TABLE timeline_key IS 'every event there is, and was: where it stands, in which version'",
    "COMMENT ON COLUMN timeline_key.at IS 'null: it is gone from its source, and no older version brings it back'",
)

_STREAMS = (
    """
    CREATE TABLE timeline_entry (
        account_id text COLLATE "C" NOT NULL,
        kind smallint NOT NULL,
        at timestamptz NOT NULL,
        event_id uuid NOT NULL,
        PRIMARY KEY (account_id, kind, at, event_id)
    )
    """,
    "COMMENT ON TABLE timeline_entry IS 'the events of each account, by kind, in their order'",
    """
    CREATE TABLE timeline_count (
        account_id text COLLATE "C" NOT NULL,
        kind smallint NOT NULL,
        quarter date NOT NULL,
        events integer NOT NULL,
        PRIMARY KEY (account_id, kind, quarter)
    ) WITH (fillfactor = 80)
    """,
    "COMMENT ON TABLE timeline_count IS 'how many entries each account has in each quarter of a year'",
)

_MOVED = (
    """
    CREATE TABLE timeline_moved (
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name text COLLATE "C" NOT NULL
    )
    """,
    "COMMENT ON TABLE timeline_moved IS 'names that may mean somebody else by now: their events are attributed anew'",
    """
    CREATE FUNCTION timeline_record(connection_id text, record_type text, external_id text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN left('r|' || connection_id || '|' || record_type || '|' || external_id, 400)
    """,
    """
    CREATE FUNCTION timeline_address(normal text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN left('a|' || normal, 400)
    """,
    """
    CREATE FUNCTION timeline_names_of(contacts text[]) RETURNS TABLE (name text) LANGUAGE sql STABLE
    BEGIN ATOMIC
        SELECT timeline_record(l.connection_id, l.record_type, l.external_id)
        FROM contact_link l WHERE l.contact_id = ANY(contacts) AND l.revoked_at IS NULL
        UNION
        SELECT timeline_record('rotunda', 'contact', c.id) FROM unnest(contacts) AS c (id)
        UNION
        SELECT timeline_address(i.normal)
        FROM contact_identifier i WHERE i.contact_id = ANY(contacts) AND i.kind = 'email'
        UNION
        SELECT timeline_address(x.normal)
        FROM contact_split x WHERE x.into_contact = ANY(contacts) AND x.ended_at IS NULL AND x.kind = 'email';
    END
    """,
    "COMMENT ON FUNCTION timeline_names_of IS 'the names under which events speak of these contacts'",
)

_RECORD = "timeline_record(n.connection_id, n.record_type, n.external_id)"
_ADDRESS = "timeline_address(n.normal)"
_EMAILS = "n.kind = 'email'"
_LINKED = "(n.{}, n.revoked_at IS NULL) IS DISTINCT FROM (b.{}, b.revoked_at IS NULL)"
_ENDED = "n.ended_at IS DISTINCT FROM b.ended_at"


def _trigger(table: str, event: str, body: str) -> tuple[str, str]:
    tables = {"INSERT": "NEW TABLE AS n", "UPDATE": "OLD TABLE AS b NEW TABLE AS n", "DELETE": "OLD TABLE AS n"}[event]
    name = f"timeline_{table}_{event.lower()}"
    return (
        f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO timeline_moved (name) {body};
            RETURN NULL;
        END
        $$
        """,
        f"""
        CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {tables}
        FOR EACH STATEMENT EXECUTE FUNCTION {name}()
        """,
    )


def _once_there(table: str, name: str, which: str) -> list[str]:
    """Names that come and go with their rows."""
    body = f"SELECT DISTINCT {name} FROM n WHERE {which}"
    return [each for event in ("INSERT", "DELETE") for each in _trigger(table, event, body)]


def _while_it_stands(table: str, name: str, which: str, changed: str) -> list[str]:
    """Names that come with their rows and go when these are revoked or ended."""
    fresh = f"SELECT DISTINCT {name} FROM n WHERE {which}"
    moved = f"SELECT DISTINCT {name} FROM n JOIN b USING (id) WHERE {which} AND {changed}"
    return [*_trigger(table, "INSERT", fresh), *_trigger(table, "UPDATE", moved)]


_CONTACT_MOVED = """
    SELECT timeline_names_of(array_agg(c.id)) FROM (
        SELECT n.id, n.found_as FROM n JOIN b USING (id)
        WHERE (n.mirrored_account, n.found_as) IS DISTINCT FROM (b.mirrored_account, b.found_as)
    ) AS moved JOIN contact c ON c.id = moved.id OR c.found_as = moved.id
    HAVING count(*) > 0
"""

_FOLLOWING = (
    *_while_it_stands("link", _RECORD, "true", _LINKED.format("account_id", "account_id")),
    *_while_it_stands("contact_link", _RECORD, "true", _LINKED.format("contact_id", "contact_id")),
    *_while_it_stands("identifier_split", _ADDRESS, _EMAILS, _ENDED),
    *_while_it_stands("contact_split", _ADDRESS, _EMAILS, _ENDED),
    *_once_there("identifier", _ADDRESS, _EMAILS),
    *_once_there("contact_identifier", _ADDRESS, _EMAILS),
    *_trigger("contact", "UPDATE", _CONTACT_MOVED),
)
