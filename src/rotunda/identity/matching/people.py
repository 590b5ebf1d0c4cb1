"""People who belong to no company in their own source: only their address can tell whose they are."""

from collections.abc import Iterable

from rotunda.identity.matching.addresses import is_role_mailbox
from rotunda.identity.matching.model import Existing, Known, Method, NewLink, Unlinked, confidence_of
from rotunda.identity.matching.weaker import MOST_CANDIDATES
from rotunda.identity.matching.weighed import Addresses, addresses_of

_EMPLOYER_UNKNOWN = "The company that it belongs to is not in its source's list."
_SEVERAL = "Its addresses belong to several accounts."
_NOBODY = "Its address is known of no account."


def decide_people(
    people: Iterable[Known], existing: Existing, addresses: Addresses
) -> tuple[list[NewLink], list[Unlinked]]:
    """Links for people without a company. Who has one is found through it and needs no link of their own."""
    links: list[NewLink] = []
    unlinked: list[Unlinked] = []
    for person in people:
        if person.key in existing or addresses.employer(person) is not None:
            continue
        if person.record.company is not None:
            unlinked.append(Unlinked(person.key, _EMPLOYER_UNKNOWN))
            continue
        decided = _by_address(person, addresses)
        if isinstance(decided, NewLink):
            links.append(decided)
        else:
            unlinked.append(decided)
    return links, unlinked


def _by_address(person: Known, addresses: Addresses) -> NewLink | Unlinked:
    typed, verified = addresses_of(person)
    said = [
        (email, addresses.weigh(email, person.key, person.key.connection))
        for email in sorted(typed | verified)
        if not is_role_mailbox(email)
    ]
    candidates = sorted({account for _, weighed in said for account in weighed.accounts})
    clean = {account: email for email, weighed in said if weighed.against is None for account in weighed.accounts}
    if len(clean) == 1:
        [(account, email)] = clean.items()
        confidence = confidence_of(Method.EMAIL, sure=False)
        return NewLink(person.key, account, Method.EMAIL, confidence, {"email": email})
    against = next((weighed.against for _, weighed in said if weighed.against), None)
    because = _SEVERAL if len(clean) > 1 else against or _NOBODY
    return Unlinked(person.key, because, tuple(candidates[:MOST_CANDIDATES]))
