"""What a search asks for, as a tree, and how it is written.

    northwind plan:pro mrr:>1000 renewal:<90d owner:me has:open-ticket -status:trial (tag:vip or "two words")

Negations stand at the leaves. `write_search` is the inverse of `search_grammar.parse_search`.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import TypeAlias

import msgspec

from rotunda.sections.ids import SourceName
from rotunda.sections.section import FactColumn, FactKind

LONGEST = 500


class SearchRefused(ValueError):
    """The search cannot be understood. `position` counts characters from 0."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(reason)
        self.position = position
        self.reason = reason


class Sign(StrEnum):
    """How a fact is compared."""

    EQUAL = "="
    ABOVE = ">"
    AT_LEAST = ">="
    BELOW = "<"
    AT_MOST = "<="


class Kind(StrEnum):
    """What can be asked for by `in:`."""

    ACCOUNTS = "accounts"
    CONTACTS = "contacts"
    CONVERSATIONS = "conversations"


class Word(msgspec.Struct, frozen=True):
    """Something in the names or identifiers."""

    text: str
    negated: bool = False


class Condition(msgspec.Struct, frozen=True):
    """One comparison. `number` is in the fact's own unit (major units for money, days from now for dates). Of several
    amounts one has to meet it: one in any currency, or in the `currency` that is named.
    """

    column: FactColumn
    sign: Sign
    text: str | None = None
    number: float | None = None
    negated: bool = False
    currency: str | None = None


class Has(msgspec.Struct, frozen=True):
    """More than none of what the column counts."""

    column: FactColumn
    negated: bool = False


class OwnerCondition(msgspec.Struct, frozen=True):
    """`owner:me`, or a part of an owner's address."""

    owner: str
    negated: bool = False


class IdCondition(msgspec.Struct, frozen=True):
    """Exactly this id, address, domain or number; of one source only where `source` is given."""

    value: str
    source: SourceName | None = None
    negated: bool = False


class FieldCondition(msgspec.Struct, frozen=True):
    """One of our own fields has this value; `name` is the field's. A number may be compared."""

    name: str
    text: str
    sign: Sign = Sign.EQUAL
    negated: bool = False


class Trait(StrEnum):
    """What a list shows of an account beside its name; the word is also the operator."""

    INDUSTRY = "industry"
    CITY = "city"
    COUNTRY = "country"


class TraitCondition(msgspec.Struct, frozen=True):
    """The account has exactly this industry, city or country."""

    trait: Trait
    text: str
    negated: bool = False


class Aspect(StrEnum):
    """What people, and only they, are searched by; the word is also the operator."""

    TITLE = "title"
    EMAIL = "email"
    PHONE = "phone"
    SOURCE = "source"


class PersonCondition(msgspec.Struct, frozen=True):
    """The person's title, address or number has this in it, or the source knows them. `text` None: they have any."""

    aspect: Aspect
    text: str | None
    negated: bool = False


class OfPerson(msgspec.Struct, frozen=True):
    """A fact of the person, or a field that we own of them, where people are searched: not one of their account."""

    condition: Condition | FieldCondition

    @property
    def negated(self) -> bool:
        return self.condition.negated


Leaf: TypeAlias = (
    Word | Condition | Has | OwnerCondition | IdCondition | FieldCondition | TraitCondition | PersonCondition | OfPerson
)


class Every(msgspec.Struct, frozen=True):
    """All of them hold. Empty: everything does."""

    parts: tuple["Node", ...] = ()


class Either(msgspec.Struct, frozen=True):
    """At least one of them holds; there are two or more."""

    parts: tuple["Node", ...]


Node: TypeAlias = Leaf | Every | Either


class Search(msgspec.Struct, frozen=True):
    """What must hold, and what is looked for (`kinds` None: whatever the asker offers)."""

    root: Node = Every()
    kinds: Kind | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """The words that every result must have: those by which results are ranked."""
        parts = self.root.parts if isinstance(self.root, Every) else (self.root,)
        return tuple(part.text for part in parts if isinstance(part, Word) and not part.negated)

    @property
    def without_words(self) -> Node:
        """What must hold besides."""
        parts = self.root.parts if isinstance(self.root, Every) else (self.root,)
        return Every(tuple(part for part in parts if not isinstance(part, Word) or part.negated))


def leaves(node: Node) -> Iterator[Leaf]:
    """From left to right."""
    if isinstance(node, Every | Either):
        for part in node.parts:
            yield from leaves(part)
    else:
        yield node


def write_search(search: Search) -> str:
    """As somebody would type it."""
    text = _written(search.root, inside=False)
    if search.kinds is None:
        return text
    outer = f"({text})" if isinstance(search.root, Either) else text
    return f"{outer} in:{search.kinds.value}".strip()


def _written(node: Node, *, inside: bool) -> str:
    if isinstance(node, Either):
        text = " or ".join(_written(part, inside=True) for part in node.parts)
        return f"({text})" if inside else text
    if isinstance(node, Every):
        text = " ".join(_written(part, inside=True) for part in node.parts)
        return f"({text})" if inside else text
    return f"{'-' if node.negated else ''}{_leaf(node)}"


def _named(leaf: Word | OwnerCondition | IdCondition | TraitCondition | PersonCondition) -> str:
    if isinstance(leaf, Word):
        return _quoted(leaf.text)
    if isinstance(leaf, OwnerCondition):
        return f"owner:{_quoted(leaf.owner)}"
    if isinstance(leaf, IdCondition):
        return f"{leaf.source or 'id'}:{_quoted(leaf.value)}"
    if isinstance(leaf, TraitCondition):
        return f"{leaf.trait.value}:{_quoted(leaf.text)}"
    return f"has:{leaf.aspect.value}" if leaf.text is None else f"{leaf.aspect.value}:{_quoted(leaf.text)}"


def _leaf(leaf: Leaf) -> str:
    if isinstance(leaf, OfPerson):
        return _leaf(leaf.condition)
    if isinstance(leaf, Word | OwnerCondition | IdCondition | TraitCondition | PersonCondition):
        return _named(leaf)
    if isinstance(leaf, FieldCondition):
        sign = "" if leaf.sign is Sign.EQUAL else leaf.sign.value
        return f"field.{leaf.name}:{sign}{_quoted(leaf.text) if leaf.sign is Sign.EQUAL else leaf.text}"
    if isinstance(leaf, Has):
        return f"has:{leaf.column.has}"
    if leaf.text is not None:
        return f"{leaf.column.operator}:{_quoted(leaf.text)}"
    sign = "" if leaf.sign is Sign.EQUAL else leaf.sign.value
    unit = "d" if leaf.column.kind is FactKind.AT else leaf.currency or ""
    number = f"{leaf.number or 0:.9f}".rstrip("0").rstrip(".")
    return f"{leaf.column.operator}:{sign}{number}{unit}"


def _quoted(text: str) -> str:
    """What has a quotation mark inside was typed without marks around it."""
    return text if '"' in text else f'"{text}"'
