"""The service under test: the product over its configured sources, served by its own code.

`python -m bench.service PORT [--book]`; settings come from the environment. Our own budgets towards the sources are
lifted, as the sources' limits are: what is measured is the work, not the waiting. With `--book` it reads all accounts
in the background as `rotunda serve` does; without, an account is cold until somebody looks at it.
"""

import contextlib
import sys
from dataclasses import replace

import msgspec
import uvloop

from rotunda.entrypoints.connectors import load_connectors
from rotunda.entrypoints.installation import open_installation
from rotunda.entrypoints.server import serve_app
from rotunda.kit.logging import configure_logging
from rotunda.kit.settings import read_settings
from rotunda.sections.section import load_sections
from rotunda.view.page.plan import House


def without_budgets() -> House:
    return House(
        load_sections(),
        {
            source: msgspec.structs.replace(each, manifest=msgspec.structs.replace(each.manifest, budgets={}))
            for source, each in load_connectors().items()
        },
    )


async def run(port: int, *, book: bool) -> None:
    """Until it is interrupted. Prints an empty object when it listens."""
    configure_logging("console", "warning")
    settings = replace(read_settings(), port=port)
    async with open_installation(settings, demo=False, house=without_budgets()) as installation:
        if book:
            installation.directory.start()
            installation.book.start()
        await serve_app(installation, lambda: print("{}", flush=True))


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        uvloop.run(run(int(sys.argv[1]), book="--book" in sys.argv))
