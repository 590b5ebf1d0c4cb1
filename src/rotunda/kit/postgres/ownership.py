"""One owner per folder, and no server left behind when the owner dies."""

import contextlib
import fcntl
import os
import subprocess
from pathlib import Path

from rotunda.kit.postgres.errors import PostgresAlreadyRunning
from rotunda.kit.postgres.runner import Runner

_WATCH = 'read -r word; [ "$word" = done ] || kill -INT "$0"'
"""Waits on a pipe that only the owner holds open. However the owner ends, the pipe then ends, and the server is told
to stop (SIGINT: a fast shutdown). `done` says that there is nothing left to stop. The server is named by its pid, not
by its folder: by then the folder may belong to the next owner's server."""


class FolderLock:
    """An flock on `<folder>/owner.lock` that lives as long as this process; the file holds the owner's pid."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "owner.lock"
        self._descriptor: int | None = None

    def take(self) -> None:
        """Raises PostgresAlreadyRunning: somebody else has it."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.read(descriptor, 20).decode().strip() or "unknown"
            os.close(descriptor)
            raise PostgresAlreadyRunning(
                f"The database folder {self._path.parent} is in use by the process with pid {owner}. "
                "Stop that one first, or choose another data folder."
            ) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        self._descriptor = descriptor

    def release(self) -> None:
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None


class Watch:
    """A shell of a megabyte that stops the server when we are gone, also by `kill -9`."""

    def __init__(self, runner: Runner, server_pid: int) -> None:
        reader, self._writer = os.pipe()
        try:
            self._shell = runner.start(["/bin/sh", "-c", _WATCH, str(server_pid)], reader, subprocess.DEVNULL)
        finally:
            os.close(reader)

    @property
    def pid(self) -> int:
        return self._shell.pid

    def dismiss(self) -> None:
        """The server is stopped in good order: nothing remains to be watched."""
        with contextlib.suppress(BrokenPipeError):  # somebody killed the shell
            os.write(self._writer, b"done\n")
        os.close(self._writer)
        self._shell.wait()
