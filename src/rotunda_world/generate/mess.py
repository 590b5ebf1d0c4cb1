"""Real-life mess, after everything has its records: who declares which id, whose address is spelled how.

Every record stays linkable to its account by the first rule that decides: a declared id; a registrable domain that is
unique among accounts and among the records of its system; an address that belongs to the users of one account.
"""

from itertools import pairwise
from random import Random

from rotunda_world.generate.casting import Casting, Part
from rotunda_world.generate.companies import Cast
from rotunda_world.generate.contacts import FREE_MAIL
from rotunda_world.generate.names import misspelt
from rotunda_world.model import Company, Contact, Payer

_ACCOUNTANTS = ("invoices@ledgerhouse.example", "kreditoren@buchwerk.example", "ap@tallyandsons.test")
_SHARED = {
    Part.AGENCY,
    Part.CLIENT,
    Part.NO_DOMAIN,
    Part.FREE_MAIL,
    Part.DUPLICATE,
    Part.SURVIVOR,
    Part.ABSORBED,
    Part.PARENT,
    Part.SUBSIDIARY,
}
"""Whose domain is missing, or claimed by more than one record: it decides nothing."""
_BY_ADDRESS = {Part.CLIENT, Part.NO_DOMAIN, Part.FREE_MAIL}
"""Whose payer may be linked by the address of a user alone."""


def spoil(cast: Cast) -> None:
    """Untidies one company's records."""
    if cast.company.product_account_id is None:
        return
    random = cast.chance("mess")
    _declare_in_hubspot(cast.company, cast.casting, random)
    _declare_in_zendesk(cast.company, cast.casting, random)
    _declare_in_stripe(cast, random)
    for contact in cast.company.contacts[1:]:
        _respell(cast, contact, random)


def share_users(casts: list[Cast]) -> None:
    """People who are users of two accounts with one address: consultants, and staff of a company that merged."""
    for before, cast in pairwise(casts):
        if cast.casting.part is Part.CONSULTED:
            _share(before, cast, 1, "Consultant")
        if cast.casting.part is Part.ABSORBED:
            _share(cast, before, 3, "Operations lead")


def _share(source: Cast, target: Cast, count: int, title: str) -> None:
    """The CRM knows them only at the company that they come from."""
    known = [contact for contact in source.company.contacts[1:] if contact.product_user_id]
    for number, contact in enumerate(known[:count]):
        target.company.contacts.append(_as_user_of(target, contact, number, title))


def _as_user_of(cast: Cast, known: Contact, number: int, title: str) -> Contact:
    return Contact(
        key=f"{cast.casting.key}_shared{number}",
        company=cast.company,
        first_name=known.first_name,
        last_name=known.last_name,
        email=known.email,
        title=title,
        phone=None,
        buying_roles=[],
        created_at=max(known.created_at, cast.company.created_at),
        product_user_id=f"usr_{40_000 + cast.casting.index * 1000 + 990 + number}",
        product_email=known.product_email or known.email,
        product_role="admin",
        same_as=known.key,
    )


def _declare_in_hubspot(company: Company, casting: Casting, random: Random) -> None:
    """By the property, by the product's row, by both, or by neither: then the domain links."""
    ways = ("property", "both", "row") if casting.part in _SHARED else ("property", "both", "row", "domain", "domain")
    way = "property" if casting.part is Part.DUPLICATE else random.choice(ways)
    company.hubspot_declares_account = way in {"property", "both"}
    if way in {"row", "both"}:
        company.product_declares.append("hubspot")


def _declare_in_zendesk(company: Company, casting: Casting, random: Random) -> None:
    ways = ("external", "both", "row") if casting.part in _SHARED else ("external", "external", "both", "row", "domain")
    way = random.choice(ways)
    company.zendesk_declares_account = way in {"external", "both"}
    if way in {"row", "both"}:
        company.product_declares.append("zendesk")


def _declare_in_stripe(cast: Cast, random: Random) -> None:
    """Several payers all declare themselves: their common domain would decide nothing."""
    payers, part = cast.company.payers, cast.casting.part
    for payer in payers:
        payer.email = _payer_address(cast, random)
    if len(payers) > 1:
        return
    for payer in payers:
        if part in _BY_ADDRESS and random.random() < 0.6:
            _link_by_address(payer, cast.company)
        else:
            _link_payer(payer, cast, random)


def _link_payer(payer: Payer, cast: Cast, random: Random) -> None:
    ways = (
        ("metadata", "both", "row")
        if cast.casting.part in _SHARED
        else ("metadata", "metadata", "both", "row", "domain")
    )
    way = random.choice(ways)
    if way != "domain" and random.random() < 0.08:
        payer.email = random.choice(_ACCOUNTANTS)
    payer.declares_account = way in {"metadata", "both"}
    if way in {"row", "both"}:
        cast.company.product_declares.append("stripe")


def _link_by_address(payer: Payer, company: Company) -> None:
    """Nothing is declared; the payer's address is that of the product's first user, spelled as it happened."""
    payer.declares_account = False
    payer.email = company.contacts[0].email.title()


def _payer_address(cast: Cast, random: Random) -> str:
    first = cast.company.contacts[0].email
    if cast.mail_domain is None or cast.casting.part in _BY_ADDRESS:
        return first
    local, _, domain = first.partition("@")
    ways = (f"billing@{domain}", f"billing@{domain}", first, f"{local}+haulpath@{domain}", f"AP@{domain}")
    return random.choice(ways)


def _respell(cast: Cast, contact: Contact, random: Random) -> None:
    """One person, several spellings. The first person of a company is spelled alike everywhere."""
    local, _, domain = contact.email.partition("@")
    chance = random.random()
    if contact.product_user_id and chance < 0.06:
        contact.product_email = f"{local}+haulpath@{domain}"
    elif contact.hubspot_id and chance < 0.12:
        contact.hubspot_email = f"{local.title()}@{domain.upper()}"
    elif contact.zendesk_user_id and chance < 0.18:
        contact.zendesk_email = f"{local.replace('.', '')}{cast.casting.index}@{random.choice(FREE_MAIL)}"
        contact.zendesk_name = misspelt(contact.first_name, contact.last_name)
    elif contact.hubspot_id and chance < 0.20:
        contact.hubspot_email = f"{local}{cast.casting.index}@{random.choice(FREE_MAIL)}"
