"""`rotunda scores`, as processes on an embedded database: exported, changed, applied once, refused by field."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest
import yaml


@pytest.fixture(scope="module")
def data_folder(open_folder: Path) -> Path:
    return open_folder / "scores-command"


async def scores(data_folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `rotunda scores`."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from rotunda.entrypoints.command_line import main; main()",
        "scores",
        *arguments,
        env={"PATH": "/usr/bin:/bin", "ROTUNDA_DATA": str(data_folder), "PYTHONPATH": ":".join(sys.path)},
        stdout=PIPE,
        stderr=PIPE,
    )
    out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


@pytest.mark.slow
async def test_a_file_is_exported_changed_and_applied_once(data_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "scores.yaml"
    code, out, _ = await scores(data_folder, "export")
    file.write_text(out)
    assert code == 0
    assert await scores(data_folder, "apply", str(file)) == (0, "", "Nothing to change.\n")
    models = yaml.safe_load(out)
    models["models"].append({"name": "calm", "weights": {"support": 1}})
    models["segments"] = [{"segment": "Small", "model": "calm"}]
    file.write_text(yaml.safe_dump(models))
    code, _, told = await scores(data_folder, "apply", str(file), "--dry-run")
    assert (code, told) == (0, "Version 1 would be saved; this was a dry run.\n")
    code, _, told = await scores(data_folder, "apply", str(file))
    assert (code, told) == (0, "Saved as version 1.\n0 accounts judged, 0 scores changed.\n")
    assert await scores(data_folder, "apply", str(file)) == (0, "", "Nothing to change.\n")
    kept = yaml.safe_load((await scores(data_folder, "export"))[1])
    assert kept["models"][1]["bands"] == {"green": 80, "yellow": 60, "orange": 40}


@pytest.mark.slow
async def test_mistakes_are_named_and_nothing_is_changed(data_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "scores.yaml"
    before = await scores(data_folder, "export")
    for text, named in (
        ("models: [{name: a, weights: {magic: 1}}]\ndefault: a\n", "models[0].weights.magic"),
        ("models: [{name: a, weights: {support: -1}}]\ndefault: a\n", "$.models[0].weights"),
        ("models: [{name: a, weights: {support: 1}}]\ndefault: b\n", "default"),
        ("models: [", "expected"),
        ("weights: 1\n", "unknown field `weights`"),
    ):
        file.write_text(text)
        code, _, told = await scores(data_folder, "apply", str(file))
        assert (code, named in told, "Nothing was changed." in told) == (1, True, True), told
    assert await scores(data_folder, "export") == before
    code, _, told = await scores(data_folder, "apply", str(tmp_path / "none.yaml"))
    assert (code, "cannot be read" in told) == (1, True)
