"""What a search above all pages answers with."""

import msgspec

from rotunda.view.document import AccountLink
from rotunda.view.index.search_words import Kind


class Hit(msgspec.Struct, frozen=True, omit_defaults=True):
    """One result. `by` is what it was found by (name, domain, city, industry, email, record; of people also phone and
    account, where they work; of conversations ticket) and `value` that very text; `former`: it was known by it once.
    `account` is the customer whose person or conversation it is, `url` the conversation's page in its source.
    """

    id: str
    name: str
    by: str
    value: str
    sub: str = ""
    source: str = ""
    former: bool = False
    account: AccountLink | None = None
    url: str | None = None


class HitGroup(msgspec.Struct, frozen=True):
    """Results of one kind, the best first. `more`: there are others."""

    kind: Kind
    items: list[Hit]
    more: bool


class SearchResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """Kinds without results are absent. `notice`: why there is less than somebody might expect."""

    groups: list[HitGroup]
    notice: str | None = None
