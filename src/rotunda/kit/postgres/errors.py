"""Why an embedded server did not start. Each message is a sentence for the person at the terminal."""


class PostgresFailed(Exception):
    """The server cannot be started here; the message says why and what to do."""


class PostgresAlreadyRunning(PostgresFailed):
    """Another process owns the folder; the message names its pid."""
