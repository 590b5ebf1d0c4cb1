"""Runs PostgreSQL's programs, never as root: the server refuses root, and it is right to."""

import os
import pwd
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rotunda.kit.postgres.errors import PostgresFailed

_UNPRIVILEGED = ("postgres", "nobody")


@dataclass(frozen=True)
class Outcome:
    """`output` is what the program wrote, standard and error output together, at most its last 4,000 characters."""

    code: int
    output: str


@dataclass(frozen=True)
class Runner:
    """Runs programs as `uid` and `gid`, or as ourselves where both are None."""

    uid: int | None
    gid: int | None

    @classmethod
    def for_owner_of(cls, cluster: Path) -> "Runner":
        """When we are root: the ordinary user who has made this data folder, where there is one already."""
        if os.geteuid() == 0 and cluster.exists() and (owner := cluster.stat()).st_uid != 0:
            return cls(owner.st_uid, owner.st_gid)
        return cls.for_this_process()

    @classmethod
    def for_this_process(cls) -> "Runner":
        """Ourselves, or an unprivileged user that already exists when we are root.

        Raises:
            PostgresFailed: we are root and there is neither a user `postgres` nor `nobody`.
        """
        if os.geteuid() != 0:
            return cls(None, None)
        for name in _UNPRIVILEGED:
            try:
                user = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(user.pw_uid, user.pw_gid)
        raise PostgresFailed(
            "PostgreSQL does not run as root, and this machine has neither a user `postgres` nor `nobody`. "
            "Start Rotunda as an ordinary user, or give a server by ROTUNDA_DATABASE_URL."
        )

    def run(self, arguments: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> Outcome:
        """Waits for the end of the program. A program that may not be executed ends with code 126.

        Output goes through a file, because a server that inherits a pipe would keep it open for ever.
        """
        with tempfile.TemporaryFile() as output:
            try:
                code = self.start(arguments, subprocess.DEVNULL, output.fileno(), environment).wait()
            except PermissionError as error:
                return Outcome(126, str(error))
            output.seek(0)
            return Outcome(code, output.read()[-4000:].decode(errors="replace").strip())

    def start(
        self,
        arguments: Sequence[str | Path],
        stdin: int,
        output: int,
        environment: Mapping[str, str] | None = None,
    ) -> "subprocess.Popen[bytes]":
        """Starts a program in a session of its own, so that Ctrl-C at our terminal is ours to handle."""
        return subprocess.Popen(  # noqa: S603 - only PostgreSQL's own programs and fixed shell texts are run
            [str(argument) for argument in arguments],
            stdin=stdin,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", **(environment or {})},
            user=self.uid,
            group=self.gid,
            extra_groups=[] if self.uid is not None else None,
            start_new_session=True,
        )

    def may_enter(self, folder: Path) -> bool:
        """Whether the server's user can reach `folder`; asked of the system itself, which knows all its rules."""
        return self.run(["/bin/sh", "-c", 'test -d "$0" && test -x "$0"', folder]).code == 0

    def hand_over(self, path: Path) -> None:
        """Makes the server's user the owner of a path that we have just made."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)
