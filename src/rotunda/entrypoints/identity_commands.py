"""What the operator's commands do to accounts and contacts: the same as the page, by the same rules."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

import click

from rotunda.access.audit.log import AuditLog
from rotunda.entrypoints.commands import quiet_settings
from rotunda.entrypoints.failures import Failure
from rotunda.entrypoints.installation import make_deeds
from rotunda.entrypoints.tools import open_tools
from rotunda.identity.merging.ledger import COMMAND_LINE
from rotunda.identity.merging.model import Conflict, MergeOrder, MergePlan, NotThere, Refused, SideName, UndoPlan
from rotunda.kit.clock import SystemClock
from rotunda.sections.ids import MergeId, customer_id
from rotunda.view.merge_answers import with_value
from rotunda.view.merging import Deeds


async def merge(kept: str, absorbed: str, choices: Mapping[str, SideName], force: str | None, *, dry_run: bool) -> int:
    """Prints the plan; makes the merge unless it is only asked what would happen."""
    order = MergeOrder(customer_id(kept), customer_id(absorbed), None, choices, force)
    async with _deeds() as deeds:
        if dry_run:
            _print_plan(await deeds.merges.plan(COMMAND_LINE, order))
            click.echo("Nothing was changed.", err=True)
        else:
            made = await deeds.merges.merge(COMMAND_LINE, order)
            _print_plan(made.plan)
            click.echo(f"Merge {made.id}: {absorbed} is shown as {kept}.", err=True)
    return 0


async def undo(merge_id: str, choices: Mapping[str, SideName], because: str | None, *, dry_run: bool) -> int:
    """Prints what there is to decide, and what comes back."""
    async with _deeds() as deeds:
        if dry_run:
            _print_undo(await deeds.merges.plan_undo(COMMAND_LINE, MergeId(merge_id), choices))
            click.echo("Nothing was changed.", err=True)
        else:
            _print_undo(await deeds.merges.undo(COMMAND_LINE, MergeId(merge_id), choices, because))
            click.echo(f"Merge {merge_id} is undone.", err=True)
    return 0


async def split(account: str, identifier: str, into: str, *, dry_run: bool) -> int:
    """`into` is the id of another one, or `new`."""
    target = None if into == "new" else customer_id(into)
    async with _deeds() as deeds:
        work = deeds.splits.plan if dry_run else deeds.splits.split
        plan = await work(COMMAND_LINE, customer_id(account), identifier, target)
        found = plan.identifier
        click.echo(f"{found.kind} {found.value}: from {plan.customer} to {plan.into or 'a new customer'}")
        if dry_run:
            click.echo("Nothing was changed.", err=True)
    return 0


async def keep_apart(one: str, other: str, because: str, *, dry_run: bool) -> int:
    """Remembered until somebody forces a merge with a reason."""
    async with _deeds() as deeds:
        if dry_run:
            await deeds.merges.plan(COMMAND_LINE, MergeOrder(customer_id(one), customer_id(other)))
            click.echo("Nothing was changed.", err=True)
        else:
            await deeds.decisions.keep_apart(COMMAND_LINE, customer_id(one), customer_id(other), because)
            click.echo(f"{one} and {other} are kept apart.", err=True)
    return 0


@asynccontextmanager
async def _deeds() -> AsyncGenerator[Deeds]:
    clock = SystemClock()
    settings = quiet_settings()
    async with open_tools(settings, beside_service=True) as tools:
        audit = AuditLog(tools.database, tools.audit_key, clock, settings.audit_checkpoints)
        await audit.open()
        try:
            yield make_deeds(tools.database, clock, audit)
        except (NotThere, Refused, Conflict) as refused:
            raise Failure(str(refused)) from None
        finally:
            await audit.close()


def _print_plan(plan: MergePlan) -> None:
    click.echo(f"{plan.absorbed.name} ({plan.absorbed.customer}) into {plan.kept.name} ({plan.kept.customer})")
    for field in plan.fields:
        if field.shown is not None:
            rule = field.rule.value.replace("_", " ") if field.rule else ""
            click.echo(f"  {field.name}: {field.kept or '-'} | {field.absorbed or '-'} -> {field.shown} ({rule})")
    for each in plan.related:
        if each.kept or each.absorbed:
            click.echo(f"  {each.label}: {each.kept:,} and {each.absorbed:,}")
    for warning in (*plan.warnings, *([plan.refused] if plan.refused else [])):
        click.echo(f"  ! {warning.says}")


def _print_undo(plan: UndoPlan) -> None:
    click.echo(f"Shown as themselves again: {', '.join(plan.back)}")
    for each in plan.conflicts:
        state = "decide" if each.key in plan.undecided else "decided"
        click.echo(f"  {state} {each.key}: {with_value(each)}")
