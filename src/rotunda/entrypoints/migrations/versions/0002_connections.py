"""Configured sources, their sealed secrets and how they are doing."""

from alembic import op

revision = "0002_connections"
down_revision = "0001_access"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE connection (
            id text PRIMARY KEY,
            source text NOT NULL,
            title text NOT NULL,
            settings jsonb NOT NULL,
            created_at timestamptz NOT NULL,
            created_by text,
            changed_at timestamptz NOT NULL,
            state text NOT NULL,
            last_success_at timestamptz,
            last_error_at timestamptz,
            last_error_kind text,
            last_error_reason text,
            CHECK (num_nulls(last_error_at, last_error_kind, last_error_reason) IN (0, 3))
        )
        """
    )
    op.execute("COMMENT ON COLUMN connection.settings IS 'form fields that are no secrets, by name'")
    op.execute("COMMENT ON COLUMN connection.created_by IS 'a user id; null: the command line'")
    op.execute(
        """
        CREATE TABLE connection_secret (
            connection_id text NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
            field text NOT NULL,
            sealed bytea NOT NULL,
            key_id text NOT NULL,
            PRIMARY KEY (connection_id, field)
        )
        """
    )
    op.execute("COMMENT ON COLUMN connection_secret.key_id IS 'which of the installation''s keys sealed it'")
