"""`rotunda scores`: what the commands on score models do."""

from pathlib import Path

import click
import msgspec

from rotunda.access.audit.entry import SYSTEM, Action, AuditEntry
from rotunda.access.audit.log import AuditLog
from rotunda.entrypoints.failures import Failure
from rotunda.entrypoints.tools import Tools, open_tools
from rotunda.insight.health.judging import all_factors
from rotunda.insight.health.score_model import ModelRefused, ScoreModels, check
from rotunda.kit.clock import SystemClock
from rotunda.kit.cluster import Cluster
from rotunda.kit.logging import configure_logging
from rotunda.kit.settings import Settings, read_settings
from rotunda.view.scores.book import ScoreBook
from rotunda.view.scores.kept import Changed, KeptModels

_LARGEST = 1_000_000


async def apply(path: Path, *, dry_run: bool) -> int:
    """All of the file or nothing of it; then the whole book is judged again."""
    wanted = _read(path)
    settings = _settings()
    async with open_tools(settings, beside_service=True) as tools:
        kept = await _kept(tools)
        before = kept.saved
        if wanted == before.models:
            click.echo("Nothing to change.", err=True)
            return 0
        if dry_run:
            click.echo(f"Version {before.version + 1} would be saved; this was a dry run.", err=True)
            return 0
        await _record(settings, tools, before.version)
        try:
            saved = await kept.save(wanted, before.version, None)
        except Changed:
            raise Failure(
                "Somebody has saved other score models meanwhile. Nothing was changed; run it again."
            ) from None
        click.echo(f"Saved as version {saved.version}.", err=True)
        return await _recalculate(tools, kept)


async def export() -> int:
    """As a file that `apply` reads."""
    async with open_tools(_settings(), beside_service=True) as tools:
        kept = await _kept(tools)
    click.echo(msgspec.yaml.encode(kept.current).decode(), nl=False)
    return 0


async def recalculate() -> int:
    """Every account that was ever read, by the models as they stand."""
    async with open_tools(_settings(), beside_service=True) as tools:
        return await _recalculate(tools, await _kept(tools))


async def _recalculate(tools: Tools, kept: KeptModels) -> int:
    book = ScoreBook(tools.database, lambda: kept.current)
    done = await book.recalculate(SystemClock().now())
    click.echo(f"{done.judged:,} accounts judged, {done.changed:,} scores changed.", err=True)
    return 0


async def _kept(tools: Tools) -> KeptModels:
    kept = KeptModels(tools.database, Cluster(tools.database), SystemClock())
    await kept.reload()
    return kept


def _read(path: Path) -> ScoreModels:
    try:
        text = path.read_text("utf-8")
        if len(text) > _LARGEST:
            raise Failure(f"{path} has {len(text):,} characters; the most is {_LARGEST:,}.")
        wanted = msgspec.yaml.decode(text, type=ScoreModels)
        check(wanted, all_factors())
    except msgspec.MsgspecError as error:
        raise Failure(f"{path}: {error}. Nothing was changed.") from None
    except ModelRefused as refused:
        raise Failure(f"{path}, {refused.field}: {refused} Nothing was changed.") from None
    except UnicodeDecodeError:
        raise Failure(f"{path} is not written in UTF-8.") from None
    except OSError as error:
        raise Failure(f"{path} cannot be read: {error.strerror}.") from None
    return wanted


async def _record(settings: Settings, tools: Tools, on: int) -> None:
    log = AuditLog(tools.database, tools.audit_key, SystemClock(), settings.audit_checkpoints)
    await log.open()
    try:
        await log.record(AuditEntry(SYSTEM, Action.SCORE_DEFINE, detail={"on": on}))
    finally:
        await log.close()


def _settings() -> Settings:
    settings = read_settings()
    configure_logging(settings.log_format, "warning")
    return settings
