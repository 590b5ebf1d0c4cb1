"""Accounts, what they are known by, the sources' records and which account each one is."""

from alembic import op

revision = "0003_identity"
down_revision = "0002_connections"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE account (
            id text PRIMARY KEY,
            name text NOT NULL,
            domain text,
            industry text,
            city text,
            country text,
            parent_id text REFERENCES account (id),
            created_at timestamptz NOT NULL,
            updated_at timestamptz NOT NULL,
            closed_at timestamptz,
            CHECK (parent_id <> id)
        )
        """
    )
    op.execute("COMMENT ON COLUMN account.closed_at IS 'since when no record of any source is linked to it'")
    op.execute("CREATE INDEX account_by_parent ON account (parent_id) WHERE parent_id IS NOT NULL")
    op.execute(
        """
        CREATE TABLE account_owner (
            account_id text NOT NULL REFERENCES account (id),
            email text,
            team text,
            role text NOT NULL,
            source text NOT NULL,
            CHECK (num_nonnulls(email, team) = 1),
            UNIQUE NULLS NOT DISTINCT (account_id, email, team, role, source)
        )
        """
    )
    op.execute("CREATE INDEX account_owner_by_email ON account_owner (email, account_id) WHERE email IS NOT NULL")
    op.execute("CREATE INDEX account_owner_by_team ON account_owner (team, account_id) WHERE team IS NOT NULL")
    op.execute(
        """
        CREATE TABLE identifier (
            account_id text NOT NULL REFERENCES account (id),
            kind text NOT NULL CHECK (kind IN ('email', 'domain', 'record')),
            normal text NOT NULL,
            source text NOT NULL,
            value text NOT NULL,
            connection_id text NOT NULL,
            verified boolean NOT NULL,
            since timestamptz NOT NULL,
            until timestamptz,
            PRIMARY KEY (kind, normal, account_id, source)
        )
        """
    )
    op.execute("COMMENT ON COLUMN identifier.until IS 'since when no source says so any more; it still finds'")
    op.execute("CREATE INDEX identifier_by_account ON identifier (account_id)")
    op.execute(
        """
        CREATE TABLE source_record (
            connection_id text NOT NULL,
            record_type text NOT NULL,
            external_id text NOT NULL,
            source text NOT NULL,
            category text NOT NULL,
            is_person boolean NOT NULL,
            founds_account boolean NOT NULL,
            name text,
            domains text[] NOT NULL,
            emails text[] NOT NULL,
            verified_emails text[] NOT NULL,
            declared text[] NOT NULL,
            company text,
            parent text,
            owner_emails text[] NOT NULL,
            owner_teams text[] NOT NULL,
            industry text,
            city text,
            country text,
            updated_at timestamptz,
            changed_at timestamptz NOT NULL,
            missing_since timestamptz,
            unlinked_because text,
            candidates text[] NOT NULL DEFAULT '{}',
            PRIMARY KEY (connection_id, record_type, external_id)
        )
        """
    )
    op.execute("COMMENT ON TABLE source_record IS 'what may identify a record, and who owns it; never a payload'")
    op.execute("COMMENT ON COLUMN source_record.missing_since IS 'since when its source does not list it any more'")
    op.execute("COMMENT ON COLUMN source_record.declared IS 'source:external_id of the records that it says it is'")
    op.execute(
        """
        CREATE TABLE link (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            account_id text NOT NULL REFERENCES account (id),
            connection_id text NOT NULL,
            source text NOT NULL,
            record_type text NOT NULL,
            external_id text NOT NULL,
            method text NOT NULL CHECK (method IN ('declared', 'domain', 'email', 'founded', 'duplicate')),
            confidence real NOT NULL CHECK (confidence BETWEEN 0 AND 1),
            evidence jsonb NOT NULL,
            linked_by text NOT NULL,
            linked_at timestamptz NOT NULL,
            revoked_at timestamptz,
            revoked_by text,
            revoked_because text,
            CHECK ((revoked_at IS NULL) = (revoked_because IS NULL))
        )
        """
    )
    op.execute(
        """
        CREATE UNIQUE INDEX link_active ON link (connection_id, record_type, external_id) WHERE revoked_at IS NULL
        """
    )
    op.execute("CREATE INDEX link_by_account ON link (account_id, id) WHERE revoked_at IS NULL")
    op.execute(
        "CREATE INDEX link_revoked ON link (connection_id, record_type, external_id) WHERE revoked_at IS NOT NULL"
    )
