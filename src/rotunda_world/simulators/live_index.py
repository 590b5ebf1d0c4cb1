"""Records by a vendor's id, over a world that changes under them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from rotunda_world.model import Company

Record = TypeVar("Record")


class LiveIndex(Generic[Record]):
    """Remembers which company owns an id, and asks that company's own lists each time. Whatever is not found there is
    looked for afresh, so no change to the world has to be announced.

    `companies` gives the world's list; `records_of` runs through one company's records of this kind.
    """

    def __init__(
        self,
        companies: Callable[[], Sequence[Company]],
        records_of: Callable[[Company], Iterable[Record]],
        id_of: Callable[[Record], str],
    ) -> None:
        self._companies = companies
        self._records_of = records_of
        self._id_of = id_of
        self._owners: dict[str, Company] = {}

    def __iter__(self) -> Iterator[Record]:
        """All of them, company by company."""
        for company in self._companies():
            yield from self._records_of(company)

    def get(self, record_id: str) -> Record | None:
        """The record with that id as the world is now, or None."""
        found = self._within(self._owners.get(record_id), record_id)
        if found is None:
            self.refresh()
            found = self._within(self._owners.get(record_id), record_id)
        return found

    def was_known(self, record_id: str) -> bool:
        """Whether a record with that id was ever seen here: vendors answer for deleted ones otherwise than for ids
        that never were.
        """
        return record_id in self._owners

    def refresh(self) -> None:
        """Learns the owners of all ids that there are; those that are gone stay known."""
        for company in self._companies():
            for record in self._records_of(company):
                self._owners[self._id_of(record)] = company

    def of(self, company: Company) -> Iterable[Record]:
        return self._records_of(company)

    def _within(self, owner: Company | None, record_id: str) -> Record | None:
        # By identity: comparing dataclasses that refer to each other in circles would not end.
        if owner is None or not any(one is owner for one in self._companies()):
            return None
        return next((record for record in self._records_of(owner) if self._id_of(record) == record_id), None)
