"""The rules applied afresh, as if they had always been what they are now: what they would link, and take back."""

from collections.abc import Iterable

import msgspec

from rotunda.identity.matching.decide import match
from rotunda.identity.matching.model import Existing, Known, RecordKey
from rotunda.identity.matching.refused import Refusals, without_refused
from rotunda.sections.ids import AccountId


class Again(msgspec.Struct, frozen=True):
    """`linked` are records without an account that get one. `taken_back` are linked records that the rules of today
    leave alone or give to another account.
    """

    linked: tuple[RecordKey, ...]
    taken_back: tuple[RecordKey, ...]


def match_again(records: Iterable[Known], existing: Existing, kept: Existing, refusals: Refusals) -> Again:
    """`existing` are all active links. `kept` are those of them that no rule made or that found an account: they
    stand, whatever the rules say.
    """
    decisions = without_refused(match(records, kept), refusals)
    today = {link.key: AccountId(link.account) for link in decisions.links}
    changed = [key for key in existing if key not in kept and today.get(key) != existing[key].account]
    return Again(
        linked=tuple(sorted(key for key in today if key not in existing)),
        taken_back=tuple(sorted(changed)),
    )
