"""Roles of people in a purchase, as the field keeps them (the words that people read) and as they are told. Pure."""

from collections.abc import Iterable

from rotunda.sections.people.model import BuyingRole


def words_of(roles: Iterable[BuyingRole]) -> list[str]:
    """`Decision maker`."""
    return [role.value.replace("_", " ").capitalize() for role in roles]


def roles_of(words: Iterable[str] | None) -> list[BuyingRole]:
    """In the order of `BuyingRole`."""
    kept = set(words or ())
    return [role for role, word in zip(BuyingRole, words_of(BuyingRole), strict=True) if word in kept]
