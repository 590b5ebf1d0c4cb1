"""Who pays at each company, for what, since when: the composition of everything in billing."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from rotunda_world.generate.billing.discounts import discount
from rotunda_world.generate.billing.invoices import Ledger
from rotunda_world.generate.billing.offers import SHAPES, Line, lines_of, second_lines
from rotunda_world.generate.billing.periods import MONTHLY
from rotunda_world.generate.billing.settlement import Outcome, Settler
from rotunda_world.generate.billing.subscriptions import subscribe
from rotunda_world.generate.billing.terms import State, Terms, clear_of_now, fits, state_of, terms_of
from rotunda_world.generate.casting import Story
from rotunda_world.generate.catalogue import STARTER, Catalogue
from rotunda_world.generate.companies import Cast
from rotunda_world.generate.moments import DAY
from rotunda_world.generate.seeds import payer_id
from rotunda_world.model import Payer, Subscription

_TOLD = {
    Story.HEALTHY_EXPANDER: "graduated",
    Story.SILENT_CHURNER: "annual",
    Story.DORMANT_TRIAL: "monthly",
    Story.OVERDUE_PAYER: "addons",
    Story.MERGED: "monthly",
}
_ONE_OFFS = (
    ("Onboarding workshop", Outcome.PAID),
    ("Data import", Outcome.VOID),
    ("Extra tracking units", Outcome.DRAFT),
    ("Driver training", Outcome.OUTSIDE),
    ("Replacement units", Outcome.UNCOLLECTIBLE),
)


def bill(cast: Cast, catalogue: Catalogue) -> None:
    """Everything that the company's payers have in Stripe; prospects have nothing."""
    if cast.company.product_account_id is not None:
        _Biller(cast, catalogue, cast.chance("billing")).bill()


class _Biller:
    """Writes the billing history of one company."""

    def __init__(self, cast: Cast, catalogue: Catalogue, random: Random) -> None:
        self._cast = cast
        self._catalogue = catalogue
        self._random = random
        self._state = state_of(cast)
        self._shape = self._choose_shape()

    def bill(self) -> None:
        cast, company = self._cast, self._cast.company
        plan, seats = company.plan or STARTER, company.seats or 1
        lines = lines_of(self._shape, plan, seats)
        # Where intervals are mixed, the last line's is the shorter one, and periods are to suit that.
        terms = terms_of(cast, self._state, lines[-1].every, self._random)
        payer = self._payer(cast.place.currency, terms.start)
        if self._state is State.EXPIRED:
            self._tried_in_vain(payer, lines, terms)
        else:
            self._sell(payer, lines, terms)
        if self._state is State.CANCELED and cast.story is None and cast.casting.index % 2:
            self._return(payer)
        self._second(payer, terms, seats)
        self._finish()

    def _choose_shape(self) -> str:
        casting = self._cast.casting
        shape = _TOLD.get(casting.story) if casting.story else None
        shape = shape or SHAPES[(casting.index * 7 + self._cast.seed) % len(SHAPES)]
        every = lines_of(shape, STARTER, 1)[0].every
        dinars = self._cast.place.currency == "kwd" and shape not in {"annual", "addons", "two_payers"}
        mixed = shape == "mixed" and self._state is not State.ACTIVE
        return "monthly" if dinars or mixed or not fits(self._state, every) else shape

    def _sell(self, payer: Payer, lines: list[Line], terms: Terms) -> Subscription:
        """One subscription with its discount, its invoices and what came of them."""
        cast = self._cast
        subscription = subscribe(payer, lines, terms, self._catalogue, self._random, cast.now)
        if cast.story is None:
            discount(cast, self._catalogue, subscription, self._random)
        settler = Settler(payer, self._random, cast.now, strict=cast.story is not None)
        settler.settle_all(self._ledger(payer).bill(subscription), terms.state)
        return subscription

    def _ledger(self, payer: Payer) -> Ledger:
        growth = (
            0.6 if self._cast.story is Story.HEALTHY_EXPANDER else self._random.choice((0.0, 0.0, 0.1, 0.25, -0.15))
        )
        prefix = payer.stripe_id[4:12].upper()
        return Ledger(payer, self._random, self._cast.now, growth, prefix)

    def _tried_in_vain(self, payer: Payer, lines: list[Line], terms: Terms) -> None:
        """The first subscription expired unpaid; the one of the next day works."""
        self._sell(payer, lines, terms)
        next_day = terms.start + timedelta(days=1)
        self._sell(payer, lines, Terms(State.ACTIVE, next_day, next_day))

    def _return(self, payer: Payer) -> None:
        """Some come back, on the smallest plan."""
        ended_at = payer.subscriptions[0].ended_at
        if ended_at is None or self._cast.now - ended_at < timedelta(days=18):
            return
        start = clear_of_now(ended_at + timedelta(days=9, hours=3), MONTHLY, self._cast.now, DAY)
        seats = max(3, (self._cast.company.seats or 3) // 2)
        company = self._cast.company
        company.plan, company.seats = STARTER, seats
        self._sell(payer, lines_of("monthly", STARTER, seats), Terms(State.ACTIVE, start, start))

    def _second(self, payer: Payer, terms: Terms, seats: int) -> None:
        """A further subscription: of the same payer, or of a second one that may pay in another currency."""
        lines = second_lines(self._shape, seats)
        if not lines or terms.state is not State.ACTIVE:
            return
        if self._shape == "two_payers":
            other = {"eur": "usd", "usd": "eur"}.get(payer.currency, payer.currency)
            payer = self._payer(other, terms.start)
        later = terms_of(self._cast, State.ACTIVE, MONTHLY, self._random)
        self._sell(payer, lines, replace(later, trial_start=None, start=later.anchor))

    def _payer(self, currency: str, since: datetime) -> Payer:
        company = self._cast.company
        payer = Payer(
            stripe_id=payer_id(self._random),
            company=company,
            name=company.called("stripe"),
            email=company.contacts[0].email,
            created_at=since - timedelta(minutes=self._random.randrange(2, 50)),
            currency=currency,
            balance=-self._random.randrange(1, 40) * 100 if self._random.random() < 0.06 else 0,
        )
        company.payers.append(payer)
        return payer

    def _finish(self) -> None:
        for payer in self._cast.company.payers:
            settler = Settler(payer, self._random, self._cast.now, strict=True)
            if self._cast.story is None:
                self._one_off(payer, settler)
                settler.regret()
            payer.invoices.sort(key=lambda invoice: invoice.created_at)
            payer.charges.sort(key=lambda charge: charge.created_at)
            finalized = [invoice for invoice in payer.invoices if invoice.status != "draft"]
            self._ledger(payer).number(finalized)

    def _one_off(self, payer: Payer, settler: Settler) -> None:
        if self._random.random() > 0.12 or payer.currency == "kwd":
            return
        description, outcome = self._random.choice(_ONE_OFFS)
        first = payer.created_at + timedelta(days=3)
        at = min(first + (self._cast.now - first) * self._random.random(), self._cast.now - timedelta(days=14))
        invoice = self._ledger(payer).manual(
            description, self._random.randrange(8, 60) * 1000, at.replace(microsecond=0)
        )
        settler.settle(invoice, outcome)
