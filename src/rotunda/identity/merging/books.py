"""Which book a customer stands in."""

from rotunda.identity.merging.accounts import AccountBook
from rotunda.identity.merging.book import Book
from rotunda.identity.merging.contacts import ContactBook
from rotunda.sections.ids import CustomerId, is_contact

_ACCOUNTS, _CONTACTS = AccountBook(), ContactBook()


def book_of(customer: CustomerId) -> Book:
    return _CONTACTS if is_contact(customer) else _ACCOUNTS
