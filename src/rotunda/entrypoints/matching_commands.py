"""`rotunda identity`: matching on demand, and how good it is."""

import click
from rich.console import Console

from rotunda.entrypoints.evaluation.demo_book import LinkedBook, evaluate_demo
from rotunda.entrypoints.evaluation.febrl import evaluate_febrl
from rotunda.entrypoints.evaluation.scores import Scores
from rotunda.entrypoints.failures import Failure
from rotunda.entrypoints.tools import open_tools
from rotunda.identity.linkage.offline import LinkageFailed
from rotunda.identity.service import Identity
from rotunda.identity.suggestions.service import Suggestions
from rotunda.kit.clock import SystemClock
from rotunda.kit.logging import configure_logging
from rotunda.kit.settings import read_settings


async def match_book(*, dry_run: bool, threshold: float) -> int:
    """Applies the rules of today to every record and compares the book; with `dry_run` only says what would change."""
    settings = read_settings()
    configure_logging(settings.log_format, "warning")
    clock = SystemClock()
    async with open_tools(settings, beside_service=True) as tools:
        rematched = await Identity(tools.database, clock).rematch(dry_run=dry_run)
        try:
            passed = await Suggestions(tools.database, clock).run_pass(threshold=threshold, dry_run=dry_run)
        except LinkageFailed as failed:
            raise Failure(str(failed)) from None
    would = "Would link" if dry_run else "Linked"
    take = "would take back" if dry_run else "took back"
    join = "would join" if dry_run else "joined"
    part = "would part" if dry_run else "parted"
    suggest = "would suggest" if dry_run else "suggested"
    close = "would close" if dry_run else "closed"
    click.echo(
        f"{would} {rematched.linked:,} records, {suggest} {passed.made:,} new pairs, "
        f"{take} {rematched.taken_back:,} links, {close} {passed.closed:,} suggestions, kept {passed.kept:,} open ones."
        f" Of people: {join} {rematched.joined:,} contacts to others, {part} {rematched.parted:,} records from theirs."
    )
    return 0


async def evaluate(seeds: tuple[int, ...], accounts: int, *, febrl: bool) -> int:
    """Prints pairwise precision, recall and F1. 1 where the rules linked anything wrongly in the demo."""
    if febrl:
        await _febrl()
        return 0
    wrong = 0
    for seed in seeds:
        click.echo(f"Demo company of {accounts:,} accounts, seed {seed}")
        async for book in evaluate_demo(seed, accounts, Console(stderr=True, highlight=False)):
            wrong += sum(each.said - each.right for each in (book.automatic, book.people))
            _print(book)
    return 1 if wrong else 0


async def _febrl() -> None:
    async for run in evaluate_febrl():
        number = "with the national number" if run.national_id else "without the national number"
        click.echo(f"{run.name}, {number}: {_words(run.scores)}")


def _print(book: LinkedBook) -> None:
    share = book.linked / book.records if book.records else 1
    click.echo(f"  {book.title}")
    click.echo(f"    linked automatically: {_words(book.automatic)}; {share:.1%} of {book.records:,} records")
    if book.suggested.true:
        click.echo(f"    suggested for the rest: {_words(book.suggested)}")
    click.echo(f"    suggested pairs of accounts: {book.accounts:,}")
    click.echo(f"    people, joined automatically: {_words(book.people)}")
    click.echo(f"    people, suggested for the rest: {_words(book.suggested_people)}")


def _words(scores: Scores) -> str:
    return (
        f"precision {scores.precision:.4f}, recall {scores.recall:.4f}, F1 {scores.f1:.5f} "
        f"({scores.right:,} of {scores.said:,} said, {scores.true:,} true)"
    )
