"""`rotunda fields`: what the commands on definitions of fields do."""

from pathlib import Path

import click

from rotunda.access.audit.entry import SYSTEM, Action, AuditEntry
from rotunda.access.audit.log import AuditLog
from rotunda.entrypoints.failures import Failure
from rotunda.entrypoints.routes.fields import definition_detail
from rotunda.entrypoints.tools import Tools, open_tools
from rotunda.identity.fields.apply import apply_fields
from rotunda.identity.fields.definitions import Definitions, Redefined
from rotunda.identity.fields.file import FileRefused, Wanted, read_fields, written
from rotunda.kit.clock import SystemClock
from rotunda.kit.logging import configure_logging
from rotunda.kit.settings import Settings, read_settings


async def apply(path: Path, *, dry_run: bool) -> int:
    """All of the file or nothing of it."""
    wanted = _read(path)
    settings = _settings()
    async with open_tools(settings, beside_service=True) as tools:
        try:
            done = await apply_fields(tools.database, SystemClock(), wanted, dry_run=dry_run)
        except FileRefused as refused:
            raise _failure(path, refused) from None
        if not dry_run:
            await _record(settings, tools, done)
    for each in done:
        click.echo(_line(each))
    click.echo(_sum(len(done), dry_run=dry_run), err=True)
    return 0


async def export() -> int:
    """As a file that `apply` reads."""
    async with open_tools(_settings(), beside_service=True) as tools:
        fields = await Definitions(tools.database, SystemClock()).every()
    click.echo(written(fields), nl=False)
    return 0


def _read(path: Path) -> list[Wanted]:
    try:
        return read_fields(path.read_text("utf-8"))
    except FileRefused as refused:
        raise _failure(path, refused) from None
    except UnicodeDecodeError:
        raise Failure(f"{path} is not written in UTF-8.") from None
    except OSError as error:
        raise Failure(f"{path} cannot be read: {error.strerror}.") from None


def _failure(path: Path, refused: FileRefused) -> Failure:
    return Failure(f"{path}, line {refused.line}: {refused.reason} Nothing was changed.")


def _line(redefined: Redefined) -> str:
    field = redefined.after
    verb = "define" if redefined.before is None else "change"
    return f"{verb} {field.applies_to.value}.{field.name} ({field.kind.value})"


def _sum(changes: int, *, dry_run: bool) -> str:
    if not changes:
        return "Nothing to change."
    return f"{changes} to be made; this was a dry run." if dry_run else f"{changes} made."


async def _record(settings: Settings, tools: Tools, done: list[Redefined]) -> None:
    log = AuditLog(tools.database, tools.audit_key, SystemClock(), settings.audit_checkpoints)
    await log.open()
    try:
        for each in done:
            await log.record(AuditEntry(SYSTEM, Action.FIELD_DEFINE, detail=definition_detail(each)))
    finally:
        await log.close()


def _settings() -> Settings:
    settings = read_settings()
    configure_logging(settings.log_format, "warning")
    return settings
