"""Which accounts were merged into which, by whom, and what must stay apart."""

from alembic import op

revision = "0006_merging"
down_revision = "0005_changes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (*_MERGES, *_DECISIONS, *_SHOWN, *_METHODS, *_CHANGES):
        op.execute(statement)


_MERGES = (
    "ALTER TABLE account ADD COLUMN shown_as text REFERENCES account (id) CHECK (shown_as <> id)",
    "COMMENT ON COLUMN account.shown_as IS 'the account that it is shown as after a merge; null: itself'",
    "CREATE INDEX account_by_shown_as ON account (shown_as) WHERE shown_as IS NOT NULL",
    "CREATE INDEX account_by_member ON account ((coalesce(shown_as, id)))",
    """
    CREATE TABLE merge (
        id text PRIMARY KEY,
        absorbed text NOT NULL REFERENCES account (id),
        kept text NOT NULL REFERENCES account (id),
        fingerprint text NOT NULL,
        plan jsonb NOT NULL,
        choices jsonb NOT NULL,
        forced_because text,
        merged_by text,
        merged_at timestamptz NOT NULL,
        undone_by text,
        undone_at timestamptz,
        undone_because text,
        CHECK (absorbed <> kept)
    )
    """,
    "COMMENT ON COLUMN merge.kept IS 'the account that survived as it stood; it may have been absorbed itself since'",
    "COMMENT ON COLUMN merge.choices IS 'by field the account whose value was chosen to be shown'",
    "COMMENT ON COLUMN merge.merged_by IS 'a user id; null: the command line'",
    "CREATE UNIQUE INDEX merge_active ON merge (absorbed) WHERE undone_at IS NULL",
    "CREATE INDEX merge_by_absorbed ON merge (absorbed, merged_at)",
    "CREATE INDEX merge_by_kept ON merge (kept, merged_at)",
)

_DECISIONS = (
    """
    CREATE TABLE keep_apart (
        id text PRIMARY KEY,
        one text NOT NULL REFERENCES account (id),
        other text NOT NULL REFERENCES account (id),
        because text NOT NULL,
        decided_by text,
        decided_at timestamptz NOT NULL,
        revoked_by text,
        revoked_at timestamptz,
        CHECK (one < other)
    )
    """,
    "COMMENT ON TABLE keep_apart IS 'what a person said are two customers: no later pass may say otherwise'",
    "CREATE UNIQUE INDEX keep_apart_active ON keep_apart (one, other) WHERE revoked_at IS NULL",
    "CREATE INDEX keep_apart_by_other ON keep_apart (other)",
    """
    CREATE TABLE identifier_split (
        id text PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('email', 'domain', 'record')),
        normal text NOT NULL,
        value text NOT NULL,
        from_account text NOT NULL REFERENCES account (id),
        into_account text NOT NULL REFERENCES account (id),
        split_by text,
        split_at timestamptz NOT NULL,
        ended_by text,
        ended_at timestamptz,
        CHECK (from_account <> into_account)
    )
    """,
    "COMMENT ON TABLE identifier_split IS 'what lists say of one account and a person gave to another'",
    "COMMENT ON COLUMN identifier_split.ended_at IS 'since when it is back, or was given to yet another account'",
    """
    CREATE UNIQUE INDEX identifier_split_active ON identifier_split (kind, normal, from_account)
    WHERE ended_at IS NULL
    """,
    "CREATE INDEX identifier_split_from ON identifier_split (from_account)",
    "CREATE INDEX identifier_split_into ON identifier_split (into_account)",
    """
    CREATE TABLE parent_set (
        id text PRIMARY KEY,
        account_id text NOT NULL REFERENCES account (id),
        parent_id text REFERENCES account (id),
        set_by text,
        set_at timestamptz NOT NULL,
        ended_by text,
        ended_at timestamptz,
        CHECK (parent_id <> account_id)
    )
    """,
    "COMMENT ON TABLE parent_set IS 'parents that people set; a null parent says that there is none'",
    "CREATE UNIQUE INDEX parent_set_active ON parent_set (account_id) WHERE ended_at IS NULL",
)

_SHOWN = (
    """
    CREATE TABLE shown_head (
        account_id text PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
        name text NOT NULL,
        domain text,
        industry text,
        city text,
        country text,
        parent_id text REFERENCES account (id),
        closed_at timestamptz,
        rules jsonb NOT NULL
    )
    """,
    "COMMENT ON TABLE shown_head IS 'what is shown of accounts with members or a parent set by hand; made of theirs'",
    "COMMENT ON COLUMN shown_head.rules IS 'by field which rule chose the value, and whose it is'",
    "CREATE INDEX shown_head_by_parent ON shown_head (parent_id) WHERE parent_id IS NOT NULL",
    """
    CREATE VIEW shown_account AS
    SELECT a.id, coalesce(h.name, a.name) AS name,
        CASE WHEN h.account_id IS NULL THEN a.domain ELSE h.domain END AS domain,
        CASE WHEN h.account_id IS NULL THEN a.industry ELSE h.industry END AS industry,
        CASE WHEN h.account_id IS NULL THEN a.city ELSE h.city END AS city,
        CASE WHEN h.account_id IS NULL THEN a.country ELSE h.country END AS country,
        (SELECT coalesce(p.shown_as, p.id) FROM account p
            WHERE p.id = CASE WHEN h.account_id IS NULL THEN a.parent_id ELSE h.parent_id END) AS parent_id,
        a.created_at, a.updated_at,
        CASE WHEN h.account_id IS NULL THEN a.closed_at ELSE h.closed_at END AS closed_at
    FROM account a LEFT JOIN shown_head h ON h.account_id = a.id
    WHERE a.shown_as IS NULL
    """,
    "COMMENT ON VIEW shown_account IS 'accounts as people see them: members of a merge are one'",
    """
    CREATE VIEW account_member AS
    SELECT coalesce(shown_as, id) AS shown_id, id AS account_id FROM account
    """,
    "COMMENT ON VIEW account_member IS 'every account with the one that it is shown as; most are their own'",
)

_METHODS = (
    "ALTER TABLE link DROP CONSTRAINT link_method_check",
    """
    ALTER TABLE link ADD CONSTRAINT link_method_check
    CHECK (method IN ('declared', 'domain', 'email', 'founded', 'duplicate', 'hand'))
    """,
)

_CHANGES = tuple(
    f"""
    CREATE TRIGGER {table}_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION count_change('book')
    """
    for table in ("merge", "shown_head", "identifier_split", "parent_set")
)
