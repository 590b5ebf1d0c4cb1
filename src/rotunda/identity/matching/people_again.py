"""The rules of people applied afresh, as if they had always been what they are now: whom they join and part. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from rotunda.identity.matching.contacts import Arranged, Person, StandingContact, group_people
from rotunda.identity.matching.model import Known, RecordKey
from rotunda.sections.ids import AccountId, ContactId


class PeopleAgain(msgspec.Struct, frozen=True):
    """`joined` counts contacts that would be found to be another one. `parted` are records that would not be of the
    contact that they are of now.
    """

    joined: int
    parted: tuple[RecordKey, ...]


def people_again(
    records: Iterable[Known],
    standing: Mapping[RecordKey, StandingContact],
    account_of: Mapping[RecordKey, AccountId],
    arranged: Arranged,
    by_hand: Collection[RecordKey],
) -> PeopleAgain:
    """What people have linked (`by_hand`), merged or split stands, whatever the rules say."""
    loose = {key for key, each in standing.items() if key not in by_hand and each.contact not in arranged.bound}
    today = group_people(records, standing, account_of, arranged, loose)
    parted = _parted(today, standing)
    gone = set(parted)
    joined = 0
    for person in today:
        contacts = {
            standing[each.key].contact for each in person.records if each.key in standing and each.key not in gone
        }
        joined += max(0, len(contacts) - 1)
    return PeopleAgain(joined, parted)


def _parted(today: Sequence[Person], standing: Mapping[RecordKey, StandingContact]) -> tuple[RecordKey, ...]:
    """All but the most of each contact, which stay what it is."""
    shares: dict[ContactId, list[list[RecordKey]]] = defaultdict(list)
    for person in today:
        held: dict[ContactId, list[RecordKey]] = defaultdict(list)
        for each in person.records:
            if each.key in standing:
                held[standing[each.key].contact].append(each.key)
        for contact, keys in held.items():
            shares[contact].append(sorted(keys))
    found: list[RecordKey] = []
    for parts in shares.values():
        _, *others = sorted(parts, key=lambda keys: (-len(keys), keys))
        found.extend(key for keys in others for key in keys)
    return tuple(sorted(found))
