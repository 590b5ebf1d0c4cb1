"""What a customer brought in month by month, brings a month now, and kept of what it brought a year ago."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from rotunda.insight.value.retention import Retention, Stood, retention_of
from rotunda.kit.clock import Clock
from rotunda.sections.billing.model import BillingView, MonthPaid
from rotunda.sections.freshness import State
from rotunda.sections.ids import SectionName, VisibleAccountId
from rotunda.sections.labels import Label
from rotunda.sections.money import Money
from rotunda.sections.provenance import MadeMoney
from rotunda.view.looking import Absent, Look
from rotunda.view.metrics.snapshots import Snapshots
from rotunda.view.page.service import Pages

_BILLING = SectionName("billing")
_MRR = "mrr"
_YEAR = timedelta(days=365)


class Revenue(msgspec.Struct, frozen=True, omit_defaults=True):
    """Paid invoices of the last twelve months, oldest first, and the active MRR beside them; one amount per currency,
    never converted. `state` is that of the billing section; all else is absent where it has no answer.
    """

    state: State
    as_of: datetime | None = None
    months: list[MonthPaid] = []
    mrr: list[MadeMoney] = []
    retention: list[Retention] = []


class Revenues:
    """For whoever may read what a customer pays."""

    def __init__(self, pages: Pages, snapshots: Snapshots, clock: Clock) -> None:
        self._pages = pages
        self._snapshots = snapshots
        self._clock = clock

    async def of(self, look: Look) -> Revenue:
        """Raises Absent where this viewer may not read amounts."""
        if (_BILLING, Label.COMMERCIAL) not in look.grant.reach:
            raise Absent
        answered = (await self._pages.answered(look.grant, look.planned, {_BILLING}))[_BILLING]
        if answered.view is None:
            return Revenue(answered.state)
        view: BillingView = answered.view
        since = self._clock.now() - _YEAR
        return Revenue(
            state=answered.state,
            as_of=answered.as_of,
            months=view.paid_by_month,
            mrr=view.mrr,
            retention=retention_of(view, since, await self._stood(look.grant.account, since)),
        )

    async def _stood(self, account: VisibleAccountId, since: datetime) -> Mapping[str, Stood]:
        """The MRR of then by currency, where it was read on that day or not long before."""
        rows = await self._snapshots.of_a_day(account, [_MRR], since.date())
        return {row.currency: Stood(row.day, Money(round(row.value), row.currency)) for row in rows if row.currency}
