"""Users, sessions, API tokens, and the audit log."""

from alembic import op

revision = "0001_access"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (*_SIGN_IN, *_AUDIT, *_GUARDS):
        op.execute(statement)


_SIGN_IN = (
    """
    CREATE TABLE app_user (
        id text PRIMARY KEY,
        email text NOT NULL,
        name text NOT NULL,
        roles text[] NOT NULL,
        teams text[] NOT NULL,
        created_at timestamptz NOT NULL,
        disabled_at timestamptz
    )
    """,
    "CREATE UNIQUE INDEX app_user_by_email ON app_user (lower(email))",
    """
    CREATE TABLE session (
        token_hash bytea PRIMARY KEY,
        user_id text NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
        created_at timestamptz NOT NULL,
        last_seen_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL
    )
    """,
    "CREATE INDEX session_by_user ON session (user_id)",
    "CREATE INDEX session_by_end ON session (expires_at)",
    """
    CREATE TABLE api_token (
        id text PRIMARY KEY,
        token_hash bytea NOT NULL UNIQUE,
        user_id text NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
        name text NOT NULL,
        roles text[] NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz,
        revoked_at timestamptz,
        last_used_at timestamptz
    )
    """,
    "CREATE INDEX api_token_by_user ON api_token (user_id)",
)

_AUDIT = (
    """
    CREATE TABLE audit_row (
        id text PRIMARY KEY,
        chain text NOT NULL,
        seq bigint NOT NULL,
        at timestamptz NOT NULL,
        actor_id text,
        actor_name text NOT NULL,
        actor_via text NOT NULL,
        action text NOT NULL,
        account_id text,
        detail jsonb NOT NULL,
        request_id text NOT NULL,
        previous bytea NOT NULL,
        hash bytea NOT NULL,
        UNIQUE (chain, seq)
    )
    """,
    "CREATE INDEX audit_row_by_time ON audit_row (at DESC, id DESC)",
    "CREATE INDEX audit_row_by_account ON audit_row (account_id, at DESC, id DESC)",
    "CREATE INDEX audit_row_by_actor ON audit_row (actor_id, at DESC, id DESC)",
    "CREATE INDEX audit_row_chain_start ON audit_row (chain) WHERE action = 'chain.start'",
    """
    CREATE TABLE audit_head (
        chain text PRIMARY KEY,
        seq bigint NOT NULL,
        hash bytea NOT NULL,
        seal bytea NOT NULL
    )
    """,
    """
    CREATE TABLE audit_prune (
        chain text PRIMARY KEY,
        up_to bigint NOT NULL,
        hash bytea NOT NULL,
        pruned_at timestamptz NOT NULL,
        seal bytea NOT NULL
    )
    """,
)

_GUARDS = (
    """
    CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF EXISTS (SELECT 1 FROM audit_prune WHERE chain = OLD.chain AND up_to >= OLD.seq) THEN
                RETURN OLD;
            END IF;
        END IF;
        RAISE EXCEPTION 'the audit log is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
    END
    $$
    """,
    """
    CREATE TRIGGER audit_row_append_only BEFORE UPDATE OR DELETE ON audit_row
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()
    """,
    """
    CREATE TRIGGER audit_row_no_truncate BEFORE TRUNCATE ON audit_row
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()
    """,
)
