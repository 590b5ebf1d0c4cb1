"""Bodies that try to run or load something, each by its name."""

import re
from pathlib import Path


def attacks() -> dict[str, str]:
    blocks = re.split(r"\n\n(?=# )", (Path(__file__).parent / "attacks.txt").read_text().strip())
    return {name.removeprefix("# "): _spelt(html) for name, _, html in (block.partition("\n") for block in blocks)}


def _spelt(html: str) -> str:
    """`{202e}` is a character by its number."""
    return re.sub(r"\{(0|[0-9a-f]{4})\}", lambda found: chr(int(found[1], 16)), html)
