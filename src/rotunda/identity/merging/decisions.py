"""The SQL of what people decide about customers without moving anything: kept apart, put below another."""

from rotunda.identity.merging.book import Hand
from rotunda.kit.database import Connection
from rotunda.kit.ids import new_id
from rotunda.sections.ids import AccountId, CustomerId

_KEEP_APART = """
    INSERT INTO keep_apart (id, one, other, because, decided_by, decided_at) VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT (one, other) WHERE revoked_at IS NULL DO NOTHING
"""
_REVOKE = """
    UPDATE keep_apart SET revoked_by = %s, revoked_at = %s WHERE one = %s AND other = %s AND revoked_at IS NULL
"""
_END_PARENT = "UPDATE parent_set SET ended_by = %s, ended_at = %s WHERE account_id = %s AND ended_at IS NULL"
_SET_PARENT = "INSERT INTO parent_set (id, account_id, parent_id, set_by, set_at) VALUES (%s, %s, %s, %s, %s)"


async def keep_apart(transaction: Connection, a: CustomerId, b: CustomerId, because: str, hand: Hand) -> bool:
    """Whether it was not decided before."""
    told = (new_id("kap_"), min(a, b), max(a, b), because, hand.by, hand.at)
    return (await transaction.execute(_KEEP_APART, told)).rowcount > 0


async def end_keeping_apart(transaction: Connection, a: CustomerId, b: CustomerId, hand: Hand) -> bool:
    """Whether it had been decided."""
    return (await transaction.execute(_REVOKE, (hand.by, hand.at, min(a, b), max(a, b)))).rowcount > 0


async def end_parent(transaction: Connection, account: AccountId, hand: Hand) -> None:
    """From now on the sources say who its parent is."""
    await transaction.execute(_END_PARENT, (hand.by, hand.at, account))


async def set_parent(transaction: Connection, account: AccountId, parent: AccountId | None, hand: Hand) -> None:
    """`parent` None: it has none, whatever the sources say."""
    await end_parent(transaction, account, hand)
    await transaction.execute(_SET_PARENT, (new_id("par_"), account, parent, hand.by, hand.at))
