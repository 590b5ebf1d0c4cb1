"""A MariaDB or MySQL of our own, where the machine has its server program."""

import asyncio
import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

SEARCH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin", "/usr/libexec"])
SYSTEM_TABLES = ("mysql_system_tables.sql", "mysql_system_tables_data.sql")


def server_program() -> str:
    found = shutil.which("mariadbd", path=SEARCH) or shutil.which("mysqld", path=SEARCH)
    if found is None:
        pytest.skip("neither mariadbd nor mysqld is installed, so there is no MySQL server to ask")
    return found


class MysqlServer:
    """Listens on a free port of 127.0.0.1. `statements` are run once, one per line, when it starts. `options` are
    command line options beyond ours.
    """

    def __init__(self, program: str, folder: Path, statements: list[str], *options: str) -> None:
        self._options = options
        self._folder = folder
        self._first = folder / "first.sql"
        self._first.write_text("".join(f"{text};\n" for text in ("SET NAMES utf8mb4", *statements)))
        self.port = _free_port()
        self._command = [
            program,
            "--no-defaults",
            f"--basedir={Path(program).parent.parent}",
            f"--datadir={folder / 'tables'}",
            f"--socket={folder / 'socket'}",
            *(["--user=root"] if os.getuid() == 0 else []),
            "--innodb-use-native-aio=0",
        ]
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        tables = self._folder / "tables"
        if not tables.exists():
            tables.mkdir()
            await asyncio.to_thread(self._make_system_tables)
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            "--bind-address=127.0.0.1",
            f"--port={self.port}",
            f"--init-file={self._first}",
            *self._options,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        await self._ready(self._process)

    async def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            await self._said
            await self._process.wait()
            self._process = None

    def _make_system_tables(self) -> None:
        program = Path(self._command[0])
        if program.name == "mysqld" and not (program.parent.parent / "share/mysql" / SYSTEM_TABLES[0]).exists():
            subprocess.run([*self._command, "--initialize-insecure"], check=True, capture_output=True)
            return
        shared = program.parent.parent / "share" / "mysql"
        script = "CREATE DATABASE mysql;\nUSE mysql;\n" + "".join((shared / name).read_text() for name in SYSTEM_TABLES)
        subprocess.run([*self._command, "--bootstrap"], input=script.encode(), check=True, capture_output=True)

    async def _ready(self, process: asyncio.subprocess.Process) -> None:
        """The server says so on its error stream, after it has run the first statements."""
        assert process.stderr is not None
        said = b""
        while line := await process.stderr.readline():
            said += line
            if b"ready for connections" in line:
                self._said = asyncio.create_task(process.stderr.read())
                return
        raise AssertionError(f"the server did not start: {said.decode()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
