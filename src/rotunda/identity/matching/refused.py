"""What people have said is not so: no rule links a record to an account that somebody has refused for it. Pure."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

import msgspec

from rotunda.identity.matching.model import Decisions, NewLink, RecordKey, Unlinked
from rotunda.sections.ids import AccountId

_REFUSED = "Somebody said that it does not belong to the account that it looks like."


class Refusals(msgspec.Struct, frozen=True):
    """`pairs` are records with the accounts, as they are shown, that they do not belong to; `shown` leads from accounts
    that were merged to those that they are shown as.
    """

    pairs: AbstractSet[tuple[RecordKey, AccountId]]
    shown: Mapping[AccountId, AccountId]

    def forbid(self, link: NewLink) -> bool:
        account = AccountId(link.account)
        return (link.key, self.shown.get(account, account)) in self.pairs


def without_refused(decisions: Decisions, refusals: Refusals) -> Decisions:
    """Whatever speaks for such a link: the record stays without an account and says why."""
    refused = [link for link in decisions.links if refusals.forbid(link)]
    if not refused:
        return decisions
    unlinked = [Unlinked(link.key, _REFUSED) for link in refused]
    return msgspec.structs.replace(
        decisions,
        links=tuple(link for link in decisions.links if not refusals.forbid(link)),
        unlinked=tuple(sorted((*decisions.unlinked, *unlinked), key=lambda each: each.key)),
    )
