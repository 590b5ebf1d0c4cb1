"""Whom a list of contacts is asked for, and by what it is sorted."""

from typing import LiteralString

import msgspec
from psycopg import sql

from rotunda.sections.ids import AccountId
from rotunda.view.contact.columns import BY_NAME, PeopleKey, PeopleSort
from rotunda.view.contact.people_sql import PeopleScopes, seen
from rotunda.view.index.conditions_sql import ListQuery, PeopleFact

_PLACE_OF_FACT: LiteralString = "(SELECT f.place FROM person_fact f WHERE f.contact_id = p.id AND f.name = {name})"


class ContactQuery(msgspec.Struct, frozen=True):
    """Who asks for whom in which order. `account` leaves only its people."""

    asked: ListQuery
    account: AccountId | None = None
    sort: PeopleSort = BY_NAME

    @property
    def place(self) -> sql.Composable:
        """What is sorted by, as this viewer may know it."""
        match self.sort.key:
            case PeopleKey.NAME:
                return PeopleScopes.of(self.asked.viewer).place()
            case PeopleKey.TITLE:
                return sql.SQL("nullif(search_fold(c.title), '')")
            case PeopleKey.ACCOUNT:
                return sql.SQL("(SELECT n.folded FROM listed_account n WHERE n.id = a.id)")
            case PeopleKey.EMAIL:
                return PeopleScopes.of(self.asked.viewer).if_personal(sql.SQL("lower(c.email)"))
            case PeopleKey.ADDED:
                return sql.SQL("c.created_at")
            case PeopleKey.FACT:
                return _place_of_fact(self.sort.fact)


def _place_of_fact(fact: PeopleFact) -> sql.Composable:
    place = sql.SQL(_PLACE_OF_FACT).format(name=sql.Literal(fact.name))
    if any(scope.everything for scope in fact.scopes):
        return place
    return sql.SQL("CASE WHEN {} THEN {} END").format(seen(fact.scopes), place)
