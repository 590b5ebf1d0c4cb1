"""What the commands of the operator do."""

import asyncio
import signal
import socket
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import click

from rotunda.access.audit.checkpoints import read_checkpoints
from rotunda.access.audit.entry import SYSTEM, Action, AuditEntry
from rotunda.access.audit.log import AuditLog
from rotunda.access.audit.prune import AuditTampered, Retention
from rotunda.access.audit.verify import verify
from rotunda.access.roles import DEFAULT_ROLES
from rotunda.access.sign_in import TokenRefused
from rotunda.entrypoints.failures import Failure
from rotunda.entrypoints.installation import make_sign_in, open_installation
from rotunda.entrypoints.loops import keep_working
from rotunda.entrypoints.server import require_free, serve_app
from rotunda.entrypoints.tools import Tools, open_tools
from rotunda.entrypoints.worker_figures import WorkerFigures
from rotunda.entrypoints.workers import READY, end_with_parent, serve_by
from rotunda.kit.clock import SystemClock
from rotunda.kit.logging import configure_logging
from rotunda.kit.settings import Settings, read_settings


async def serve(host: str | None, port: int | None, *, workers: int = 1, jobs: bool = True) -> int:
    """Until a signal ends it. `workers` processes answer; `jobs` are done in them, too."""
    settings = _settings(host, port)
    require_free(settings.host, settings.port)

    def ready() -> None:
        click.echo(f"Rotunda listens on {settings.public_url}", err=True)

    if workers > 1:
        return await serve_by(workers, settings, ready, jobs=jobs)
    async with open_installation(settings, demo=False) as installation:
        keep_working(installation, jobs=jobs)
        await serve_app(installation, ready)
    return 0


async def serve_one(listener: int, number: int, folder: Path, *, jobs: bool) -> int:
    """As one of several workers, until a signal ends it, or whoever has started it is gone."""
    settings = _settings(None, None)
    async with open_installation(settings, demo=False) as installation:
        keep_working(installation, jobs=jobs)
        figures = WorkerFigures(installation.metrics, folder, number)
        beside = [asyncio.create_task(each) for each in (end_with_parent(), figures.keep_leaving())]
        try:
            with socket.socket(fileno=listener) as shared:
                await serve_app(installation, lambda: click.echo(READY, nl=False), shared, figures)
        finally:
            for each in beside:
                each.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
    return 0


async def work() -> int:
    """Does jobs until a signal ends it."""
    ended = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, ended.set)
    async with open_installation(_settings(None, None), demo=False) as installation:
        keep_working(installation)
        click.echo("Rotunda does jobs", err=True)
        await ended.wait()
    return 0


async def create_token(email: str, name: str, roles: tuple[str, ...], teams: tuple[str, ...], days: int | None) -> int:
    """Makes the user where there is none of that address; an existing one keeps its rights."""
    clock = SystemClock()
    async with open_tools(quiet_settings(), beside_service=True) as tools:
        sign_in = make_sign_in(quiet_settings(), tools.database, clock, demo=False)
        if unknown := sorted(set(roles) - set(DEFAULT_ROLES)):
            raise Failure(f"There is no role {unknown[0]}. Known are {', '.join(sorted(DEFAULT_ROLES))}.")
        user = await sign_in.users.by_email(email)
        if user is None:
            user = await sign_in.users.add(email, name, roles, teams)
        limited = () if set(roles) == set(user.roles) else roles
        expires_at = clock.now() + timedelta(days=days) if days else None
        try:
            token, text = await sign_in.create_token(email, name, limited, expires_at)
        except TokenRefused as refused:
            raise Failure(f"{refused.reason}. {email} has the roles {', '.join(user.roles)}.") from None
        await _record(tools, Action.TOKEN_CREATE, {"token": token.id, "user": user.id})
        click.echo(f"Token {token.id} of {email}. Keep it now: it is not shown again.", err=True)
        click.echo(text.reveal())
    return 0


async def revoke_token(token_id: str) -> int:
    """From the next request on."""
    async with open_tools(quiet_settings(), beside_service=True) as tools:
        sign_in = make_sign_in(quiet_settings(), tools.database, SystemClock(), demo=False)
        if not await sign_in.revoke_token(token_id):
            raise Failure(f"There is no token {token_id}.")
        await _record(tools, Action.TOKEN_REVOKE, {"token": token_id})
    click.echo(f"Token {token_id} is revoked.", err=True)
    return 0


async def verify_audit(checkpoints: Path | None) -> int:
    """1 where anything is wrong with the chain."""
    settings = quiet_settings()
    points = read_checkpoints(checkpoints or settings.audit_checkpoints)
    async with open_tools(settings, beside_service=True) as tools:
        report = await verify(tools.database, tools.audit_key, points)
    click.echo(f"{report.rows:,} rows in {report.chains:,} chains, {report.checkpoints:,} checkpoints.")
    for finding in report.findings:
        click.echo(f"{finding.kind.value}: {finding.says}")
    click.echo("The log is as it was written." if report.intact else f"{len(report.findings)} findings.")
    return 0 if report.intact else 1


async def prune_audit(keep_days: int) -> int:
    """The rows of the last `keep_days` days stay; that it was done is itself a row."""
    settings, clock = quiet_settings(), SystemClock()
    async with open_tools(settings, beside_service=True) as tools:
        retention = Retention(tools.database, tools.audit_key, clock, settings.audit_checkpoints)
        log = AuditLog(tools.database, tools.audit_key, clock, settings.audit_checkpoints)
        await log.open()
        try:
            removed = await retention.prune(log, clock.now() - timedelta(days=keep_days), SYSTEM)
        except AuditTampered as tampered:
            raise Failure(f"{tampered} Run rotunda audit verify for all of it.") from None
        finally:
            await log.close()
    click.echo(f"{removed:,} rows were removed. What is left verifies from where they ended.")
    return 0


async def _record(tools: Tools, action: Action, detail: dict[str, str]) -> None:
    log = AuditLog(tools.database, tools.audit_key, SystemClock(), quiet_settings().audit_checkpoints)
    await log.open()
    try:
        await log.record(AuditEntry(SYSTEM, action, detail=detail))
    finally:
        await log.close()


def quiet_settings() -> Settings:
    """For commands whose output is their answer."""
    settings = read_settings()
    configure_logging(settings.log_format, "warning")
    return settings


def _settings(host: str | None, port: int | None) -> Settings:
    settings = read_settings()
    for name in settings.unknown:
        click.echo(f"Not read: {name}", err=True)
    configure_logging(settings.log_format, settings.log_level)
    if host is None and port is None:
        return settings
    host, port = host or settings.host, port or settings.port
    return replace(settings, host=host, port=port, public_url=f"http://{host}:{port}")
