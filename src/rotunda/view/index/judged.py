"""Says that a search asks for scores where lists hold none, so that an empty list is no riddle."""

from rotunda.view.index.catalogue import HEALTH
from rotunda.view.index.conditions_sql import ListQuery
from rotunda.view.index.repository import IndexRepository
from rotunda.view.index.search_words import Condition, leaves

NO_HEALTH = "No account has been judged yet, so health: finds nobody. It will once sources have been read."


async def notice_of(repository: IndexRepository, query: ListQuery) -> str | None:
    """Only of what this viewer may read: a score elsewhere changes nothing."""
    if not any(isinstance(leaf, Condition) and leaf.column.name == HEALTH for leaf in leaves(query.search.root)):
        return None
    return None if await repository.has_any(query, HEALTH) else NO_HEALTH
