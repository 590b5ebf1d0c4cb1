"""What is asked of the product database. Nothing here is executed: see `rotunda.connector_kit.requests`."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from rotunda.connector_kit.connector import Find, SourceRecord
from rotunda.connector_kit.errors import BadPayload, Gone
from rotunda.connector_kit.json import Wild, rows
from rotunda.connector_kit.requests import Customer, Payload, Program
from rotunda.connectors.productdb import queries
from rotunda.connectors.productdb.columns import identifier
from rotunda.connectors.productdb.manifest import SOURCE
from rotunda.connectors.productdb.mapping import (
    ACCOUNT,
    account_record_of,
    days_of,
    features_of,
    merged_profiles,
    owned,
    people_of,
    profile_of,
    totals_of,
    usage_of,
    user_record_of,
)
from rotunda.sections.ids import ExternalId
from rotunda.sections.people.model import PeoplePart
from rotunda.sections.profile.model import ProfilePart
from rotunda.sections.usage.model import UsagePart

_GONE = "The product database no longer has this account"
_MOST_KEYS = 10


def read_profile(customer: Customer) -> Program[ProfilePart]:
    ids = customer.ids(ACCOUNT)
    payloads = yield [queries.profile(one, customer.settings) for one in ids]
    found = _existing(ids, payloads, "account")
    return merged_profiles([profile_of(row, customer.settings) for row in found])


def read_usage(customer: Customer) -> Program[UsagePart]:
    """Totals, days and features of every account at once."""
    ids, now, settings = customer.ids(ACCOUNT), customer.now, customer.settings
    payloads = yield [
        *(queries.totals(one, now, settings) for one in ids),
        *(queries.daily(one, now, settings) for one in ids),
        *(queries.features(one, now, settings) for one in ids),
    ]
    totals, daily, features = (payloads[place : place + len(ids)] for place in range(0, 3 * len(ids), len(ids)))
    return usage_of(
        [totals_of(row, settings) for row in _existing(ids, totals, "usage")],
        [day for one, payload in zip(ids, daily, strict=True) for day in days_of(payload, one)],
        [feature for one, payload in zip(ids, features, strict=True) for feature in features_of(payload, one)],
        now,
    )


def read_people(customer: Customer) -> Program[PeoplePart]:
    """The most recently seen users of each account, and how many there are."""
    ids = customer.ids(ACCOUNT)
    payloads = yield [queries.people(one, customer.settings) for one in ids]
    people = [person for one, payload in zip(ids, payloads, strict=True) for person in people_of(payload, one)]
    firsts = [payload.pages[0] for payload in payloads if payload.pages]
    total = sum(Wild(first, "users.rows[0]").integer_at("total") for first in firsts)
    return PeoplePart(people=people, total=total)


def _existing(ids: Sequence[ExternalId], payloads: Sequence[Payload], path: str) -> list[Wild]:
    """One row for each account that still exists; `Gone` when none does."""
    found = [row for one, payload in zip(ids, payloads, strict=True) for row in owned(payload, one, path)]
    if not found:
        raise Gone(_GONE)
    if any(len(payload.pages) > 1 for payload in payloads):
        raise BadPayload(path, "must be one row for an account")
    return found


# The directory


def list_accounts(settings: Mapping[str, str], now: datetime) -> Program[Sequence[SourceRecord]]:
    """Every account, a thousand at a time in the order of their ids."""
    del now
    records: list[SourceRecord] = []
    after = ExternalId("")
    while True:
        [payload] = yield [queries.accounts_after(after, settings)]
        found = list(rows(payload, "accounts"))
        records += [account_record_of(row) for row in found]
        if len(found) < queries.BATCH:
            return records
        after = _further(found[-1]["account_id"], after)


def list_users(settings: Mapping[str, str], now: datetime) -> Program[Sequence[SourceRecord]]:
    """Every user of every account, a thousand at a time."""
    del now
    records: list[SourceRecord] = []
    account, user = ExternalId(""), ExternalId("")
    while True:
        [payload] = yield [queries.users_after(account, user, settings)]
        found = list(rows(payload, "users"))
        records += [user_record_of(row) for row in found]
        if len(found) < queries.BATCH:
            return records
        last = found[-1]
        moved = identifier(last["account_id"]) != account
        account, user = identifier(last["account_id"]), _further(last["user_id"], ExternalId("") if moved else user)


def _further(last: Wild, before: ExternalId) -> ExternalId:
    """Where the next batch begins. A database that gives the same rows again would be read without end."""
    following = identifier(last)
    if following == before:
        raise last.bad("ends a batch where the one before it ended")
    return following


def find(whom: Find) -> Program[Sequence[SourceRecord]]:
    """By the ids that other sources declare, by their own ids in our rows, by domain and by a user's address.

    Ids of payers stand in arrays, which the two databases search differently: these are left to the list.
    """
    wanted = [
        *(("account_id", one.external_id) for one in whom.declared if one.source == SOURCE),
        *((str(one.source), one.external_id) for one in whom.own_ids if one.source in queries.FINDABLE),
        *(("domain", domain.lower()) for domain in whom.domains),
        *(("email", email.lower()) for email in whom.emails),
    ]
    asked = [queries.found_by(kind, key, whom.settings) for kind, key in dict.fromkeys(wanted[:_MOST_KEYS])]
    payloads = (yield asked) if asked else []
    found = [account_record_of(row) for payload in payloads for row in rows(payload, "found accounts")]
    return list({record.external_id: record for record in found}.values())
