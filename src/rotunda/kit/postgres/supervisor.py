"""Starts, finds again, and stops one embedded server."""

import asyncio
import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from rotunda.kit.postgres.binaries import find_binaries
from rotunda.kit.postgres.cluster import USER, Cluster
from rotunda.kit.postgres.errors import PostgresFailed
from rotunda.kit.postgres.ownership import FolderLock, Watch
from rotunda.kit.postgres.runner import Runner

_ELSEWHERE = Path("/var/lib/rotunda")
"""Where a server runs whose folder its unprivileged user cannot reach (below root's home)."""


class EmbeddedPostgres:
    """A PostgreSQL server on 127.0.0.1 whose data are in `folder`, owned by this process.

    It stops with its owner. `stop()` does so in good order; when the owner is killed, a watching shell stops it; when
    both are killed, the next start on the folder stops it before it starts its own. `settings` are server settings
    beyond ours (tests switch `fsync` off).

    When we are root, the server runs as the owner of existing data, else as the user `postgres` or `nobody`. Where that
    user cannot reach `folder`, the data are kept in /var/lib/rotunda/<name>, and `folder/where` says so.
    """

    def __init__(self, folder: Path, port: int | None = None, settings: Mapping[str, str] | None = None) -> None:
        self._folder = folder.absolute()
        self._port = port
        self._settings = settings or {}
        self._lock = FolderLock(self._folder)
        self._cluster: Cluster | None = None
        self._watch: Watch | None = None
        self._address = ""

    async def start(self) -> str:
        """The URL of the database `rotunda`, with user and password.

        Raises:
            PostgresAlreadyRunning: another process has started it on this folder.
            PostgresFailed: it cannot run; the message says why and what to do.
        """
        return await asyncio.to_thread(self._start)

    async def stop(self) -> None:
        """Safe to call twice, and before `start`."""
        await asyncio.to_thread(self._stop)

    async def create_database(self, name: str) -> str:
        """The URL of the database `name`, which is made if it is not there."""
        return await asyncio.to_thread(self._create_database, name)

    def url(self, database: str) -> str:
        """The URL of a database on the running server."""
        return f"{self._address}/{quote(database, safe='')}"

    @property
    def server_pid(self) -> int | None:
        return self._cluster.server_pid() if self._cluster else None

    @property
    def watch_pid(self) -> int | None:
        return self._watch.pid if self._watch else None

    def _start(self) -> str:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock.take()
        except PermissionError as error:
            raise PostgresFailed(f"The database folder {self._folder} cannot be written: {error.strerror}.") from error
        try:
            return self._start_owned()
        except BaseException:
            self._stop()
            raise

    def _start_owned(self) -> str:
        runner = Runner.for_owner_of(self._folder / "cluster")
        home = _home(self._folder, runner)
        binaries = find_binaries(runner, home, _major_of_cluster(home))
        self._cluster = Cluster(home, runner, binaries, self._settings)
        self._cluster.create()
        self._cluster.stop_leftover()
        port = self._cluster.start(self._port)
        self._watch = Watch(runner, self._cluster.server_pid() or 0)
        self._address = f"postgresql://{USER}:{quote(self._cluster.password, safe='')}@127.0.0.1:{port}"
        return self._create_database(USER)

    def _stop(self) -> None:
        if self._cluster and self._watch:
            self._cluster.stop()
            self._watch.dismiss()
            self._watch = None
        self._lock.release()

    def _create_database(self, name: str) -> str:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            if not known:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(name)


def _home(folder: Path, runner: Runner) -> Path:
    runner.hand_over(folder)
    if runner.may_enter(folder):
        return folder
    elsewhere = _ELSEWHERE / hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    try:
        elsewhere.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PostgresFailed(
            f"PostgreSQL's user cannot reach {folder}, and {elsewhere} cannot be made ({error.strerror}). "
            "Choose a data folder that other users can enter, such as /var/lib/rotunda."
        ) from error
    runner.hand_over(elsewhere)
    (folder / "where").write_text(f"{elsewhere}\n")
    return elsewhere


def _major_of_cluster(home: Path) -> int | None:
    try:
        text = (home / "cluster" / "PG_VERSION").read_text().strip()
        return int(text)
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise PostgresFailed(
            f"{home / 'cluster'} is not a PostgreSQL data folder. Move it away and start again."
        ) from error
