"""Fields that we own: definitions, values, history."""

from alembic import op

revision = "0009_fields"
down_revision = "0008_contacts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (*_DEFINITIONS, *_VALUES, *_CHANGES, *_OWNED, *_BOOK):
        op.execute(statement)


_DEFINITIONS = (
    """
    CREATE TABLE field (
        id text PRIMARY KEY,
        applies_to text NOT NULL CHECK (applies_to IN ('account', 'contact')),
        name text NOT NULL CHECK (name ~ '^[a-z][a-z0-9_]{0,39}$'),
        title text NOT NULL,
        description text NOT NULL DEFAULT '',
        kind text NOT NULL CHECK (
            kind IN ('text', 'number', 'money', 'date', 'choice', 'many_choices', 'user', 'url')),
        choices jsonb,
        required boolean NOT NULL DEFAULT false,
        default_value jsonb,
        is_unique boolean NOT NULL DEFAULT false,
        label text NOT NULL,
        position integer NOT NULL,
        built_in boolean NOT NULL DEFAULT false,
        created_by text,
        created_at timestamptz NOT NULL,
        archived_at timestamptz,
        UNIQUE (applies_to, name)
    )
    """,
    "COMMENT ON COLUMN field.choices IS 'a list of texts; null with many_choices: free words'",
    "COMMENT ON COLUMN field.built_in IS 'names, domains, tags and owners: their name and kind are ours'",
    """
    INSERT INTO field (id, applies_to, name, title, description, kind, label, position, built_in, created_at)
    SELECT 'fld_' || applies_to || '_' || name, applies_to, name, title, description, kind, 'identity', position,
        true, now()
    FROM (VALUES
        ('account', 'name', 'Name', 'What we call this customer, whatever the sources say', 'text', 1),
        ('account', 'domain', 'Domain', 'The domain that this customer is known by', 'text', 2),
        ('account', 'tags', 'Tags', 'Free words to find customers by', 'many_choices', 3),
        ('account', 'segments', 'Segments', 'The groups that this customer belongs to', 'many_choices', 4),
        ('account', 'csm', 'Customer success manager', 'Who looks after this customer', 'user', 5),
        ('account', 'ae', 'Account executive', 'Who sells to this customer', 'user', 6),
        ('contact', 'name', 'Name', 'What we call this person, whatever the sources say', 'text', 1),
        ('contact', 'email', 'Email', 'The address that we write to', 'text', 2),
        ('contact', 'tags', 'Tags', 'Free words to find people by', 'many_choices', 3)
    ) AS ours (applies_to, name, title, description, kind, position)
    """,
)

_VALUES = (
    """
    CREATE TABLE field_value (
        customer_id text NOT NULL,
        applies_to text NOT NULL CHECK (applies_to IN ('account', 'contact')),
        field_id text NOT NULL REFERENCES field (id),
        value jsonb NOT NULL,
        unique_key text,
        version bigint NOT NULL,
        set_by text,
        set_at timestamptz NOT NULL,
        PRIMARY KEY (customer_id, field_id)
    )
    """,
    "COMMENT ON COLUMN field_value.value IS 'JSON null: emptied by somebody, so that no default holds'",
    "COMMENT ON COLUMN field_value.unique_key IS 'a digest of the value where its field allows each value once'",
    "CREATE UNIQUE INDEX field_value_once ON field_value (field_id, unique_key) WHERE unique_key IS NOT NULL",
    "CREATE INDEX field_value_by_value ON field_value (field_id, left(lower(value #>> '{}'), 200))",
)

_CHANGES = (
    """
    CREATE TABLE field_change (
        id text PRIMARY KEY,
        edit_id text NOT NULL,
        customer_id text NOT NULL,
        applies_to text NOT NULL,
        field_id text NOT NULL REFERENCES field (id),
        old jsonb NOT NULL,
        new jsonb NOT NULL,
        changed_by text,
        changed_at timestamptz NOT NULL
    )
    """,
    "COMMENT ON COLUMN field_change.edit_id IS 'the edit that it was part of: the access log names it'",
    "CREATE INDEX field_change_by_customer ON field_change (customer_id, changed_at DESC, id DESC)",
    """
    CREATE FUNCTION refuse_field_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
    END
    $$
    """,
    """
    CREATE TRIGGER field_change_append_only BEFORE UPDATE OR DELETE ON field_change
    FOR EACH ROW EXECUTE FUNCTION refuse_field_change()
    """,
    """
    CREATE TRIGGER field_never_deleted BEFORE DELETE ON field FOR EACH ROW EXECUTE FUNCTION refuse_field_change()
    """,
)

_OWNED = (
    """
    ALTER TABLE account ADD COLUMN owned_name text, ADD COLUMN owned_domain text, ADD COLUMN mirrored_name text,
        ADD COLUMN mirrored_domain text
    """,
    "COMMENT ON COLUMN account.name IS 'what is shown: owned_name, else mirrored_name'",
    "COMMENT ON COLUMN account.domain IS 'what is shown: owned_domain, else mirrored_domain'",
    "UPDATE account SET mirrored_name = name, mirrored_domain = domain",
)

_BOOK = tuple(
    f"""
    CREATE TRIGGER {table}_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION count_change('book')
    """
    for table in ("field", "field_value")
)
