"""`rotunda fields`, as processes on an embedded database: applied twice it changes nothing, a mistake has its line."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

FILE = """\
fields:
  - name: region
    title: Region
    kind: choice
    choices: [EU-West, EU-East]
    default: EU-West
  - name: budget
    title: Budget
    kind: money
    label: commercial
    description: What they may spend
  - name: tags
    title: Labels
    kind: many_choices
    choices: [pilot, reference]
"""


@pytest.fixture(scope="module")
def data_folder(open_folder: Path) -> Path:
    return open_folder / "fields-command"


async def fields(data_folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `rotunda fields`."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from rotunda.entrypoints.command_line import main; main()",
        "fields",
        *arguments,
        env={"PATH": "/usr/bin:/bin", "ROTUNDA_DATA": str(data_folder), "PYTHONPATH": ":".join(sys.path)},
        stdout=PIPE,
        stderr=PIPE,
    )
    out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


@pytest.mark.slow
async def test_a_file_is_tried_applied_and_applied_again(data_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "fields.yaml"
    file.write_text(FILE)
    made = "define account.region (choice)\ndefine account.budget (money)\nchange account.tags (many_choices)\n"
    code, out, told = await fields(data_folder, "apply", str(file), "--dry-run")
    assert (code, out, "dry run" in told) == (0, made, True)
    code, out, told = await fields(data_folder, "apply", str(file))
    assert (code, out, told) == (0, made, "3 made.\n")
    code, out, told = await fields(data_folder, "apply", str(file))
    assert (code, out, told) == (0, "", "Nothing to change.\n")
    code, exported, _ = await fields(data_folder, "export")
    assert code == 0
    file.write_text(exported)
    code, out, told = await fields(data_folder, "apply", str(file))
    assert (code, out, told) == (0, "", "Nothing to change.\n")
    file.write_text(FILE.replace("kind: money", "kind: number"))
    code, _, told = await fields(data_folder, "apply", str(file))
    assert code == 1
    assert f"{file}, line 9: budget is of the kind money, which never changes" in told
    file.write_text(FILE.replace("title: Region", "title: New").replace("[pilot, reference]", "[]"))
    code, _, told = await fields(data_folder, "apply", str(file))
    assert code == 1
    assert "line 15: choices: Must be between 1 and 200 choices." in told
    _, unchanged, _ = await fields(data_folder, "export")
    assert unchanged == exported


async def test_a_file_that_is_not_there_or_not_text_is_a_sentence(data_folder: Path, tmp_path: Path) -> None:
    code, _, told = await fields(data_folder, "apply", str(tmp_path / "nothing.yaml"))
    assert code == 1
    assert "cannot be read: No such file" in told
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    code, _, told = await fields(data_folder, "apply", str(tmp_path / "binary.yaml"))
    assert code == 1
    assert "is not written in UTF-8" in told
