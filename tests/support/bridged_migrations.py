"""Lets tests run while some of the numbered revisions are still being written: those that exist are chained anew.

Goes away when the chain is whole.
"""

import re
import shutil
from pathlib import Path


def bridge(migrations: Path, folder: Path) -> Path:
    """A copy of `migrations` below `folder` in which each revision follows the last one before it that exists."""
    copy = folder / "migrations"
    shutil.copytree(migrations, copy, ignore=shutil.ignore_patterns("__pycache__"))
    previous: str | None = None
    for path in sorted((copy / "versions").glob("0*.py")):
        path.write_text(re.sub(r"(?m)^down_revision\b.*$", f"down_revision = {previous!r}", path.read_text()))
        previous = path.stem
    return copy
