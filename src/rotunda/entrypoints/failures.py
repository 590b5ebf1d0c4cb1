"""What stops a command with a sentence instead of a trace: each says what to do."""

from rotunda.entrypoints.authentication import RouteWithoutPermission
from rotunda.kit.crypto import KeyProblem, SealBroken
from rotunda.kit.database import DatabaseUnavailable, DatabaseUnfit
from rotunda.kit.migrations import DatabaseIsNewer
from rotunda.kit.postgres import PostgresAlreadyRunning, PostgresFailed
from rotunda.kit.settings import WrongSetting


class Failure(Exception):
    """A command cannot go on. The message is a sentence for the person at the keyboard."""


FAILURES = (
    Failure,
    WrongSetting,
    DatabaseUnavailable,
    DatabaseUnfit,
    DatabaseIsNewer,
    PostgresAlreadyRunning,
    PostgresFailed,
    KeyProblem,
    SealBroken,
    RouteWithoutPermission,
)
