"""People merge, are split and are kept apart as companies are: by pointers, in the same tables where they can be."""

from alembic import op

revision = "0013_contact_merging"
down_revision = "0015_people_search"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (*_BOTH_KINDS, *_CONTACTS, *_SPLITS):
        op.execute(statement)


_SIDES = (("merge", "absorbed"), ("merge", "kept"), ("keep_apart", "one"), ("keep_apart", "other"))
_BOTH_KINDS = (
    *(
        statement
        for table, column in _SIDES
        for statement in (
            f"ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_fkey",
            f"""
            ALTER TABLE {table}
                ADD COLUMN {column}_account text REFERENCES account (id)
                    GENERATED ALWAYS AS (CASE WHEN NOT starts_with({column}, 'per_') THEN {column} END) STORED,
                ADD COLUMN {column}_contact text REFERENCES contact (id)
                    GENERATED ALWAYS AS (CASE WHEN starts_with({column}, 'per_') THEN {column} END) STORED
            """,
            f"COMMENT ON COLUMN {table}.{column} IS 'an account or a contact; checked by the columns beside it'",
        )
    ),
    "ALTER TABLE merge ADD CHECK ((absorbed_account IS NULL) = (kept_account IS NULL))",
    "ALTER TABLE keep_apart ADD CHECK ((one_account IS NULL) = (other_account IS NULL))",
)

_CONTACTS = (
    """
    ALTER TABLE contact ADD COLUMN found_as text REFERENCES contact (id) CHECK (found_as <> id),
        ADD COLUMN mirrored_account text REFERENCES account (id), ADD COLUMN mirrored_closed_at timestamptz,
        ADD COLUMN shown_by jsonb
    """,
    "UPDATE contact SET found_as = shown_as, mirrored_account = account_id, mirrored_closed_at = closed_at",
    "COMMENT ON COLUMN contact.shown_as IS 'whom it is shown as, by the rules or by a merge; null: itself'",
    "COMMENT ON COLUMN contact.found_as IS 'the contact that the rules have found it to be; null: itself'",
    "COMMENT ON COLUMN contact.account_id IS 'what is shown: of merged ones the account of one of them'",
    "COMMENT ON COLUMN contact.closed_at IS 'since when no source has a record of it, or of one shown as it'",
    "COMMENT ON COLUMN contact.shown_by IS 'where several speak: by field which rule chose the value, and whose it is'",
    "CREATE INDEX contact_by_found ON contact (found_as) WHERE found_as IS NOT NULL",
    "CREATE INDEX contact_by_merged ON contact (shown_as) WHERE shown_as IS NOT NULL AND found_as IS NULL",
    "CREATE VIEW contact_member AS SELECT coalesce(shown_as, id) AS shown_id, id AS contact_id FROM contact",
    "COMMENT ON VIEW contact_member IS 'every contact with the one that it is shown as; most are their own'",
    "ALTER TABLE contact_link DROP CONSTRAINT contact_link_method_check",
    """
    ALTER TABLE contact_link ADD CONSTRAINT contact_link_method_check
    CHECK (method IN ('declared', 'email', 'founded', 'hand'))
    """,
)

_SPLITS = (
    """
    CREATE TABLE contact_split (
        id text PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('email', 'phone', 'record')),
        normal text NOT NULL,
        value text NOT NULL,
        from_contact text NOT NULL REFERENCES contact (id),
        into_contact text NOT NULL REFERENCES contact (id),
        split_by text,
        split_at timestamptz NOT NULL,
        ended_by text,
        ended_at timestamptz,
        CHECK (from_contact <> into_contact)
    )
    """,
    "COMMENT ON TABLE contact_split IS 'what lists say of one contact and a person gave to another'",
    "COMMENT ON COLUMN contact_split.ended_at IS 'since when it is back, or was given to yet another contact'",
    "CREATE UNIQUE INDEX contact_split_active ON contact_split (kind, normal, from_contact) WHERE ended_at IS NULL",
    "CREATE INDEX contact_split_from ON contact_split (from_contact)",
    "CREATE INDEX contact_split_into ON contact_split (into_contact)",
    """
    CREATE VIEW every_split AS
    SELECT id, kind, normal, value, from_account AS from_customer, into_account AS into_customer, split_by, split_at,
        ended_by, ended_at FROM identifier_split
    UNION ALL
    SELECT id, kind, normal, value, from_contact, into_contact, split_by, split_at, ended_by, ended_at
    FROM contact_split
    """,
    "COMMENT ON VIEW every_split IS 'identifiers that people gave to others, of accounts and of contacts'",
    """
    CREATE VIEW found_identifier AS
    SELECT coalesce(x.into_contact, i.contact_id) AS contact_id, i.kind, i.normal, i.source, i.value, i.verified,
        i.since, i.until
    FROM contact_identifier i LEFT JOIN contact_split x
        ON x.kind = i.kind AND x.normal = i.normal AND x.from_contact = i.contact_id AND x.ended_at IS NULL
    """,
    "COMMENT ON VIEW found_identifier IS 'identifiers of contacts with whom they lead to; look up by kind and normal'",
    """
    CREATE VIEW composed_contact AS
    SELECT shown_as AS id FROM contact WHERE shown_as IS NOT NULL AND found_as IS NULL
    UNION SELECT coalesce(c.shown_as, c.id) FROM contact_split x JOIN contact c ON c.id = x.from_contact
    WHERE x.ended_at IS NULL
    UNION SELECT coalesce(c.shown_as, c.id) FROM contact_split x JOIN contact c ON c.id = x.into_contact
    WHERE x.ended_at IS NULL
    """,
    "COMMENT ON VIEW composed_contact IS 'contacts of which more is shown, or less, than their own records say'",
    """
    CREATE TRIGGER contact_split_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON contact_split
    FOR EACH STATEMENT EXECUTE FUNCTION count_change('book')
    """,
)
