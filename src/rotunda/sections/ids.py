"""The distinct id types that every floor of the house shares. Each is a string on the wire."""

from typing import NewType, TypeAlias, TypeGuard

AccountId = NewType("AccountId", str)
"""`acc_` and 20 letters or digits. Unguessable, never reused."""

VisibleAccountId = NewType("VisibleAccountId", AccountId)
"""An account id that `access` has allowed for one viewer. Only `access` makes these."""

ContactId = NewType("ContactId", str)
"""`per_` and 20 letters or digits: a person at a customer, never a teammate. Unguessable, never reused."""

VisibleContactId = NewType("VisibleContactId", ContactId)
"""A contact id that `access` has allowed for one viewer. Only `access` makes these."""

CustomerId: TypeAlias = AccountId | ContactId
"""A company, or a person at one: whoever is merged, split and kept apart. The prefix tells which."""

ConnectionId = NewType("ConnectionId", str)
"""`con_` and 20 letters or digits: one configured, credentialed instance of a connector."""

FieldId = NewType("FieldId", str)
"""`fld_` and 20 letters or digits; those that come with the house are named, such as `fld_account_name`."""

UserId = NewType("UserId", str)
"""`usr_` and 20 letters or digits: a teammate who looks at customers, never an end user."""

SourceName = NewType("SourceName", str)
"""A connector's slug, such as `stripe`."""

SectionName = NewType("SectionName", str)
"""A topic of the page, such as `billing`: the name of its folder under `sections/`."""

SavedViewId = NewType("SavedViewId", str)
"""`viw_` and 20 letters or digits: a list that somebody named."""

ExternalId = NewType("ExternalId", str)
"""A record's own id in its source."""

MergeId = NewType("MergeId", str)
"""`mrg_` and 20 letters or digits: one customer absorbed into another, undone or not."""

SuggestionId = NewType("SuggestionId", str)
"""`sug_` and 20 letters or digits: a pair that may be the same customer."""


def customer_id(written: str) -> CustomerId:
    """As somebody typed it, whether or not there is one."""
    return ContactId(written) if written.startswith("per_") else AccountId(written)


def is_contact(customer: CustomerId) -> TypeGuard[ContactId]:
    """Whether it is a person; else it is a company."""
    return customer.startswith("per_")
