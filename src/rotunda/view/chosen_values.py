"""Why a customer is shown as it is, as one viewer may be told."""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from rotunda.identity.merging.explained import Explained
from rotunda.identity.merging.survivorship import Rule
from rotunda.sections.ids import AccountId, CustomerId, SourceName
from rotunda.view.document import AccountLink
from rotunda.view.fields.doors import CustomerLink
from rotunda.view.merge_answers import NAMED_ACCOUNTS

Names = Mapping[CustomerId, str]


class OtherValue(msgspec.Struct, frozen=True):
    """What is not shown, and whose it is. `source` is null for what an account has kept or somebody has set."""

    value: str
    account: CustomerLink
    source: SourceName | None


class ChosenValue(msgspec.Struct, frozen=True):
    """A value that is shown and the rule that chose it, as in `ShownPlan`; `others` are all that differ."""

    name: str
    value: str
    account: CustomerLink
    source: SourceName | None
    rule: Rule
    others: list[OtherValue]


class ChosenValues(msgspec.Struct, frozen=True):
    """In the order of the page."""

    items: list[ChosenValue]


class OtherOfPerson(msgspec.Struct, frozen=True):
    """As of an account."""

    value: str
    contact: CustomerLink
    source: SourceName | None


class ChosenOfPerson(msgspec.Struct, frozen=True):
    """As of an account."""

    name: str
    value: str
    contact: CustomerLink
    source: SourceName | None
    rule: Rule
    others: list[OtherOfPerson]


class ContactChosenValues(msgspec.Struct, frozen=True):
    """In the order of the page."""

    items: list[ChosenOfPerson]


def members_of(explained: Sequence[Explained]) -> set[CustomerId]:
    """Whose values they are."""
    return {each.member for each in explained} | {other.member for each in explained for other in each.others}


def accounts_told(explained: Sequence[Explained]) -> set[AccountId]:
    """Accounts that are values themselves."""
    named = [each for each in explained if each.name in NAMED_ACCOUNTS]
    return {AccountId(value) for each in named for value in (each.value, *(other.value for other in each.others))}


def of_account(
    explained: Sequence[Explained], members: Names, accounts: Mapping[AccountId, AccountLink]
) -> ChosenValues:
    """Accounts as values are told by name to those who may open them, and left out for others."""
    found: list[ChosenValue] = []
    for each in explained:
        told = _telling(each, accounts)
        value = told(each.value)
        if value is not None:
            others = [
                OtherValue(said, CustomerLink(other.member, members[other.member]), other.source)
                for other in each.others
                if (said := told(other.value)) is not None
            ]
            whose = CustomerLink(each.member, members[each.member])
            found.append(ChosenValue(each.name, value, whose, each.source, each.rule, others))
    return ChosenValues(found)


def of_contact(
    explained: Sequence[Explained], members: Names, accounts: Mapping[AccountId, AccountLink]
) -> ContactChosenValues:
    """As `of_account`."""
    chosen = of_account(explained, members, accounts).items
    return ContactChosenValues(
        [
            ChosenOfPerson(
                each.name,
                each.value,
                each.account,
                each.source,
                each.rule,
                [OtherOfPerson(other.value, other.account, other.source) for other in each.others],
            )
            for each in chosen
        ]
    )


def _telling(explained: Explained, accounts: Mapping[AccountId, AccountLink]) -> Callable[[str], str | None]:
    def told(value: str) -> str | None:
        if explained.name not in NAMED_ACCOUNTS:
            return value
        link = accounts.get(AccountId(value))
        return link.name if link else None

    return told
