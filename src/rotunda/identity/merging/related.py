"""What hangs on customers, so that a plan can count it. Whoever adds a table with their ids adds a line."""

from typing import LiteralString

import msgspec


class Related(msgspec.Struct, frozen=True):
    """Rows of `table` whose `column` is a customer's id, as far as `where` holds. `steady`: they only change when
    somebody or a list changes them, so that a plan that counted them ages with them. Only these are counted again when
    it is carried out; links tell by the version of their side whether any was made or revoked.
    """

    kind: LiteralString
    label: str
    table: LiteralString
    column: LiteralString
    where: LiteralString = "true"
    steady: bool = True


_OPEN_FIELDS: LiteralString = "field_id = ANY(ARRAY(SELECT id FROM field WHERE label = 'identity'))"
"""Whoever merges may not read every field, so those that not everybody reads are not counted before them."""

OF_ACCOUNTS: tuple[Related, ...] = (
    Related("records", "Records of sources", "link", "account_id", "revoked_at IS NULL", steady=False),
    Related(
        "former_records", "Former records of sources", "link", "account_id", "revoked_at IS NOT NULL", steady=False
    ),
    Related("emails", "Email addresses", "identifier", "account_id", "kind = 'email'", steady=False),
    Related("domains", "Domains", "identifier", "account_id", "kind = 'domain'"),
    Related("numbers", "Numbers in sources", "identifier", "account_id", "kind = 'record'", steady=False),
    Related("owners", "Owners and teams", "account_owner", "account_id"),
    Related("fields", "Own fields", "field_value", "customer_id", _OPEN_FIELDS),
    Related("children", "Accounts below it", "account", "parent_id"),
    Related("split_in", "Identifiers given to it by hand", "identifier_split", "into_account", "ended_at IS NULL"),
    Related("split_out", "Identifiers taken from it by hand", "identifier_split", "from_account", "ended_at IS NULL"),
    Related("aliases", "Old numbers", "alias", "account_id", steady=False),
    Related("people", "People", "contact", "account_id", "shown_as IS NULL", steady=False),
    Related("history", "Changes of own fields", "field_change", "customer_id", _OPEN_FIELDS, steady=False),
    Related("facts", "Facts in lists", "account_fact", "account_id", steady=False),
    Related("log", "Entries of the access log", "audit_row", "account_id", steady=False),
)
"""People come and go at a company, with their addresses and numbers: a plan for a busy one would never be carried out
if each of them aged it. Its records, names, domains, owners, parents and children do.
"""
OF_CONTACTS: tuple[Related, ...] = (
    Related("records", "Records of sources", "contact_link", "contact_id", "revoked_at IS NULL", steady=False),
    Related(
        "former_records",
        "Former records of sources",
        "contact_link",
        "contact_id",
        "revoked_at IS NOT NULL",
        steady=False,
    ),
    Related("emails", "Email addresses", "contact_identifier", "contact_id", "kind = 'email'"),
    Related("phones", "Telephone numbers", "contact_identifier", "contact_id", "kind = 'phone'"),
    Related("numbers", "Numbers in sources", "contact_identifier", "contact_id", "kind = 'record'"),
    Related("fields", "Own fields", "field_value", "customer_id", _OPEN_FIELDS),
    Related("history", "Changes of own fields", "field_change", "customer_id", _OPEN_FIELDS, steady=False),
    Related("split_in", "Identifiers given to them by hand", "contact_split", "into_contact", "ended_at IS NULL"),
    Related("split_out", "Identifiers taken from them by hand", "contact_split", "from_contact", "ended_at IS NULL"),
)
