"""Rows of the product database as the section models have them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from operator import attrgetter
from urllib.parse import quote

import msgspec

from rotunda.connector_kit.connector import Declared, SourceRecord
from rotunda.connector_kit.errors import Misconfigured
from rotunda.connector_kit.json import Wild, rows
from rotunda.connector_kit.requests import Payload
from rotunda.connectors.productdb.columns import (
    count,
    count_or_zero,
    flag,
    flag_or_none,
    identifier,
    identifier_or_none,
    texts,
)
from rotunda.connectors.productdb.manifest import ADMIN_URL, SOURCE
from rotunda.connectors.productdb.queries import windows
from rotunda.connectors.productdb.shapes import (
    BY_WEEK,
    WEEKS,
    DayRow,
    FeatureRow,
    UserRow,
    as_one,
    in_utc,
)
from rotunda.sections.ids import ExternalId, SourceName
from rotunda.sections.people.model import Person
from rotunda.sections.profile.model import Owner, ProductStatus, ProfilePart
from rotunda.sections.provenance import Ref
from rotunda.sections.usage.model import DayActive, FeatureUse, UsagePart

ACCOUNT, USER = "account", "user"
_MIDNIGHT = time()
_DECLARED = (("hubspot", "hubspot_company_id"), ("zendesk", "zendesk_organization_id"))


_weekly = attrgetter(*WEEKS)


def owned(payload: Payload, account_id: str, path: str) -> list[Wild]:
    """The rows, each checked to be of the account that was asked for."""
    found = list(rows(payload, path))
    for row in found:
        if identifier(row["account_id"]) != account_id:
            raise row["account_id"].bad("is another account than was asked for")
    return found


def ref_of(account_id: ExternalId, settings: Mapping[str, str]) -> Ref:
    """The account, with its page in the company's admin panel where the connection knows one."""
    template = settings.get(ADMIN_URL)
    if not template:
        return Ref(SOURCE, ACCOUNT, account_id)
    if not template.startswith(("https://", "http://")):
        raise Misconfigured("The address of the admin panel must begin with https://", ADMIN_URL)
    return Ref(SOURCE, ACCOUNT, account_id, template.replace("{account_id}", quote(account_id, safe="")))


# Profile


def profile_of(row: Wild, settings: Mapping[str, str]) -> ProfilePart:
    return ProfilePart(
        ref=ref_of(identifier(row["account_id"]), settings),
        name=row["name"].text_or_none(),
        domain=row["domain"].text_or_none(),
        customer_since=row["created_at"].or_none(Wild.at_column),
        last_activity_at=row["last_active_at"].or_none(Wild.at_column),
        owners=_csm(row),
        plan=row["plan"].text_or_none(),
        product_status=row["status"].or_none(lambda raw: raw.one_of(ProductStatus)),
        trial_ends_at=row["trial_ends_at"].or_none(Wild.at_column),
        contract_ends_on=row["contract_ends_on"].or_none(Wild.day),
        auto_renew=flag_or_none(row["auto_renew"]),
        feature_flags=list(texts(row["feature_flags"])),
    )


def _csm(row: Wild) -> list[Owner]:
    name, email = row["csm_name"].text_or_none(), row["csm_email"].text_or_none()
    if not name and not email:
        return []
    return [Owner(role="csm", name=name or email or "", email=email, team=row["csm_team"].text_or_none())]


def merged_profiles(profiles: Sequence[ProfilePart]) -> ProfilePart:
    """Several product accounts of one customer: the first says who it is, flags and success managers are joined."""
    first, *further = profiles
    return msgspec.structs.replace(
        first,
        owners=list(
            {(owner.role, owner.email or owner.name): owner for one in profiles for owner in one.owners}.values()
        ),
        feature_flags=sorted({name for one in profiles for name in one.feature_flags}),
        further_refs=[one.ref for one in further],
    )


# Usage


class Totals(msgspec.Struct, frozen=True):
    """One row of totals: the part without days and features, and when the account was created."""

    part: UsagePart
    created_at: datetime | None


def totals_of(row: Wild, settings: Mapping[str, str]) -> Totals:
    part = UsagePart(
        ref=ref_of(identifier(row["account_id"]), settings),
        users_total=count(row["users_total"]),
        active_7d=count(row["active_7d"]),
        active_30d=count(row["active_30d"]),
        active_previous_7d=count(row["active_previous_7d"]),
        active_previous_30d=count(row["active_previous_30d"]),
        seats_purchased=row["seats"].or_none(count),
        last_active_at=row["last_active_at"].or_none(Wild.at_column),
        activated_at=row["activated_at"].or_none(Wild.at_column),
    )
    return Totals(part, row["created_at"].or_none(Wild.at_column))


def usage_of(
    totals: Sequence[Totals], days: Iterable[DayActive], features: Iterable[FeatureUse], now: datetime
) -> UsagePart:
    """Several product accounts of one customer are added up: somebody who is a user of two counts in both."""
    parts = [one.part for one in totals]
    seats = [part.seats_purchased for part in parts if part.seats_purchased is not None]
    return msgspec.structs.replace(
        parts[0],
        users_total=sum(part.users_total for part in parts),
        active_7d=sum(part.active_7d for part in parts),
        active_30d=sum(part.active_30d for part in parts),
        active_previous_7d=sum(part.active_previous_7d for part in parts),
        active_previous_30d=sum(part.active_previous_30d for part in parts),
        seats_purchased=sum(seats) if seats else None,
        last_active_at=max((part.last_active_at for part in parts if part.last_active_at), default=None),
        activated_at=min((part.activated_at for part in parts if part.activated_at), default=None),
        daily=_every_day(days, [one.created_at for one in totals], now),
        features=_joined(features),
    )


def days_of(payload: Payload, account_id: str) -> list[DayActive]:
    """The days of one account on which somebody was active."""
    found = as_one(payload.pages, DayRow, account_id)
    if found is None:
        return [_day_of(row) for row in owned(payload, account_id, "daily usage")]
    return [DayActive(row.day, row.active_users, row.events) for row in found]


def _day_of(row: Wild) -> DayActive:
    return DayActive(row["day"].day(), count(row["active_users"]), count(row["events"]))


def _every_day(found: Iterable[DayActive], created: Sequence[datetime | None], now: datetime) -> list[DayActive]:
    """One entry for each day since the window or the account began: on a day without a row nobody was active."""
    by_day: dict[date, DayActive] = {}
    for one in found:
        by_day[one.day] = _day_of_both(one, by_day[one.day]) if one.day in by_day else one
    bounds = windows(now)
    began = min((at.date() for at in created if at), default=bounds["first_day"])
    first = max(bounds["first_day"], min([began, *by_day]))
    idle = _idle_days(first, bounds["today"])
    return [by_day.get(day, nobody) for day, nobody in idle.items()]


@lru_cache(maxsize=128)
def _idle_days(first: date, last: date) -> Mapping[date, DayActive]:
    """The same for all customers but the youngest."""
    days = (first + timedelta(days=passed) for passed in range((last - first).days + 1))
    return {day: DayActive(day, 0, 0) for day in days}


def _day_of_both(one: DayActive, other: DayActive) -> DayActive:
    return DayActive(one.day, one.active_users + other.active_users, one.events + other.events)


def features_of(payload: Payload, account_id: str) -> list[FeatureUse]:
    """A feature without a row of activity was used by nobody in the twelve weeks."""
    found = as_one(payload.pages, BY_WEEK, account_id)
    if found is None:
        return [_feature_in(row) for row in owned(payload, account_id, "usage of features")]
    return [_feature_of(row) for row in found]


def _feature_of(row: FeatureRow) -> FeatureUse:
    return FeatureUse(
        key=row.feature_key,
        name=row.feature_name or row.feature_key,
        available=row.available,
        users_30d=row.users_30d or 0,
        events_30d=row.events_30d or 0,
        last_used_at=_begin_of(row.last_used_on),
        weekly_users=[users or 0 for users in _weekly(row)],
    )


def _feature_in(row: Wild) -> FeatureUse:
    last_used_on = row["last_used_on"].or_none(Wild.day)
    return FeatureUse(
        key=row.text_at("feature_key"),
        name=row["feature_name"].text_or_none() or row.text_at("feature_key"),
        available=flag(row["available"]),
        users_30d=count_or_zero(row["users_30d"]),
        events_30d=count_or_zero(row["events_30d"]),
        last_used_at=_begin_of(last_used_on),
        weekly_users=[count_or_zero(row[week]) for week in WEEKS],
    )


def _begin_of(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, _MIDNIGHT, UTC)


def _joined(features: Iterable[FeatureUse]) -> list[FeatureUse]:
    """The same feature of several accounts is one."""
    by_key: dict[str, list[FeatureUse]] = defaultdict(list)
    for one in features:
        by_key[one.key].append(one)
    return [several[0] if len(several) == 1 else _added(several) for several in by_key.values()]


def _added(several: Sequence[FeatureUse]) -> FeatureUse:
    return msgspec.structs.replace(
        several[0],
        available=any(one.available for one in several),
        users_30d=sum(one.users_30d for one in several),
        events_30d=sum(one.events_30d for one in several),
        last_used_at=max((one.last_used_at for one in several if one.last_used_at), default=None),
        weekly_users=[sum(week) for week in zip(*(one.weekly_users for one in several), strict=True)],
    )


# People and the directory


def people_of(payload: Payload, account_id: str) -> list[Person]:
    """The users of one account."""
    found = as_one(payload.pages, UserRow, account_id)
    if found is None or not in_utc([at for row in found for at in (row.last_seen_at, row.created_at)]):
        return [_person_in(row) for row in owned(payload, account_id, "users")]
    return [_person_of(row) for row in found]


def _person_of(row: UserRow) -> Person:
    user_id = row.user_id if isinstance(row.user_id, str) else ExternalId(str(row.user_id))
    return Person(
        ref=Ref(SOURCE, USER, user_id),
        name=row.name or row.email or user_id,
        email=row.email,
        last_seen_at=row.last_seen_at,
        product_role=_role_of(row.role, left=row.deactivated_at is not None),
        created_at=row.created_at,
    )


def _person_in(row: Wild) -> Person:
    user_id = identifier(row["user_id"])
    role, email = row["role"].text_or_none(), row["email"].text_or_none()
    return Person(
        ref=Ref(SOURCE, USER, user_id),
        name=row["name"].text_or_none() or email or user_id,
        email=email,
        last_seen_at=row["last_seen_at"].or_none(Wild.at_column),
        product_role=_role_of(role, left=not row["deactivated_at"].is_null),
        created_at=row["created_at"].or_none(Wild.at_column),
    )


def _role_of(role: str | None, *, left: bool) -> str | None:
    """One who was deactivated is still somebody that the company knows; the role says so."""
    if left:
        return f"{role}, deactivated" if role else "deactivated"
    return role or None


def account_record_of(row: Wild) -> SourceRecord:
    domain, csm, team = (row[name].text_or_none() for name in ("domain", "csm_email", "csm_team"))
    return SourceRecord(
        record_type=ACCOUNT,
        external_id=identifier(row["account_id"]),
        name=row["name"].text_or_none(),
        domains=tuple(dict.fromkeys(each for each in (domain, *texts(row["further_domains"])) if each)),
        declared=(
            *(Declared(SourceName("stripe"), ExternalId(each)) for each in texts(row["stripe_customer_ids"])),
            *(
                Declared(SourceName(source), other)
                for source, name in _DECLARED
                if (other := identifier_or_none(row[name]))
            ),
        ),
        founds_account=True,
        owner_emails=(csm,) if csm else (),
        owner_teams=(team,) if team else (),
        updated_at=row["updated_at"].or_none(Wild.at_column),
    )


def user_record_of(row: Wild) -> SourceRecord:
    """Users sign in with their address, so the product has proved it."""
    email = row["email"].text_or_none()
    return SourceRecord(
        record_type=USER,
        external_id=identifier(row["user_id"]),
        is_person=True,
        name=row["name"].text_or_none(),
        verified_emails=(email,) if email else (),
        company=identifier(row["account_id"]),
    )
