"""Which mails are one conversation: kept as events are recorded, so that no page has to find out.

A thread goes by its first mail, so it is the same whatever the order in which its mails came.
"""

from alembic import op

revision = "0029_threads"
down_revision = "0034_words_of_names"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE thread_mail (
        event_id uuid PRIMARY KEY,
        at timestamptz NOT NULL,
        digest bigint NOT NULL,
        thread uuid NOT NULL,
        begins boolean NOT NULL,
        mail jsonb NOT NULL
    )
    """,
    "COMMENT ON TABLE thread_mail IS 'every mail of the timeline, and the first mail of its thread'",
    "COMMENT ON COLUMN thread_mail.begins IS 'no message id and no source leads from it to an earlier mail'",
    "COMMENT ON COLUMN thread_mail.mail IS 'rotunda.timeline.threads.mail.Mail'",
    "CREATE INDEX thread_mail_thread ON thread_mail (thread, at, event_id)",
    """
    CREATE TABLE thread_token (
        token uuid NOT NULL,
        at timestamptz NOT NULL,
        event_id uuid NOT NULL,
        PRIMARY KEY (token, at, event_id)
    )
    """,
    "COMMENT ON TABLE thread_token IS 'hashes of what joins mails: ids, threads of sources, subject and partner'",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
