"""The pages about sources: what is generated is current, what is printed as code runs."""

import importlib
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import rotunda.connectors
from rotunda.connector_kit import contract
from rotunda.connector_kit.contract import Recording
from rotunda.entrypoints.connectors import load_connectors
from rotunda.sections.section import load_sections

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "connectors"
SOURCES = sorted(load_connectors())
PARTS = {name: section.part for name, section in load_sections().items()}
EXAMPLE = "rolodex"


def run_script(root: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(root / "scripts" / "connector-docs"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", (PAGES / page).read_text("utf-8"), re.MULTILINE | re.DOTALL)


def test_the_overview_is_current() -> None:
    checked = run_script(ROOT, "--check")
    assert checked.returncode == 0, checked.stderr


def test_an_outdated_overview_is_refused_and_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "docs" / "connectors" / "README.md"
    for folder in (tmp_path / "scripts", page.parent):
        folder.mkdir(parents=True)
    shutil.copy(ROOT / "scripts" / "connector-docs", tmp_path / "scripts")
    assert run_script(tmp_path, "--check").returncode == 1
    assert run_script(tmp_path).returncode == 0
    assert run_script(tmp_path, "--check").returncode == 0
    changed = page.read_text("utf-8").replace("Stripe", "Strip")
    page.write_text(changed, "utf-8")
    refused = run_script(tmp_path, "--check")
    assert refused.returncode == 1
    assert "run scripts/connector-docs" in refused.stderr
    assert page.read_text("utf-8") == changed


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_has_its_page_and_every_field_and_right_is_listed(source: str) -> None:
    manifest = next(one.manifest for name, one in load_connectors().items() if name == source)
    overview = (PAGES / "README.md").read_text("utf-8")
    part = overview.partition(f"\n## {manifest.title}\n")[2].partition("\n## ")[0]
    for field in manifest.form:
        row = next(line for line in part.splitlines() if line.startswith(f"| {field.label} | `{field.name}` | "))
        assert ("secret" in row.split(" | ")[2].split(", ")) is field.secret
    assert all(f"| `{scope.name}` | {scope.why} |" in part for scope in manifest.scopes)


@pytest.mark.parametrize("page", sorted(path.name for path in PAGES.glob("*.md")))
def test_links_within_the_repository_lead_somewhere(page: str) -> None:
    targets = re.findall(r"\]\((?!https://)([^)#]+)", (PAGES / page).read_text("utf-8"))
    assert [target for target in targets if not (PAGES / target).exists()] == []


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Recording]:
    """The connector that the page on writing one prints, imported as if it stood among the others."""
    for block in blocks("writing.md", "python"):
        if named := re.match(r"# (\S+)\n", block):
            file = tmp_path / named[1]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block, "utf-8")
    folder = tmp_path / "src" / "rotunda" / "connectors"
    monkeypatch.setattr(rotunda.connectors, "__path__", [*rotunda.connectors.__path__, str(folder)])
    importlib.invalidate_caches()
    yield runpy.run_path(str(tmp_path / "tests" / "connectors" / EXAMPLE / "recording.py"))["RECORDING"]
    for name in [name for name in sys.modules if name.startswith(f"rotunda.connectors.{EXAMPLE}")]:
        del sys.modules[name]
    vars(rotunda.connectors).pop(EXAMPLE, None)


def test_the_printed_connector_keeps_the_contract(example: Recording) -> None:
    assert contract.manifest_faults(example.connector, EXAMPLE) == []
    assert contract.ending_faults(example, PARTS) == []
    assert contract.endless_faults(example) == []
    assert contract.foreign_faults(example) == []
    assert contract.drift_faults(example) == []


async def test_the_printed_test_passes_against_the_simulator() -> None:
    [printed] = [block for block in blocks("writing.md", "python") if not block.startswith("# ")]
    names: dict[str, object] = {}
    exec(compile(printed, "writing.md", "exec"), names)  # noqa: S102 - the page's own code is what is tested
    test = names["test_an_organization_has_its_tickets"]
    assert callable(test)
    await test()
