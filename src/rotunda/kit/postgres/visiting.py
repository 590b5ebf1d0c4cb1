"""The address of an embedded server that another process runs: for commands beside a running service."""

from pathlib import Path
from urllib.parse import quote

from rotunda.kit.postgres.cluster import USER
from rotunda.kit.postgres.errors import PostgresFailed

_PORT_LINE = 3
"""The fourth line of `postmaster.pid` is the port (PostgreSQL's storage documentation, file layout)."""


def running_url(folder: Path, database: str) -> str:
    """With user and password, which only the owner of the folder can read.

    Raises:
        PostgresFailed: no server has left its mark in the folder, or its mark is not ours to read.
    """
    try:
        where = folder / "where"
        home = Path(where.read_text().strip()) if where.exists() else folder
        port = int((home / "cluster" / "postmaster.pid").read_text().splitlines()[_PORT_LINE])
        password = (home / "password").read_text()
    except (OSError, ValueError, IndexError) as error:
        raise PostgresFailed(f"The database that runs in {folder} cannot be reached from here: {error}.") from error
    return f"postgresql://{USER}:{quote(password, safe='')}@127.0.0.1:{port}/{quote(database, safe='')}"
