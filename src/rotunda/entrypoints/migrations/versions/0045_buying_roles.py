"""The roles that we give people in a purchase, and what lists of sources have changed about somebody."""

from alembic import op

revision = "0045_buying_roles"
down_revision = "0044_merged_accounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (*_FIELD, *_NEWS):
        op.execute(statement)


_FIELD = (
    # A field that an admin has called so gives up its name, and nothing else.
    """
    UPDATE field SET name = name || '_' || right(id, 8)
    WHERE applies_to = 'contact' AND name = 'buying_roles' AND NOT built_in
    """,
    """
    INSERT INTO field (id, applies_to, name, title, description, kind, choices, label, position, built_in, created_at)
    VALUES ('fld_contact_buying_roles', 'contact', 'buying_roles', 'Buying roles',
        'What this person is to a purchase, whatever the sources say', 'many_choices',
        '["Champion", "Decision maker", "Economic buyer", "Influencer", "Blocker", "End user"]',
        'identity', 6, true, now())
    """,
)

_NEWS = (
    """
    CREATE TABLE contact_news (
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        contact_id text COLLATE "C" NOT NULL,
        what text NOT NULL CHECK (what IN ('title', 'company')),
        before text NOT NULL,
        after text,
        noticed_at timestamptz NOT NULL
    )
    """,
    "COMMENT ON TABLE contact_news IS 'a title or an account that lists of sources had, and now have another one'",
    "COMMENT ON COLUMN contact_news.before IS 'a title, or the id of an account'",
    "CREATE INDEX contact_news_by_contact ON contact_news (contact_id, noticed_at DESC)",
    "CREATE INDEX contact_news_by_company ON contact_news (before, noticed_at DESC) WHERE what = 'company'",
    """
    CREATE FUNCTION contact_news_update() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO contact_news (contact_id, what, before, after, noticed_at)
        SELECT n.id, 'title', b.mirrored_title, n.mirrored_title, n.updated_at FROM n JOIN b USING (id)
        WHERE b.mirrored_title <> '' AND n.mirrored_title IS DISTINCT FROM b.mirrored_title
        UNION ALL
        SELECT n.id, 'company', b.mirrored_account, n.mirrored_account, n.updated_at FROM n JOIN b USING (id)
        WHERE b.mirrored_account IS NOT NULL AND n.mirrored_account IS DISTINCT FROM b.mirrored_account;
        RETURN NULL;
    END
    $$
    """,
    """
    CREATE TRIGGER contact_news_update AFTER UPDATE ON contact REFERENCING OLD TABLE AS b NEW TABLE AS n
    FOR EACH STATEMENT EXECUTE FUNCTION contact_news_update()
    """,
)
