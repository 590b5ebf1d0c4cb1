"""What we own of a person: name, title, email and telephone number stand before what sources say."""

from alembic import op

revision = "0012_contact_edits"
down_revision = "0011_aliases"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (*_MIRRORED, *_FIELDS):
        op.execute(statement)


_MIRRORED = (
    """
    ALTER TABLE contact ADD COLUMN mirrored_name text, ADD COLUMN mirrored_title text, ADD COLUMN mirrored_email text,
        ADD COLUMN mirrored_phone text
    """,
    "COMMENT ON COLUMN contact.name IS 'what is shown: the own value, else mirrored_name; so title, email and phone'",
    "COMMENT ON COLUMN contact.mirrored_name IS 'what the lists of the sources say'",
    """
    UPDATE contact SET mirrored_name = name, mirrored_title = title, mirrored_email = email, mirrored_phone = phone
    """,
)

_FIELDS = (
    # A field that an admin has called so gives up its name, and nothing else.
    """
    UPDATE field SET name = name || '_' || right(id, 8)
    WHERE applies_to = 'contact' AND name IN ('title', 'phone') AND NOT built_in
    """,
    """
    INSERT INTO field (id, applies_to, name, title, description, kind, label, position, built_in, created_at)
    SELECT 'fld_contact_' || name, 'contact', name, title, description, 'text', label, position, true, now()
    FROM (VALUES
        ('title', 'Title', 'What this person does there', 'identity', 2),
        ('phone', 'Phone', 'The number that we call', 'personal', 4)
    ) AS ours (name, title, description, label, position)
    ON CONFLICT (id) DO NOTHING
    """,
    "UPDATE field SET label = 'personal', position = 3 WHERE id = 'fld_contact_email'",
    "UPDATE field SET position = 5 WHERE id = 'fld_contact_tags'",
)
