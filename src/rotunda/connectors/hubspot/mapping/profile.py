"""Who the company is in the CRM, out of one or several records of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from rotunda.connectors.hubspot.mapping.record import Portal, Record, in_words
from rotunda.sections.profile.model import Owner, ParentCompany, ProfilePart

Value = TypeVar("Value")

PROPERTIES = (
    "name",
    "domain",
    "industry",
    "numberofemployees",
    "city",
    "country",
    "phone",
    "lifecyclestage",
    "hubspot_owner_id",
    "createdate",
    "notes_last_contacted",
    "notes_last_updated",
    "hs_parent_company_id",
    "hs_num_child_companies",
)
PARENT_PROPERTIES = ("name",)
STAGES = {
    "subscriber": "Subscriber",
    "lead": "Lead",
    "marketingqualifiedlead": "Marketing qualified lead",
    "salesqualifiedlead": "Sales qualified lead",
    "opportunity": "Opportunity",
    "customer": "Customer",
    "evangelist": "Evangelist",
    "other": "Other",
}
"""HubSpot's own lifecycle stages; a portal's own ones are shown as they are."""


def lifecycle_stage(record: Record) -> str | None:
    """For people's eyes."""
    said = record.text("lifecyclestage")
    return STAGES.get(said or "", said)


def parent_ids(companies: Sequence[Record]) -> list[str]:
    """The companies above these that are not among them."""
    own = {company.id for company in companies}
    parents = dict.fromkeys(parent for company in companies if (parent := company.text("hs_parent_company_id")))
    return [parent for parent in parents if parent not in own]


def map_profile(companies: Sequence[Record], parents: Mapping[str, Record], portal: Portal) -> ProfilePart:
    """One part out of at least one record. Where a company is in HubSpot several times, the record linked first
    speaks; the others fill what it leaves open.
    """

    def first(read: Callable[[Record], Value | None]) -> Value | None:
        return next((value for company in companies if (value := read(company)) is not None), None)

    refs = [portal.ref("companies", company.id) for company in companies]
    activities = [at for company in companies if (at := _last_activity(company))]
    return ProfilePart(
        ref=refs[0],
        further_refs=refs[1:],
        name=first(lambda company: company.text("name")),
        domain=first(lambda company: company.text("domain")),
        industry=first(lambda company: in_words(company.text("industry"))),
        employees=first(lambda company: company.whole("numberofemployees")),
        city=first(lambda company: company.text("city")),
        country=first(lambda company: company.text("country")),
        phone=first(lambda company: company.text("phone")),
        lifecycle_stage=first(lifecycle_stage),
        last_activity_at=max(activities, default=None),
        parent=_parent(companies, parents, portal),
        children=first(lambda company: company.whole("hs_num_child_companies")),
        owners=_owners(companies, portal),
    )


def _last_activity(company: Record) -> datetime | None:
    times = (company.at("notes_last_contacted"), company.at("notes_last_updated"))
    return max((at for at in times if at), default=None)


def _parent(companies: Sequence[Record], parents: Mapping[str, Record], portal: Portal) -> ParentCompany | None:
    for parent_id in parent_ids(companies):
        name = parents[parent_id].text("name") if parent_id in parents else None
        return ParentCompany(ref=portal.ref("companies", parent_id), name=name)
    return None


def _owners(companies: Sequence[Record], portal: Portal) -> list[Owner]:
    found = dict.fromkeys(owner for company in companies if (owner := portal.owner(company)))
    return [
        Owner(role="owner", name=owner.name, email=owner.email, team=next(iter(owner.teams), None)) for owner in found
    ]
