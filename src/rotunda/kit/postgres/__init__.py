"""A PostgreSQL server of our own for who has none: the programs of a wheel or of the system, and a small supervisor."""

from rotunda.kit.postgres.errors import PostgresAlreadyRunning, PostgresFailed
from rotunda.kit.postgres.supervisor import EmbeddedPostgres
from rotunda.kit.postgres.visiting import running_url

__all__ = ["EmbeddedPostgres", "PostgresAlreadyRunning", "PostgresFailed", "running_url"]
