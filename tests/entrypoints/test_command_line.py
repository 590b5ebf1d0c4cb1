"""The operator's commands, as processes, on an embedded database of their own."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def data_folder(open_folder: Path) -> Path:
    return open_folder / "command-line"


async def rotunda(data_folder: Path, *arguments: str, **variables: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from rotunda.entrypoints.command_line import main; main()",
        *arguments,
        env={"PATH": "/usr/bin:/bin", "ROTUNDA_DATA": str(data_folder), **variables},
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=PIPE,
    )
    out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


async def test_a_token_is_made_shown_once_recorded_and_revoked(data_folder: Path) -> None:
    made = ("token", "create", "--email", "ana@x.example", "--name", "Ana", "--role", "success", "--team", "West")
    code, text, told = await rotunda(data_folder, *made)
    assert (code, text.startswith("rot_")) == (0, True)
    token_id = told.split()[1]
    assert token_id.startswith("tok_")
    code, _, _ = await rotunda(data_folder, "token", "revoke", token_id)
    assert code == 0
    code, out, _ = await rotunda(data_folder, "audit", "verify")
    assert code == 0
    assert "The log is as it was written." in out
    assert out.startswith("4 rows in 2 chains")


async def test_old_rows_are_removed_and_the_rest_verifies(data_folder: Path) -> None:
    code, _, told = await rotunda(data_folder, "audit", "prune", "--keep-days", "1")
    assert code == 1
    assert "Aborted" in told
    code, out, _ = await rotunda(data_folder, "audit", "prune", "--keep-days", "1", "--yes")
    assert (code, out.split(" were")[0]) == (0, "0 rows")
    code, out, _ = await rotunda(data_folder, "audit", "verify")
    assert code == 0
    assert "The log is as it was written." in out


@pytest.mark.parametrize(
    ("arguments", "variables", "says"),
    [
        (("token", "create", "--email", "a@b.example", "--name", "A", "--role", "king"), {}, "There is no role king"),
        (("token", "revoke", "tok_nobody"), {}, "There is no token tok_nobody"),
        (("serve",), {"ROTUNDA_PORT": "many"}, "ROTUNDA_PORT must be a port"),
        (("serve",), {"ROTUNDA_DATABASE_URL": "mysql://x"}, "ROTUNDA_DATABASE_URL must be a PostgreSQL URL"),
        (("serve",), {"ROTUNDA_DATABASE_URL": "postgresql://u:p@127.0.0.1:1/x"}, "cannot be reached"),
    ],
)
async def test_what_cannot_be_done_is_a_sentence(
    data_folder: Path, arguments: tuple[str, ...], variables: dict[str, str], says: str
) -> None:
    code, _, told = await rotunda(data_folder, *arguments, **variables)
    assert code == 1
    assert "Stopped: " in told
    assert says in told
    assert "Traceback" not in told
