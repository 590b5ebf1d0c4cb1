"""The world as rows of the product's own tables. Pure, and the same for every database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rotunda_world.model import Company, Contact, World

LAYOUT = 1
"""Counts up whenever tables or rows change shape, so that what an older version loaded is loaded again."""


@dataclass(frozen=True, slots=True)
class LoadKey:
    """What a load depends on: the same key means the same rows."""

    seed: int
    accounts: int
    months: int
    day: date
    layout: int = LAYOUT

    @classmethod
    def of(cls, world: World) -> "LoadKey":
        return cls(world.seed, len(world.companies), world.months, world.now.date())


@dataclass(frozen=True, slots=True)
class AccountRow:
    """Foreign ids are there only where the company declares them."""

    account_no: int
    account_id: str
    name: str
    domain: str | None
    further_domains: list[str]
    plan: str | None
    status: str
    seats: int | None
    trial_ends_at: datetime | None
    contract_ends_on: date | None
    auto_renew: bool
    activated_at: datetime | None
    created_at: datetime
    csm_name: str | None
    csm_email: str | None
    csm_team: str | None
    stripe_customer_ids: list[str]
    hubspot_company_id: str | None
    zendesk_organization_id: str | None
    last_active_at: datetime | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class UserRow:
    user_no: int
    user_id: str
    account_no: int
    name: str
    email: str
    role: str | None
    last_seen_at: datetime | None
    created_at: datetime
    deactivated_at: datetime | None


class Projection:
    """Numbers accounts, users and features by their place in the world as it was made. Who comes later gets the next
    number: so one projection belongs to one load.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._features = {feature.key: number for number, feature in enumerate(world.features, start=1)}
        self._accounts = {company.key: place for place, company in enumerate(world.companies, start=1)}
        self._users: dict[str, int] = {}
        for company in world.companies:
            self._number_users(company)

    def accounts(self) -> list[Company]:
        return [company for company in self._world.companies if company.product_account_id is not None]

    def account(self, company: Company) -> AccountRow:
        declared, csm = company.product_declares, company.csm
        payers = [payer.stripe_id for payer in company.payers[:1]] if "stripe" in declared else []
        return AccountRow(
            account_no=self.account_no(company),
            account_id=company.product_account_id or "",
            name=company.called("product"),
            domain=company.domain,
            further_domains=list(company.further_domains),
            plan=company.plan,
            status=company.product_status,
            seats=company.seats,
            trial_ends_at=company.trial_ends_at,
            contract_ends_on=company.contract_ends_on,
            auto_renew=company.auto_renew,
            activated_at=company.activated_at,
            created_at=company.created_at,
            csm_name=csm.name if csm else None,
            csm_email=csm.email if csm else None,
            csm_team=csm.team if csm else None,
            stripe_customer_ids=payers,
            hubspot_company_id=next(iter(company.hubspot_ids), None) if "hubspot" in declared else None,
            zendesk_organization_id=_text(company.zendesk_org_id) if "zendesk" in declared else None,
            last_active_at=max((one.last_seen_at for one in _users(company) if one.last_seen_at), default=None),
            updated_at=company.updated_at or company.created_at,
        )

    def users(self, company: Company) -> list[UserRow]:
        self._number_users(company)
        number = self.account_no(company)
        return [self._user(contact, number) for contact in _users(company)]

    def account_no(self, company: Company) -> int:
        return self._accounts[company.key]

    def features(self) -> list[tuple[int, str, str]]:
        """Number, key, name."""
        return [(self._features[feature.key], feature.key, feature.name) for feature in self._world.features]

    def plan_features(self) -> list[tuple[str, int]]:
        """Plan and feature number: what each plan includes."""
        return [(plan, self._features[one.key]) for one in self._world.features for plan in sorted(one.plans)]

    def flags(self) -> list[str]:
        """Every feature flag that some account has."""
        return sorted({flag for company in self.accounts() for flag in company.flags})

    def account_flags(self, company: Company) -> list[tuple[int, str]]:
        number = self.account_no(company)
        return [(number, flag) for flag in sorted(set(company.flags))]

    def activity(self, company: Company) -> Iterator[tuple[int, date, int, int, int]]:
        """Account, day, user and feature as numbers, and the count of events."""
        number = self.account_no(company)
        for user_id, feature_key, day, events in self._world.activities.rows_of(company.key):
            yield number, day, self._users[user_id], self._features[feature_key], events

    def _number_users(self, company: Company) -> None:
        for contact in _users(company):
            self._users.setdefault(contact.product_user_id or "", len(self._users) + 1)

    def _user(self, contact: Contact, account_no: int) -> UserRow:
        return UserRow(
            user_no=self._users[contact.product_user_id or ""],
            user_id=contact.product_user_id or "",
            account_no=account_no,
            name=contact.name,
            email=contact.product_email or contact.email,
            role=contact.product_role,
            last_seen_at=contact.last_seen_at,
            created_at=contact.created_at,
            deactivated_at=contact.left_at,
        )


def _users(company: Company) -> Sequence[Contact]:
    return [contact for contact in company.contacts if contact.product_user_id is not None]


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)
