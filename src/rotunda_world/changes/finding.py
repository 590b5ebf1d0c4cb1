"""Finding the record that a change is about."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from rotunda_world.changes.parameters import ChangeRefused, Parameter, text
from rotunda_world.model import Company, Contact, Deal, Invoice, Subscription, Ticket, World
from rotunda_world.truth import company_of

Record = TypeVar("Record")

LIVE = {"active", "past_due", "trialing", "unpaid", "paused", "incomplete"}


def account_parameter(*, required: bool = True) -> Parameter:
    kind = "an account's id in any system: acct_..., cus_..., or that of its HubSpot company or Zendesk organization"
    return text("account", kind, required=required)


def account(world: World, external_id: str) -> Company:
    """By any system's id, or the world's own key."""
    found = company_of(world, external_id) or next((each for each in world.companies if each.key == external_id), None)
    if found is None:
        raise ChangeRefused("account", f"No account has the id {external_id!r}.")
    return found


def invoice(world: World, stripe_id: str | None, account_id: str | None) -> Invoice:
    """The named invoice, else the account's newest open one."""
    if stripe_id is not None:
        return _named("invoice", stripe_id, _invoices(world.companies), lambda each: each.stripe_id)
    company = account(world, _one_of("invoice", account_id))
    still_open = [each for each in _invoices([company]) if each.status == "open"]
    if not still_open:
        raise ChangeRefused("account", f"{company.name} has no open invoice.")
    return max(still_open, key=lambda each: each.created_at)


def subscription(world: World, stripe_id: str | None, account_id: str | None) -> Subscription:
    """The named subscription, else the account's first one that has not ended."""
    if stripe_id is not None:
        return _named("subscription", stripe_id, _subscriptions(world.companies), lambda each: each.stripe_id)
    company = account(world, _one_of("subscription", account_id))
    live = [each for each in _subscriptions([company]) if each.status in LIVE]
    if not live:
        raise ChangeRefused("account", f"{company.name} has no subscription that runs.")
    return live[0]


def ticket(world: World, zendesk_id: int) -> Ticket:
    tickets = (each for company in world.companies for each in company.tickets)
    return _named("ticket", zendesk_id, tickets, lambda each: each.zendesk_id)


def deal(world: World, hubspot_id: str) -> Deal:
    deals = (each for company in world.companies for each in company.deals)
    return _named("deal", hubspot_id, deals, lambda each: each.hubspot_id)


def contact(world: World, hubspot_id: str) -> Contact:
    return _named("contact", hubspot_id, _contacts(world.companies), lambda each: each.hubspot_id)


def user(world: World, product_user_id: str) -> Contact:
    return _named("user", product_user_id, _contacts(world.companies), lambda each: each.product_user_id)


def _named(kind: str, wanted: object, records: Iterable[Record], id_of: Callable[[Record], object]) -> Record:
    found = next((record for record in records if id_of(record) == wanted), None)
    if found is None:
        raise ChangeRefused(kind, f"There is no {kind} {wanted!r}.")
    return found


def _one_of(field: str, account_id: str | None) -> str:
    if account_id is None:
        raise ChangeRefused(field, f"is missing: give {field} or account")
    return account_id


def _invoices(companies: Iterable[Company]) -> Iterable[Invoice]:
    return (each for company in companies for payer in company.payers for each in payer.invoices)


def _subscriptions(companies: Iterable[Company]) -> Iterable[Subscription]:
    return (each for company in companies for payer in company.payers for each in payer.subscriptions)


def _contacts(companies: Iterable[Company]) -> Iterable[Contact]:
    return (each for company in companies for each in company.contacts)
