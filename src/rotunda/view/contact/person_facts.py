"""Facts of people as they are stored."""

from collections.abc import Sequence

from rotunda.kit.database import Database
from rotunda.sections.ids import ContactId
from rotunda.view.index.repository import StoredFact

_FACTS = """
    SELECT contact_id AS contact, name, text_value, number_value, currency, source, as_of FROM person_fact
    WHERE contact_id = ANY(%s) AND name = ANY(%s)
"""


class PersonFactRow(StoredFact, frozen=True, kw_only=True):
    """One of a contact."""

    contact: ContactId


class PersonFacts:
    """Reads them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, contacts: Sequence[ContactId], names: Sequence[str]) -> dict[ContactId, list[PersonFactRow]]:
        """Those of these names, by contact, all at once. Whoever shows them checks the rights per contact."""
        found: dict[ContactId, list[PersonFactRow]] = {}
        for row in await self._database.fetch_all(PersonFactRow, _FACTS, (list(contacts), list(names))):
            found.setdefault(row.contact, []).append(row)
        return found
