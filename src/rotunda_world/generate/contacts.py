"""The people at a company: users of the product, persons in the CRM, requesters of tickets, role mailboxes."""

from datetime import timedelta
from random import Random

from rotunda_world.generate.casting import Part
from rotunda_world.generate.companies import Cast
from rotunda_world.generate.moments import between
from rotunda_world.generate.names import person_name
from rotunda_world.generate.places import phone
from rotunda_world.generate.seeds import Numbers
from rotunda_world.model import Contact

FREE_MAIL = ("gmail.com", "gmx.de", "outlook.com", "yahoo.com", "web.de")
_TITLES = (
    ("Fleet manager", "END_USER"),
    ("Head of operations", "CHAMPION"),
    ("Operations lead", "INFLUENCER"),
    ("Chief financial officer", "BUDGET_HOLDER"),
    ("Managing director", "DECISION_MAKER"),
    ("Dispatcher", "END_USER"),
    ("IT administrator", "BLOCKER"),
    ("Purchasing manager", "LEGAL_AND_COMPLIANCE"),
    ("VP logistics", "EXECUTIVE_SPONSOR"),
    ("Depot manager", None),
)
_PEOPLE = {"small": (3, 9), "mid": (10, 28), "large": (45, 110)}


def staff_up(cast: Cast) -> None:
    """Everybody at the company, the most senior first."""
    random = cast.chance("people")
    low, high = _PEOPLE[cast.casting.size]
    count = random.randrange(2, 6) if cast.casting.part is Part.PROSPECT else random.randrange(low, high)
    ids = _Ids(cast)
    used: set[str] = set()
    for number in range(count):
        cast.company.contacts.append(_person(cast, random, number, used, ids))
    if cast.mail_domain and random.random() < 0.5:
        cast.company.contacts.append(_role_mailbox(cast, random, ids))
    if cast.company.product_account_id is not None:
        users = sum(contact.product_user_id is not None for contact in cast.company.contacts)
        cast.company.seats = max(5, -(-users * random.choice((9, 10, 12, 15)) // 50) * 5)


class _Ids:
    """The numeric ids of one company's people per system."""

    def __init__(self, cast: Cast) -> None:
        self.hubspot = Numbers(151_000_000_000, cast.casting.index, 1000)
        self.zendesk = Numbers(391_000_000_000, cast.casting.index, 1000)
        self.product = Numbers(40_000, cast.casting.index, 1000)


def _person(cast: Cast, random: Random, number: int, used: set[str], ids: _Ids) -> Contact:
    first, last, address = _unused(cast, random, used)
    title, role = _TITLES[number] if number < len(_TITLES) else random.choice(_TITLES)
    contact = Contact(
        key=f"{cast.casting.key}_p{number:03}",
        company=cast.company,
        first_name=first,
        last_name=last,
        email=address,
        title=title if random.random() < 0.9 else None,
        phone=phone(random, cast.place) if random.random() < 0.5 else None,
        buying_roles=[role] if role and number < len(_TITLES) else [],
        created_at=between(random, cast.company.created_at, cast.now - timedelta(days=2)),
        lifecycle_stage=cast.company.lifecycle_stage,
    )
    _admit(cast, random, contact, number, ids)
    return contact


def _unused(cast: Cast, random: Random, used: set[str]) -> tuple[str, str, str]:
    """A name whose address nobody at the company has. Addresses at shared domains carry the company's number."""
    while True:
        first, last, local = person_name(random)
        if local not in used:
            used.add(local)
            return first, last, _address(cast, random, local)


def _address(cast: Cast, random: Random, local: str) -> str:
    if cast.mail_domain is None:
        return f"{local}{cast.casting.index}@{random.choice(FREE_MAIL)}"
    shared = cast.casting.part in {Part.CLIENT, Part.SUBSIDIARY}
    return f"{local}{cast.casting.index if shared else ''}@{cast.mail_domain}"


def _admit(cast: Cast, random: Random, contact: Contact, number: int, ids: _Ids) -> None:
    """Decides in which systems a person exists: the first two in the CRM and the product, the first everywhere."""
    company, senior = cast.company, number < 2
    if senior or company.product_account_id is None or random.random() < 0.45:
        contact.hubspot_id = str(ids.hubspot.take())
    if company.product_account_id is None:
        return
    if senior or contact.hubspot_id is None or random.random() < 0.75:
        _enrol(random, contact, number, ids)
    if number == 0 or random.random() < 0.35:
        contact.zendesk_user_id = ids.zendesk.take()


def _enrol(random: Random, contact: Contact, number: int, ids: _Ids) -> None:
    contact.product_user_id = f"usr_{ids.product.take()}"
    contact.product_role = "owner" if number == 0 else random.choices(("admin", "member"), (1, 5))[0]


def _role_mailbox(cast: Cast, random: Random, ids: _Ids) -> Contact:
    shared = cast.casting.part in {Part.CLIENT, Part.SUBSIDIARY}
    local, title = random.choice(
        (("info", "Reception"), ("accounts.payable", "Accounts payable"), ("support", "Helpdesk"))
    )
    return Contact(
        key=f"{cast.casting.key}_box",
        company=cast.company,
        first_name=title,
        last_name="",
        email=f"{local}{cast.casting.index if shared else ''}@{cast.mail_domain}",
        title=None,
        phone=None,
        buying_roles=[],
        created_at=cast.company.created_at,
        hubspot_id=str(ids.hubspot.take()),
        lifecycle_stage=cast.company.lifecycle_stage,
    )
