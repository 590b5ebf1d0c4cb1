"""Which part each company plays: planted stories first, then every kind of real-life mess, in blocks of 25."""

from dataclasses import dataclass
from enum import StrEnum

from rotunda_world.generate.seeds import chance

BLOCK = 25


class Story(StrEnum):
    """What a company was made to show; the values of `Company.story`."""

    HEALTHY_EXPANDER = "healthy_expander"
    SILENT_CHURNER = "silent_churner"
    STALLED_DEAL = "stalled_deal"
    CHAMPION_LEFT = "champion_left"
    OVERDUE_PAYER = "overdue_payer"
    DORMANT_TRIAL = "dormant_trial"
    MERGED = "merged_companies"


class Part(StrEnum):
    """What a company's records look like, whatever its story."""

    PLAIN = "plain"
    PROSPECT = "prospect"  # Only in the CRM.
    HEAVY_SUPPORT = "heavy_support"  # Hundreds of tickets.
    PARENT = "parent"
    SUBSIDIARY = "subsidiary"
    AGENCY = "agency"  # Shares its domain with its client.
    CLIENT = "client"
    NO_DOMAIN = "no_domain"
    FREE_MAIL = "free_mail"  # Everybody writes from private addresses.
    DUPLICATE = "duplicate"  # Twice in the CRM.
    CONSULTED = "consulted"  # A person of the neighbour before it is a user here too.
    SURVIVOR = "survivor"  # Of a merger.
    ABSORBED = "absorbed"


_PLACES = {
    6: Part.SURVIVOR,
    7: Part.ABSORBED,
    8: Part.HEAVY_SUPPORT,
    9: Part.PROSPECT,
    10: Part.PARENT,
    11: Part.SUBSIDIARY,
    12: Part.SUBSIDIARY,
    13: Part.AGENCY,
    14: Part.CLIENT,
    15: Part.NO_DOMAIN,
    16: Part.FREE_MAIL,
    17: Part.DUPLICATE,
    18: Part.CONSULTED,
    19: Part.PROSPECT,
    23: Part.PROSPECT,
}
_FIRST_STORIES = tuple(Story)[:6]


@dataclass(frozen=True, slots=True)
class Casting:
    """`index` counts companies from 0; `size` is small, mid or large."""

    index: int
    part: Part
    story: Story | None
    size: str

    @property
    def block(self) -> int:
        return self.index // BLOCK

    @property
    def place(self) -> int:
        return self.index % BLOCK

    @property
    def key(self) -> str:
        return f"co_{self.index:05}"


def cast(seed: int, accounts: int) -> list[Casting]:
    """One casting per company. A part that needs its neighbour falls back to plain where the book ends before it."""
    return [_casting(seed, index, accounts) for index in range(accounts)]


def _casting(seed: int, index: int, accounts: int) -> Casting:
    block, place = divmod(index, BLOCK)
    part = _part(block, place, index, accounts)
    story = _story(block, place, part)
    return Casting(index, part, story, _size(seed, index, part, story))


def _part(block: int, place: int, index: int, accounts: int) -> Part:
    part = _PLACES.get(place, Part.PLAIN)
    lonely = {Part.SURVIVOR: 1, Part.PARENT: 1, Part.AGENCY: 1}
    if index + lonely.get(part, 0) >= accounts:
        return Part.PLAIN
    if part in {Part.SURVIVOR, Part.ABSORBED} and block % 4:
        return Part.PLAIN
    if part is Part.HEAVY_SUPPORT and block % 5:
        return Part.PLAIN
    return part


def _story(block: int, place: int, part: Part) -> Story | None:
    if part in {Part.SURVIVOR, Part.ABSORBED}:
        return Story.MERGED
    if part is not Part.PLAIN or place >= len(_FIRST_STORIES):
        return None
    # The first block tells every story; later ones tell each in every third block.
    return _FIRST_STORIES[place] if block == 0 or (block + place) % 3 == 0 else None


def _size(seed: int, index: int, part: Part, story: Story | None) -> str:
    if part in {Part.HEAVY_SUPPORT, Part.PARENT} or story is Story.HEALTHY_EXPANDER:
        return "large"
    if part is Part.FREE_MAIL or story is Story.DORMANT_TRIAL:
        return "small"
    if story is not None:
        return "mid"
    return chance(seed, index, "size").choices(("small", "mid", "large"), (50, 38, 12))[0]
