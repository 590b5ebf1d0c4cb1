"""Stripe's subscriptions: what they are worth, when they renew, and what is coming of them."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from rotunda.connector_kit.json import Wild
from rotunda.connectors.stripe.discounts import Reduction, reduction_of
from rotunda.connectors.stripe.money import as_decimal, currency_of, rounded
from rotunda.connectors.stripe.mrr import Discount, Line, Value, amount_of, charged_together, monthly_value
from rotunda.connectors.stripe.pricing import Catalogue, Item, around, item_of
from rotunda.connectors.stripe.references import check_same, id_of, ref_of
from rotunda.sections.billing.model import Subscription, SubscriptionItem, SubscriptionStatus
from rotunda.sections.money import Money
from rotunda.sections.provenance import Made, MadeMoney
from rotunda.sections.upcoming.model import UpcomingItem, UpcomingKind

_STATUSES = {status.value: status for status in SubscriptionStatus} | {
    # The first payment never came within a day: the subscription ended before it began.
    "incomplete_expired": SubscriptionStatus.CANCELED,
}
_COUNTS = {SubscriptionStatus.ACTIVE, SubscriptionStatus.PAST_DUE}
_RENEWS = _COUNTS | {SubscriptionStatus.TRIALING}
_PAUSED_BEHAVIOR = {"keep_as_draft": True, "void": False, "mark_uncollectible": False}
_TITLES = {UpcomingKind.TRIAL_END: "Trial ends", UpcomingKind.RENEWAL: "Renewal", UpcomingKind.CANCELLATION: "Ends"}
_FORMULA = "Monthly value of what is billed by quantity, less discounts that last forever; without tax and metered use"
_TRIAL_FORMULA = "What the subscription would bring a month after its trial"


class Held(msgspec.Struct, frozen=True):
    """A subscription, read: the raw record and everything that several models are made of."""

    raw: Wild
    status: SubscriptionStatus
    currency: str
    items: list[Item]
    reductions: list[Reduction]

    @property
    def lines(self) -> list[Line]:
        return [item.line for item in self.items]

    @property
    def period_end_at(self) -> datetime:
        """Items of one subscription may be billed at different times: the next of them."""
        return min(item.period_end_at for item in self.items)


def held_of(raw: Wild, items: Sequence[Wild], customer_id: str, catalogue: Catalogue) -> Held:
    """`items` are all of them, also where the subscription itself held only the first."""
    check_same(raw["customer"], customer_id)
    if not items:
        raise raw["items"].bad("must not be empty")
    currency = currency_of(raw["currency"])
    latest = raw["latest_invoice"]
    invoice = None if latest.is_null else catalogue.invoices.get(id_of(latest))
    if invoice is not None:
        check_same(invoice["customer"], customer_id)
    context = around(list(items), currency, catalogue, invoice)
    read = [item_of(item, context) for item in items]
    reductions = [reduction_of(each, currency, catalogue.coupons) for each in raw["discounts"]]
    return Held(raw, raw["status"].choice(_STATUSES), currency, read, reductions)


def subscription_of(held: Held) -> Subscription:
    raw, pause = held.raw, held.raw["pause_collection"]
    value = monthly_value(held.lines, [each.discount for each in held.reductions], held.currency)
    counted = held.status in _COUNTS and (pause.is_null or _still_counts(pause))
    on_trial = held.status is SubscriptionStatus.TRIALING
    return Subscription(
        ref=ref_of(raw, "subscription"),
        status=held.status,
        currency=held.currency,
        items=[_item(line, held.currency) for line in held.lines],
        started_at=raw["start_date"].at_epoch_seconds(),
        mrr=_made(held, value, _FORMULA) if counted else None,
        trial_mrr=_made(held, value, _TRIAL_FORMULA) if on_trial else None,
        mrr_exact=_exact(value) if counted else None,
        trial_mrr_exact=_exact(value) if on_trial else None,
        mrr_if_live=None if _never_paid(held) else rounded(value.exact, held.currency),
        interval=_interval(held.lines),
        current_period_end_at=held.period_end_at,
        renews_at=_renews_at(held),
        trial_ends_at=raw["trial_end"].or_none(Wild.at_epoch_seconds),
        cancel_at=_cancel_at(held),
        canceled_at=raw["canceled_at"].or_none(Wild.at_epoch_seconds),
        ended_at=raw["ended_at"].or_none(Wild.at_epoch_seconds),
        collection_paused=not pause.is_null,
        collection_resumes_at=None if pause.is_null else pause["resumes_at"].or_none(Wild.at_epoch_seconds),
        sent_by_invoice=raw["collection_method"].choice({"send_invoice": True, "charge_automatically": False}),
        discounts=[_discount_in_words(each) for each in _all_reductions(held)],
        notes=_notes(held),
    )


def _item(line: Line, currency: str) -> SubscriptionItem:
    amount = amount_of(line)
    return SubscriptionItem(
        product=line.product,
        interval=line.interval.words,
        quantity=None if amount is None else line.quantity,
        amount=None if amount is None else rounded(amount, currency),
        metered=amount is None,
    )


def _made(held: Held, value: Value, formula: str) -> MadeMoney:
    return MadeMoney(rounded(value.exact, held.currency), Made(formula, value.inputs))


def _exact(value: Value) -> str:
    return format(as_decimal(value.exact), "f")


def _interval(lines: Sequence[Line]) -> str | None:
    """None where items are billed at different intervals."""
    words = {line.interval.words for line in lines}
    return words.pop() if len(words) == 1 else None


def _still_counts(pause: Wild) -> bool:
    return pause["behavior"].choice(_PAUSED_BEHAVIOR)


def _never_paid(held: Held) -> bool:
    """Ended in its trial or before its first payment: no revenue ended with it."""
    trial_end = held.raw["trial_end"].or_none(Wild.at_epoch_seconds)
    ended_at = held.raw["ended_at"].or_none(Wild.at_epoch_seconds)
    in_trial = trial_end is not None and ended_at is not None and ended_at <= trial_end
    return in_trial or held.raw.text_at("status") == "incomplete_expired"


def _cancel_at(held: Held) -> datetime | None:
    """When it is going to end, or ended by schedule."""
    if held.raw["cancel_at_period_end"].boolean():
        return held.raw["cancel_at"].or_none(Wild.at_epoch_seconds) or held.period_end_at
    return held.raw["cancel_at"].or_none(Wild.at_epoch_seconds)


def _renews_at(held: Held) -> datetime | None:
    """The first end of a period, unless it ends by then. A trial renews when it ends."""
    cancel_at = _cancel_at(held)
    if held.status not in _RENEWS or (cancel_at is not None and cancel_at <= held.period_end_at):
        return None
    return held.period_end_at


def _all_reductions(held: Held) -> list[Reduction]:
    return [*(each for item in held.items for each in item.reductions), *held.reductions]


def _discount_in_words(reduction: Reduction) -> str:
    until = "" if reduction.ends_at is None else f", until {reduction.ends_at:%Y-%m-%d}"
    return f"{reduction.discount.name} ({reduction.discount.in_words}{until})"


def _notes(held: Held) -> list[str]:
    """What a reader of the amounts should know."""
    pause = held.raw["pause_collection"]
    notes: list[str] = []
    if not pause.is_null:
        counted = "its invoices wait as drafts; it still counts" if _still_counts(pause) else "it does not count"
        notes.append(f"Collection is paused: {counted} towards MRR")
    if held.raw.text_at("status") == "incomplete_expired":
        notes.append("The first payment never came, so it never began")
    if not held.raw.optional("schedule").is_null:
        notes.append("A schedule may change it at its next phase")
    return notes


# What is coming


def upcoming_of(held: Held, now: datetime) -> list[UpcomingItem]:
    """The end of the trial, the next renewal and the end of the subscription, as far as they lie ahead."""
    on_trial = held.status is SubscriptionStatus.TRIALING
    due = [item for item in held.items if item.period_end_at == held.period_end_at]
    dates: Sequence[tuple[UpcomingKind, datetime | None, Sequence[Item]]] = (
        (UpcomingKind.TRIAL_END, _trial_ends_at(held), held.items),
        (UpcomingKind.RENEWAL, None if on_trial else _renews_at(held), due),
        (UpcomingKind.CANCELLATION, _cancel_at(held), held.items),
    )
    return [_coming(held, kind, at, items) for kind, at, items in dates if at is not None and _ahead(held, at, now)]


def _ahead(held: Held, at: datetime, now: datetime) -> bool:
    return held.status is not SubscriptionStatus.CANCELED and at >= now


def _trial_ends_at(held: Held) -> datetime | None:
    on_trial = held.status is SubscriptionStatus.TRIALING
    return held.raw["trial_end"].or_none(Wild.at_epoch_seconds) if on_trial else None


def _coming(held: Held, kind: UpcomingKind, at: datetime, items: Sequence[Item]) -> UpcomingItem:
    products = ", ".join(dict.fromkeys(item.line.product for item in items))
    usage = kind is not UpcomingKind.CANCELLATION and any(item.line.terms is None for item in items)
    return UpcomingItem(
        ref=ref_of(held.raw, "subscription"),
        kind=kind,
        at=at,
        title=f"{_TITLES[kind]}: {products}{', metered use comes on top' if usage else ''}",
        money=_charge(held, items, at),
    )


def _charge(held: Held, items: Sequence[Item], at: datetime) -> Money:
    """What is charged (or ends) at `at`: a whole interval of `items`, less the discounts that still hold, with the tax
    that prices contain. Tax on top and prorations are Stripe's to add.
    """
    lines = [msgspec.structs.replace(item.line, discounts=_holding(item.reductions, at)) for item in items]
    return rounded(charged_together(lines, _holding(held.reductions, at), held.currency), held.currency)


def _holding(reductions: Sequence[Reduction], at: datetime) -> tuple[Discount, ...]:
    return tuple(msgspec.structs.replace(each.discount, forever=True) for each in reductions if each.holds_at(at))
