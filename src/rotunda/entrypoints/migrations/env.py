"""Alembic's entry: `rotunda.kit.migrations` hands in the connection, so no alembic.ini is needed.

Revisions are plain SQL in `versions/`, numbered, each with the previous one as its `down_revision`. There is no way
back: a revision that is out is followed by another one.
"""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transaction_per_migration=True)

with context.begin_transaction():
    context.run_migrations()
