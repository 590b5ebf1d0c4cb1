"""What lists of people show besides names: what sources say of each person, and what we own of them, in one table.

Own values follow `field_value` by triggers, so that whoever edits, merges or undoes need not know of it.
"""

from alembic import op

revision = "0040_person_facts"
down_revision = "0038_found_later"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (*_PLACES, *_FACTS, *_OWN, *_FOLLOWING, *_FILLED):
        op.execute(statement)


_PLACES = (
    """
    CREATE FUNCTION number_place(number double precision) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE
        WHEN number >= 0 THEN '1' || encode(float8send(number + 0), 'hex')
        ELSE '0' || translate(encode(float8send(number), 'hex'), '0123456789abcdef', 'fedcba9876543210')
    END
    """,
    "COMMENT ON FUNCTION number_place IS 'text that stands (COLLATE \"C\") in the order of the numbers'",
    """
    CREATE FUNCTION text_place(said text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN left(search_fold(said), 200)
    """,
    """
    CREATE FUNCTION fact_place(currency text, number double precision, said text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN coalesce(currency, '') || coalesce(number_place(number), '') || coalesce(text_place(said), '')
    """,
)

_FACTS = (
    """
    CREATE TABLE person_fact (
        contact_id text NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
        name text NOT NULL,
        account_id text,
        text_value text,
        number_value double precision,
        currency text,
        source text NOT NULL,
        as_of timestamptz NOT NULL,
        place text COLLATE "C" NOT NULL
            GENERATED ALWAYS AS (fact_place(currency, number_value, text_value)) STORED,
        PRIMARY KEY (contact_id, name)
    )
    """,
    "COMMENT ON TABLE person_fact IS 'of people as they are shown: what lists show, sort and search by'",
    "COMMENT ON COLUMN person_fact.name IS 'a column of a section, or the id of a field that we own'",
    "COMMENT ON COLUMN person_fact.account_id IS 'whose reading has told it; null for what we own'",
    "COMMENT ON COLUMN person_fact.number_value IS 'count; minor units for money; epoch seconds for times'",
    "COMMENT ON COLUMN person_fact.place IS 'in either order of a list: of one currency, of one kind'",
    "CREATE INDEX person_fact_by_place ON person_fact (name, place, contact_id)",
    "CREATE INDEX person_fact_by_account ON person_fact (account_id, name) WHERE account_id IS NOT NULL",
)

_ELSEWHERE = "('fld_contact_name', 'fld_contact_title', 'fld_contact_email', 'fld_contact_phone')"
"""These have columns of their own."""


def _own_values(whose: str) -> str:
    """As the page chooses among those who were merged."""
    return f"""
        SELECT DISTINCT ON (m.shown_id, v.field_id) m.shown_id, v.field_id, f.kind, v.value, v.set_at
        FROM (SELECT c.id, coalesce(c.shown_as, c.id) AS shown_id FROM contact c WHERE {whose}) AS m
        JOIN field_value v ON v.customer_id = m.id JOIN field f ON f.id = v.field_id AND f.applies_to = 'contact'
        WHERE v.field_id NOT IN {_ELSEWHERE}
        ORDER BY m.shown_id, v.field_id, v.customer_id = m.shown_id DESC, v.value <> 'null' DESC, v.set_at DESC,
            v.customer_id
    """


def _tell(whose: str) -> str:
    return f"""
        INSERT INTO person_fact AS p (contact_id, name, text_value, number_value, currency, source, as_of)
        SELECT o.shown_id, o.field_id,
            CASE o.kind
                WHEN 'number' THEN NULL
                WHEN 'money' THEN NULL
                WHEN 'many_choices' THEN (SELECT string_agg(one, ', ') FROM jsonb_array_elements_text(o.value) AS one)
                WHEN 'user' THEN (SELECT u.name FROM app_user u WHERE u.id = o.value #>> '{{}}')
                ELSE o.value #>> '{{}}'
            END,
            CASE o.kind
                WHEN 'number' THEN (o.value #>> '{{}}')::double precision
                WHEN 'money' THEN (o.value ->> 'amount_minor')::double precision
            END,
            CASE o.kind WHEN 'money' THEN o.value ->> 'currency' END, 'rotunda', o.set_at
        FROM ({_own_values(whose)}) AS o WHERE o.value <> 'null'
        ORDER BY o.shown_id, o.field_id
        ON CONFLICT (contact_id, name) DO UPDATE SET text_value = excluded.text_value,
            number_value = excluded.number_value, currency = excluded.currency, as_of = excluded.as_of
        WHERE (p.text_value, p.number_value, p.currency, p.as_of)
            IS DISTINCT FROM (excluded.text_value, excluded.number_value, excluded.currency, excluded.as_of)
    """


_THEIRS = "c.id = ANY(people) OR c.shown_as = ANY(people)"
_OWN = (
    f"""
    CREATE FUNCTION tell_own_of_people(changed text[]) RETURNS void LANGUAGE plpgsql
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
    SET plan_cache_mode = force_custom_plan AS $$
    DECLARE
        people text[] := ARRAY(SELECT DISTINCT coalesce(c.shown_as, c.id) FROM contact c WHERE c.id = ANY(changed));
    BEGIN
        IF cardinality(people) = 0 THEN RETURN; END IF;
        PERFORM FROM listed_person WHERE id = ANY(people) ORDER BY id FOR NO KEY UPDATE;
        DELETE FROM person_fact p WHERE p.contact_id = ANY(changed || people) AND p.account_id IS NULL
            AND NOT EXISTS (
                SELECT FROM ({_own_values(_THEIRS)}) AS o
                WHERE (o.shown_id, o.field_id) = (p.contact_id, p.name) AND o.value <> 'null');
        {_tell(_THEIRS)};
    END
    $$
    """,
    "COMMENT ON FUNCTION tell_own_of_people IS 'locks first: what another has just committed is read, too'",
)


def _follow(name: str, table: str, event: str, changed: str) -> tuple[str, str]:
    """After each statement, with all of its rows at once."""
    tables = {"INSERT": "NEW TABLE AS written", "DELETE": "OLD TABLE AS unsaid"}
    both = "OLD TABLE AS unsaid NEW TABLE AS written"
    function = f"own_of_people_by_{name}_{event.lower()}"
    return (
        f"""
        CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM tell_own_of_people(ARRAY({changed}));
            RETURN NULL;
        END
        $$
        """,
        f"""
        CREATE TRIGGER {function} AFTER {event} ON {table} REFERENCING {tables.get(event, both)}
        FOR EACH STATEMENT EXECUTE FUNCTION {function}()
        """,
    )


_SAID = "SELECT DISTINCT customer_id FROM {} WHERE applies_to = 'contact'"
_POINTED = """
    SELECT unnest(ARRAY[w.id, w.shown_as, u.shown_as]) FROM unsaid u JOIN written w USING (id)
    WHERE u.shown_as IS DISTINCT FROM w.shown_as
"""
_FOLLOWING = (
    *_follow("values", "field_value", "INSERT", _SAID.format("written")),
    *_follow("values", "field_value", "UPDATE", _SAID.format("written")),
    *_follow("values", "field_value", "DELETE", _SAID.format("unsaid")),
    *_follow("pointers", "contact", "UPDATE", _POINTED),
    """
    CREATE FUNCTION own_of_people_by_teammate() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM tell_own_of_people(ARRAY(
            SELECT v.customer_id FROM field f JOIN field_value v ON v.field_id = f.id
            WHERE f.kind = 'user' AND f.applies_to = 'contact' AND left(lower(v.value #>> '{}'), 200) = lower(NEW.id)));
        RETURN NULL;
    END
    $$
    """,
    """
    CREATE TRIGGER own_of_people_by_teammate AFTER UPDATE OF name ON app_user FOR EACH ROW
    WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION own_of_people_by_teammate()
    """,
)

_FILLED = (_tell("true"),)
