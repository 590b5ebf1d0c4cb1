"""The search above all pages over one database, in a house that is connected to no source."""

from datetime import timedelta

from rotunda.access.audit.log import AuditLog
from rotunda.connections.addresses import AddressPolicy
from rotunda.connections.service import Connections
from rotunda.entrypoints.connectors import load_connectors
from rotunda.identity.aliases.repository import AliasRepository
from rotunda.identity.contacts import Contacts
from rotunda.identity.fields.definitions import Definitions
from rotunda.identity.service import Identity
from rotunda.kit.clock import Clock
from rotunda.kit.crypto import Keys, Sealer
from rotunda.kit.database import Database
from rotunda.reading.alarm import Timing
from rotunda.reading.service import Readings
from rotunda.sections.section import load_sections
from rotunda.sync.conversations import Conversations
from rotunda.view.index.catalogue import Catalogue
from rotunda.view.index.quick_conversations import QuickConversations
from rotunda.view.index.quick_search import QuickSearch
from rotunda.view.index.repository import IndexRepository
from rotunda.view.page.plan import House
from rotunda.view.tickets import Book, TicketLookups

SEALER = Sealer(Keys("k1", {"k1": bytes(range(32))}))
RIGHTS = 1
"""The counter of rights in a database in which nobody has been given any yet."""

HOUSE = House(load_sections(), load_connectors())


def quick_search(database: Database, audit: AuditLog, clock: Clock) -> QuickSearch:
    timing = Timing.of_loop(clock)
    connections = Connections({}, database, SEALER, AddressPolicy([]), clock)
    readings = Readings(HOUSE.connectors, {}, connections, timing)
    conversations = Conversations(HOUSE.connectors, connections, readings, timing, timedelta(seconds=1))
    book = Book(Identity(database, clock), Contacts(database))
    tickets = TicketLookups(HOUSE, connections, book, AliasRepository(database), conversations, audit)
    catalogue = Catalogue(HOUSE, Definitions(database, clock), clock)
    return QuickSearch(catalogue, IndexRepository(database), QuickConversations(tickets, timing), audit)
