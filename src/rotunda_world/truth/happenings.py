"""What has happened with every account, computed from the world alone: each event once, as its source will tell it.

Sources keep times to the second (Stripe, Zendesk) or to the millisecond (HubSpot); so does this.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from rotunda_world.model import Company, Payer, World


@dataclass(frozen=True, slots=True)
class Happened:
    """`record` is a type and an id of the source; `what` tells it from the others of the same record, empty for the
    record itself.
    """

    source: str
    record: tuple[str, str]
    what: str
    at: datetime
    account: str


def happenings(world: World) -> Iterator[Happened]:
    """Of all accounts, in no order."""
    for company in world.companies:
        for payer in company.payers:
            yield from _billing(company, payer)
        for record, what, at in _of_tickets(company):
            yield Happened("zendesk", record, what, at.replace(microsecond=0), company.key)
        for record, what, at in _in_product(company):
            yield Happened("productdb", record, what, at, company.key)
        for record, what, at in _in_crm(company):
            to_the_millisecond = at.replace(microsecond=at.microsecond // 1000 * 1000)
            yield Happened("hubspot", record, what, to_the_millisecond, company.key)


def _in_product(company: Company) -> Iterator[tuple[tuple[str, str], str, datetime]]:
    """Users who came and left; of accounts that the product has."""
    for contact in company.contacts if company.product_account_id else ():
        if contact.product_user_id:
            named = ("user", contact.product_user_id)
            yield named, "created", contact.created_at
            if contact.left_at is not None:
                yield named, "deactivated", contact.left_at


def _in_crm(company: Company) -> Iterator[tuple[tuple[str, str], str, datetime]]:
    """Of companies that the CRM has. What is to be done is no event yet."""
    for each in company.engagements:
        if each.kind != "tasks" or each.status == "COMPLETED":
            at = each.completed_at if each.kind == "tasks" else each.at
            yield (each.kind.removesuffix("s"), each.hubspot_id), "", at or each.at
    for deal in company.deals:
        named = ("deal", deal.hubspot_id)
        yield named, "created", deal.created_at
        for entry in deal.stages[1:]:
            yield named, f"stage:{entry.stage}:{_millis(entry.entered_at)}", entry.entered_at
    for contact in company.contacts:
        if contact.hubspot_id:
            yield ("contact", contact.hubspot_id), "", contact.created_at


def _millis(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _of_tickets(company: Company) -> Iterator[tuple[tuple[str, str], str, datetime]]:
    """A ticket's first comment is its own text."""
    for ticket in company.tickets:
        named = ("ticket", str(ticket.zendesk_id))
        yield named, "", ticket.created_at
        for comment in sorted(ticket.comments, key=lambda each: (each.created_at, each.zendesk_id))[1:]:
            yield named, f"comment:{comment.zendesk_id}", comment.created_at
        if ticket.solved_at is not None and ticket.status in {"solved", "closed"}:
            yield named, f"solved:{int(ticket.solved_at.timestamp())}", ticket.solved_at


def _billing(company: Company, payer: Payer) -> Iterator[Happened]:
    for record, what, at in _of_payer(payer):
        if at is not None:
            yield Happened("stripe", record, what, at.replace(microsecond=0), company.key)


def _of_payer(payer: Payer) -> Iterator[tuple[tuple[str, str], str, datetime | None]]:
    for invoice in payer.invoices:
        named = ("invoice", invoice.stripe_id)
        yield named, "finalized", invoice.finalized_at
        yield named, "paid", invoice.paid_at
        yield named, "voided", invoice.voided_at
        given_up = invoice.created_at + timedelta(days=30) if invoice.status == "uncollectible" else None
        yield named, "uncollectible", given_up
    for charge in payer.charges:
        yield ("charge", charge.stripe_id), "failed", charge.created_at if charge.status == "failed" else None
        for refund in charge.refunds:
            yield ("refund", refund.stripe_id), "", refund.created_at
    for subscription in payer.subscriptions:
        named = ("subscription", subscription.stripe_id)
        yield named, "started", subscription.start_at
        yield named, "ended", subscription.ended_at
