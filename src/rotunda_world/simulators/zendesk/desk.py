"""What Zendesk knows of the world: its tickets, organizations, users and groups, by Zendesk's ids."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from rotunda_world.model import Company, Contact, Teammate, Ticket
from rotunda_world.running import RunningWorld
from rotunda_world.simulators.live_index import LiveIndex
from rotunda_world.simulators.zendesk import ids
from rotunda_world.simulators.zendesk.shapes import people

User = Contact | Teammate

DEFAULT_GROUPS = ("Support",)


class Desk:
    """Reads the running world; keeps only indexes, which notice every change by themselves."""

    def __init__(self, running: RunningWorld) -> None:
        self.running = running
        book = running.world
        # When this Zendesk was set up: before everything else.
        self.since = min((company.created_at for company in book.companies), default=book.now).astimezone(UTC)
        self._tickets = LiveIndex(lambda: book.companies, lambda one: one.tickets, lambda one: str(one.zendesk_id))
        self._organizations = LiveIndex(lambda: book.companies, _itself, lambda one: str(one.zendesk_org_id))
        self._end_users = LiveIndex(lambda: book.companies, self.end_users_of, lambda one: str(one.zendesk_user_id))

    def now(self) -> datetime:
        return self.running.clock()

    def tickets(self) -> Iterator[Ticket]:
        for company in self.running.world.companies:
            yield from company.tickets

    def deleted_tickets(self) -> Iterator[Ticket]:
        for company in self.running.world.companies:
            yield from company.deleted_tickets

    def organizations(self) -> Iterator[Company]:
        return (company for company in self.running.world.companies if company.zendesk_org_id is not None)

    def end_users(self) -> Iterator[Contact]:
        for company in self.running.world.companies:
            yield from self.end_users_of(company)

    def end_users_of(self, company: Company) -> Iterator[Contact]:
        return (contact for contact in company.contacts if contact.zendesk_user_id is not None)

    def users(self) -> Iterator[User]:
        yield from self.running.world.teammates
        yield from self.end_users()

    def groups(self) -> list[str]:
        """Names, sorted: those that tickets are in."""
        return sorted({ticket.group for ticket in self.tickets()} | set(DEFAULT_GROUPS))

    def ticket(self, number: int) -> Ticket | None:
        return self._tickets.get(str(number))

    def organization(self, number: int) -> Company | None:
        return self._organizations.get(str(number))

    def user(self, number: int) -> User | None:
        colleague = next((one for one in self.running.world.teammates if one.zendesk_user_id == number), None)
        return colleague or self._end_users.get(str(number))

    def requested_by(self, user: User) -> list[Ticket]:
        if isinstance(user, Teammate):
            return []
        return [ticket for ticket in user.company.tickets if ticket.requester is user]

    def shown_user(self, user: User, base: str) -> dict[str, Any]:
        if isinstance(user, Teammate):
            return people.agent(user, base, self.since)
        return people.end_user(user, base)

    def shown_user_by_id(self, number: int, base: str) -> dict[str, Any] | None:
        """Also the integration's own user, who is nobody in the world."""
        if number == ids.INTEGRATION_USER_ID:
            return people.integration_user(base, self.since)
        user = self.user(number)
        return self.shown_user(user, base) if user else None


def _itself(company: Company) -> list[Company]:
    return [company] if company.zendesk_org_id is not None else []
