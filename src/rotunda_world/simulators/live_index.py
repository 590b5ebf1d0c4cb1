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
        self._owners: dict[str, tuple[Company, int]] = {}

    def __iter__(self) -> Iterator[Record]:
        """All of them, company by company."""
        for company in self._companies():
            yield from self._records_of(company)

    def get(self, record_id: str) -> Record | None:
        """The record with that id as the world is now, or None."""
        found = self._within_owner(record_id)
        if found is None:
            self.refresh()
            found = self._within_owner(record_id)
        return found

    def was_known(self, record_id: str) -> bool:
        """Whether a record with that id was ever seen here: vendors answer for deleted ones otherwise than for ids
        that never were.
        """
        return record_id in self._owners

    def refresh(self) -> None:
        """Learns the owners of all ids that there are; those that are gone stay known."""
        for place, company in enumerate(self._companies()):
            owner = (company, place)
            for record in self._records_of(company):
                self._owners[self._id_of(record)] = owner

    def of(self, company: Company) -> Iterable[Record]:
        return self._records_of(company)

    def _within_owner(self, record_id: str) -> Record | None:
        known = self._owners.get(record_id)
        if known is None or not self._stands(*known):
            return None
        return next((record for record in self._records_of(known[0]) if self._id_of(record) == record_id), None)

    def _stands(self, company: Company, place: int) -> bool:
        """Whether the company is still in the world; nearly always where it was."""
        companies = self._companies()
        return (place < len(companies) and companies[place] is company) or any(one is company for one in companies)
