"""`rotunda aliases`: numbers of systems that are gone."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from rotunda.access.audit.entry import SYSTEM, Action, AuditEntry, DetailValue
from rotunda.access.audit.log import AuditLog
from rotunda.connector_kit.connector import Connector
from rotunda.entrypoints.connectors import load_connectors
from rotunda.entrypoints.failures import Failure
from rotunda.entrypoints.tools import Tools, open_tools
from rotunda.identity.aliases import importing
from rotunda.identity.aliases.importing import AliasImport, Imported, ImportOvertaken
from rotunda.identity.aliases.lines import HeaderRefused, RecordTypes
from rotunda.identity.aliases.numbers import normal_number, normal_system
from rotunda.identity.aliases.repository import AliasRepository, CountedBatch
from rotunda.kit.clock import SystemClock
from rotunda.kit.logging import configure_logging
from rotunda.kit.settings import Settings, read_settings
from rotunda.sections.ids import SourceName

ENCODINGS = ("utf-8", "latin-1", "windows-1252")


async def import_aliases(file: Path, report: Path | None, encoding: str) -> int:
    """0 also where lines were refused: they are in the report."""
    settings, report = _quiet_settings(), report or file.with_name(f"{file.name}.refused.csv")
    async with open_tools(settings, beside_service=True) as tools:
        wanted = AliasImport(tools.database, SystemClock(), record_types(load_connectors()))
        try:
            with _shown() as progress:
                imported = await wanted.run(file, report, encoding, progress)
        except (HeaderRefused, ImportOvertaken) as refused:
            raise Failure(str(refused)) from None
        except OSError as error:
            raise Failure(f"{error.filename or file}: {error.strerror}.") from None
        if not imported.before:
            batch = imported.batch
            detail = {"batch": batch.id, "file": batch.file_name, "lines": batch.line - 1, "refused": batch.refused}
            await _record(settings, tools, Action.ALIAS_IMPORT, detail)
    _tell(imported, report)
    return 0


async def list_aliases(number: str | None, system: str | None) -> int:
    """Everything of one number, else the files that were imported."""
    async with open_tools(_quiet_settings(), beside_service=True) as tools:
        aliases = AliasRepository(tools.database)
        if number is None:
            for batch in await aliases.batches():
                click.echo(_batch_line(batch))
            return 0
        for alias in await aliases.find(normal_number(number), _system(system)):
            target = alias.target
            record = target.account_id or f"{target.source}:{target.record_type}:{target.external_id}"
            click.echo(f"{alias.old_system}\t{alias.old_number}\t{record}")
    return 0


async def remove_aliases(batch: str | None, system: str | None, number: str | None) -> int:
    """A batch, or a system's, or one number of a system."""
    if (batch is None) == (system is None) or (number is not None and system is None):
        raise Failure("Give either --batch, or --system with or without --number.")
    settings = _quiet_settings()
    async with open_tools(settings, beside_service=True) as tools:
        aliases = AliasRepository(tools.database)
        if batch is not None:
            gone = await aliases.remove_batch(batch)
        else:
            gone = await aliases.remove(_system(system) or "", normal_number(number) if number is not None else None)
        if gone is None:
            raise Failure(f"There is no batch {batch}. rotunda aliases list names them")
        detail = {"batch": batch, "system": system, "number": number, "removed": gone}
        await _record(settings, tools, Action.ALIAS_REMOVE, detail)
    click.echo(f"{gone:,} old numbers are removed.", err=True)
    return 0


def record_types(connectors: Mapping[SourceName, Connector]) -> RecordTypes:
    """Of every source: the types of the records that accounts are linked by."""
    return {
        source: frozenset(kind for kinds in connector.needs.values() for kind in kinds)
        for source, connector in connectors.items()
    }


@contextmanager
def _shown() -> Generator[importing.Progress]:
    """A bar on a terminal, and nothing in a pipe."""
    console = Console(stderr=True)
    columns = (TextColumn("Importing"), BarColumn(), MofNCompleteColumn(), TextColumn("kB"), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("aliases", total=None)
        yield lambda done, size: bar.update(task, completed=done // 1024, total=size // 1024)


def _tell(imported: Imported, report: Path) -> None:
    batch = imported.batch
    if imported.before:
        click.echo(
            f"This file was imported on {batch.finished_at:%Y-%m-%d} as batch {batch.id}. To import it once more, "
            f"remove that first: rotunda aliases remove --batch {batch.id}",
            err=True,
        )
        return
    if imported.resumed_at:
        click.echo(f"Went on after line {imported.resumed_at:,}, where an earlier import ended.", err=True)
    click.echo(f"Batch {batch.id}: {batch.line - 1:,} lines read, {batch.refused:,} refused.", err=True)
    if batch.refused:
        click.echo(f"Which and why is in {report}.", err=True)


def _batch_line(batch: CountedBatch) -> str:
    state = f"{batch.finished_at:%Y-%m-%d %H:%M}" if batch.finished_at else f"stopped after line {batch.line:,}"
    return f"{batch.id}\t{batch.file_name}\t{state}\t{batch.aliases:,} numbers\t{batch.refused:,} refused"


def _system(system: str | None) -> str | None:
    if system is None:
        return None
    name = normal_system(system)
    if name is None:
        raise Failure("An old system's name has letters, digits, dots, dashes and blanks")
    return name


async def _record(settings: Settings, tools: Tools, action: Action, detail: Mapping[str, DetailValue]) -> None:
    log = AuditLog(tools.database, tools.audit_key, SystemClock(), settings.audit_checkpoints)
    await log.open()
    try:
        await log.record(AuditEntry(SYSTEM, action, detail=detail))
    finally:
        await log.close()


def _quiet_settings() -> Settings:
    """For commands whose output is their answer."""
    settings = read_settings()
    configure_logging(settings.log_format, "warning")
    return settings
