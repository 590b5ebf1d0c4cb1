"""The deterministic generator: one seed, one book of customers."""

from datetime import datetime, timedelta

from rotunda_world.generate import (
    billing,
    catalogue,
    companies,
    contacts,
    deals,
    engagements,
    mail_mess,
    mess,
    moments,
    names,
    standing,
    stories,
    teammates,
    tickets,
    usage,
)
from rotunda_world.generate.casting import cast
from rotunda_world.generate.seeds import chance
from rotunda_world.model import ActivityLog, World


def generate(seed: int, accounts: int, months: int, now: datetime) -> World:
    """The book of `accounts` companies with `months` of history that ends at `now` (aware UTC).

    The same arguments give an equal world, in whole seconds. Raises ValueError for a naive `now` or counts below 1.
    """
    if now.tzinfo is None or accounts < 1 or months < 1:
        raise ValueError("a world needs an aware time, at least one account and at least one month")
    now = now.replace(microsecond=0)
    span = (moments.months_after(now, -months), now)
    staff_list = teammates.hire()
    staff = teammates.Staff(staff_list)
    company_names = names.company_names(chance(seed, "names"), accounts)
    book = [
        companies.found(seed, casting, name, staff, span)
        for casting, name in zip(cast(seed, accounts), company_names, strict=True)
    ]
    companies.relate(book)
    sold = catalogue.Catalogue(seed, span[0] - timedelta(days=60))
    for entry in book:
        contacts.staff_up(entry)
        stories.foreshadow(entry)
        billing.bill(entry, sold)
        standing.settle_standing(entry)
        mess.spoil(entry)
        deals.sell(entry)
        engagements.converse(entry)
        mail_mess.spoil_mails(entry)
        tickets.complain(entry, staff.agents())
    mess.share_users(book)
    log = ActivityLog(catalogue.features())
    for entry in book:
        usage.use(entry, log)
    return World(
        seed=seed,
        now=now,
        months=months,
        teammates=staff_list,
        features=log.features,
        products=list(sold.products.values()),
        prices=list(sold.prices.values()),
        coupons=list(sold.coupons.values()),
        companies=[entry.company for entry in book],
        activities=log,
    )
