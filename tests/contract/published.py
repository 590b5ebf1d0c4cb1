"""Where the vendors' published schemas lie: beside the repository, never in it."""

import os
from pathlib import Path

import pytest

VARIABLE = "ROTUNDA_VENDOR_SPECS"
PLACE = Path("shared", "vendors", "specs")


def specs_of(vendor: str) -> Path:
    """The vendor's folder of published schemas. Skips the test, saying why, where there is none."""
    told = os.environ.get(VARIABLE)
    above = [folder / PLACE for folder in Path(__file__).resolve().parents]
    for folder in [Path(told)] if told else above:
        if (folder / vendor).is_dir():
            return folder / vendor
    pytest.skip(f"The published schemas of {vendor} are not here: {VARIABLE} can name the folder that holds them.")
