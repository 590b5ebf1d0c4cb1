"""What a story needs that its topics cannot know from themselves."""

from datetime import timedelta

from rotunda_world.generate.casting import Part, Story
from rotunda_world.generate.catalogue import ENTERPRISE, PRO, STARTER
from rotunda_world.generate.companies import Cast


def foreshadow(cast: Cast) -> None:
    """Before billing and the rest: plans, titles and leavers."""
    if cast.story is Story.HEALTHY_EXPANDER:
        cast.company.plan = PRO
    if cast.story is Story.DORMANT_TRIAL:
        cast.company.plan = PRO
    if cast.casting.part is Part.SURVIVOR:
        cast.company.plan = ENTERPRISE
    if cast.casting.part is Part.ABSORBED:
        cast.company.plan = STARTER
    if cast.story is Story.CHAMPION_LEFT:
        _send_off(cast)


def _send_off(cast: Cast) -> None:
    """The champion, an administrator of the product, left some weeks ago; the address has been dead since."""
    champion = next((contact for contact in cast.company.contacts if "CHAMPION" in contact.buying_roles), None)
    if champion is None:
        return
    champion.left_at = cast.now - timedelta(days=cast.chance("leaver").randrange(20, 34))
    champion.created_at = min(champion.created_at, champion.left_at - timedelta(days=200))
    champion.created_at = max(champion.created_at, cast.company.created_at)
