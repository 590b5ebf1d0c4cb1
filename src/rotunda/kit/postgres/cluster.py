"""One PostgreSQL data folder: made by `initdb`, started and stopped by `pg_ctl`."""

import contextlib
import os
import secrets
import shutil
import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from rotunda.kit.postgres.binaries import Binaries
from rotunda.kit.postgres.errors import PostgresFailed
from rotunda.kit.postgres.runner import Runner

USER = "rotunda"

_SETTINGS: Mapping[str, str] = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "''",
    "max_connections": "100",
    "max_wal_size": "256MB",
    "jit": "off",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
_MEGABYTE = 1024 * 1024
_LEAST_BUFFERS, _MOST_BUFFERS = 128, 1024
_OF_MEMORY = 16
_CONTAINER_LIMIT = Path("/sys/fs/cgroup/memory.max")
_SINCE_18: Mapping[str, str] = {"io_method": "sync"}
"""Its own way hands every block to another process, also those that the system holds in memory: on two cores a search
that goes through many took 260 to 490 ms, and 80 to 110 without.
"""

_START_SECONDS = 600
"""Recovery after a crash may take long; `pg_ctl` comes back at once when the server gives up earlier."""

_LOG_LIMIT = 10 * 1024 * 1024
_BACKENDS_SECONDS = 15.0


class Cluster:
    """`home` is ours: it holds `cluster/` (the data folder), `password` and `server.log`."""

    def __init__(self, home: Path, runner: Runner, binaries: Binaries, settings: Mapping[str, str]) -> None:
        self.folder = home / "cluster"
        self._home = home
        self._runner = runner
        self._bin = binaries.folder
        self._major = binaries.major
        self._settings = {
            **_SETTINGS,
            "shared_buffers": f"{buffers_of(_memory())}MB",
            **(_SINCE_18 if binaries.major >= 18 else {}),
            **settings,
        }
        self._log = home / "server.log"

    @property
    def password(self) -> str:
        return (self._home / "password").read_text()

    def create(self) -> None:
        """Does nothing where it was done before. Made under another name and renamed: never found half-made."""
        if self.folder.exists():
            return
        unfinished = self._home / "cluster-unfinished"
        if unfinished.exists():
            shutil.rmtree(unfinished)
        self._write_password()
        outcome = self._runner.run(
            [
                self._bin / "initdb",
                *("-D", unfinished, "-U", USER, "-E", "UTF8", "--data-checksums", "--no-instructions"),
                *("--auth=scram-sha-256", f"--pwfile={self._home / 'password'}"),
                *_locale(self._major),
            ]
        )
        if outcome.code != 0:
            raise PostgresFailed(f"The database folder {self._home} could not be made: {outcome.output}")
        unfinished.rename(self.folder)

    def _write_password(self) -> None:
        path = self._home / "password"
        path.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(24))
        self._runner.hand_over(path)

    def start(self, port: int | None) -> int:
        """The port on which the server now listens: `port`, or a free one.

        Raises:
            PostgresFailed: with the last words of the server's own log.
        """
        self._rotate_log()
        deadline = time.monotonic() + _BACKENDS_SECONDS
        while True:
            chosen = port if port is not None else _free_port()
            words = self._try_start(chosen)
            if words is None:
                return chosen
            if not self._worth_another_try(words, port) or time.monotonic() > deadline:
                raise PostgresFailed(self._explain(words, chosen))
            time.sleep(0.1)

    def _worth_another_try(self, words: str, port: int | None) -> bool:
        """Sessions of a server that was killed need a moment to notice; a free port may be taken before we use it."""
        return "shared memory block" in words or (port is None and "Address already in use" in words)

    def _try_start(self, port: int) -> str | None:
        """None when it runs; else the server's last words."""
        written = self._log.stat().st_size if self._log.exists() else 0
        options = " ".join(f"-c {name}={value}" for name, value in {**self._settings, "port": str(port)}.items())
        arguments = ["-D", self.folder, "-l", self._log, "-o", options, "-w", "-t", str(_START_SECONDS), "start"]
        outcome = self._runner.run([self._bin / "pg_ctl", *arguments])
        if outcome.code == 0:
            return None
        with contextlib.suppress(FileNotFoundError), self._log.open("rb") as log:
            log.seek(written)
            return log.read(8000).decode(errors="replace").strip() or outcome.output
        return outcome.output

    def _explain(self, words: str, port: int) -> str:
        if "Address already in use" in words:
            return (
                f"Port {port} on 127.0.0.1 is taken by another program, so the database cannot listen there. "
                "Stop that program, or leave the port to us."
            )
        fatal = [line.partition("FATAL:")[2].strip() for line in words.splitlines() if "FATAL:" in line]
        return f"The database did not start: {(fatal or [words])[-1]}. Its log is {self._log}."

    def stop(self) -> None:
        """Fast: open transactions are rolled back, everything committed is on disk."""
        arguments = ["-D", self.folder, "-m", "fast", "-w", "-t", str(_START_SECONDS), "stop"]
        outcome = self._runner.run([self._bin / "pg_ctl", *arguments])
        if outcome.code != 0 and self.server_pid() is not None:
            raise PostgresFailed(f"The database did not stop: {outcome.output}")

    def server_pid(self) -> int | None:
        """The pid that the server's own lock file names, whether or not it still lives."""
        try:
            return int((self.folder / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None

    def stop_leftover(self) -> None:
        """Ends what a former owner left behind. We hold the folder's lock, so nobody else's server is meant.

        A lock file whose pid now belongs to some other program (pids are used again, above all in containers) would
        keep the server from starting: it is removed when no PostgreSQL works in the folder.
        """
        pid = self.server_pid()
        if pid is None or not _alive(pid):
            return
        if self._is_server(pid):
            self.stop()
        else:
            (self.folder / "postmaster.pid").unlink()

    def _is_server(self, pid: int) -> bool:
        command = self._command_of(pid)
        return "postgres" in command and str(self.folder) in command

    def _command_of(self, pid: int) -> str:
        """Linux tells without help; elsewhere `ps` is always there, which it is not in a slim container."""
        told = Path(f"/proc/{pid}/cmdline")
        if told.exists():
            return told.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        return self._runner.run(["/bin/ps", "-o", "command=", "-p", str(pid)]).output

    def _rotate_log(self) -> None:
        if self._log.exists() and self._log.stat().st_size > _LOG_LIMIT:
            self._log.replace(self._log.with_suffix(".log.1"))


def _locale(major: int) -> list[str]:
    """Text in code-point order with Unicode's rules for upper and lower case, where the version knows how: it makes
    the same order on every machine.
    """
    if major >= 17:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    if sys.platform == "darwin":
        return ["--locale-provider=icu", "--icu-locale=und", "--locale=C"]
    return ["--locale=C.UTF-8"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def buffers_of(memory: int) -> int:
    """Megabytes that the server holds of its tables and indexes, by the bytes of memory that the machine has: a
    sixteenth. What the system holds as well is copied for each look, which took a search over a million people up to
    half as long again.
    """
    return max(_LEAST_BUFFERS, min(_MOST_BUFFERS, memory // _OF_MEMORY // _MEGABYTE))


def _memory() -> int:
    """Of the machine, or of the container where that is less."""
    of_machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = _CONTAINER_LIMIT.read_text().strip() if _CONTAINER_LIMIT.is_file() else ""
    return min(of_machine, int(limit)) if limit.isdecimal() else of_machine
