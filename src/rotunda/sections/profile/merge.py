"""One company out of what the CRM, the product, the helpdesk and others say of it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from rotunda.sections.profile.model import Owner, ProfilePart, ProfileView
from rotunda.sections.provenance import Category, Ref, Sourced
from rotunda.sections.section import Fact, Sourcepart
from rotunda.sections.survivorship import ordered, survivor

Value = TypeVar("Value")

_CRM_FIRST = (Category.CRM, Category.PRODUCT, Category.SUPPORT, Category.BILLING)
_PRODUCT_FIRST = (Category.PRODUCT, Category.BILLING, Category.CRM, Category.SUPPORT)


def _ref(part: ProfilePart) -> Ref:
    return part.ref


def _crm(
    parts: Sequence[Sourcepart[ProfilePart]], value_of: Callable[[ProfilePart], Value | None]
) -> Sourced[Value] | None:
    return survivor(parts, _CRM_FIRST, value_of, _ref)


def _product(
    parts: Sequence[Sourcepart[ProfilePart]], value_of: Callable[[ProfilePart], Value | None]
) -> Sourced[Value] | None:
    return survivor(parts, _PRODUCT_FIRST, value_of, _ref)


def merge(parts: Sequence[Sourcepart[ProfilePart]], now: datetime) -> ProfileView:
    """The CRM owns who the company is, the product owns plan and standing. Last activity is the newest of all."""
    del now
    return ProfileView(
        records=[ref for each in ordered(parts, _CRM_FIRST) for ref in (each.part.ref, *each.part.further_refs)],
        name=_crm(parts, lambda part: part.name),
        domain=_crm(parts, lambda part: part.domain),
        industry=_crm(parts, lambda part: part.industry),
        employees=_crm(parts, lambda part: part.employees),
        city=_crm(parts, lambda part: part.city),
        country=_crm(parts, lambda part: part.country),
        phone=_crm(parts, lambda part: part.phone),
        lifecycle_stage=_crm(parts, lambda part: part.lifecycle_stage),
        customer_since=_product(parts, lambda part: part.customer_since),
        last_activity_at=_newest_activity(parts),
        parent=_crm(parts, lambda part: part.parent),
        children=_crm(parts, lambda part: part.children),
        owners=_owners(parts),
        plan=_product(parts, lambda part: part.plan),
        product_status=_product(parts, lambda part: part.product_status),
        trial_ends_at=_product(parts, lambda part: part.trial_ends_at),
        contract_ends_on=_product(parts, lambda part: part.contract_ends_on),
        auto_renew=_product(parts, lambda part: part.auto_renew),
        feature_flags=_each_once(parts, lambda part: part.feature_flags),
        tags=_each_once(parts, lambda part: part.tags),
    )


def _newest_activity(parts: Sequence[Sourcepart[ProfilePart]]) -> Sourced[datetime] | None:
    seen = [(each.part.last_activity_at, each) for each in parts if each.part.last_activity_at]
    if not seen:
        return None
    at, newest = max(seen, key=lambda pair: pair[0])
    return Sourced(value=at, source=newest.origin.source, url=newest.part.ref.url)


def _owners(parts: Sequence[Sourcepart[ProfilePart]]) -> list[Sourced[Owner]]:
    found: dict[tuple[str, str], Sourced[Owner]] = {}
    for each in ordered(parts, _CRM_FIRST):
        for owner in each.part.owners:
            key = (owner.role, (owner.email or owner.name).lower())
            found.setdefault(key, Sourced(value=owner, source=each.origin.source, url=each.part.ref.url))
    return list(found.values())


def _each_once(
    parts: Sequence[Sourcepart[ProfilePart]], values_of: Callable[[ProfilePart], Sequence[str]]
) -> list[Sourced[str]]:
    found: dict[str, Sourced[str]] = {}
    for each in ordered(parts, _PRODUCT_FIRST):
        for value in values_of(each.part):
            found.setdefault(value.lower(), Sourced(value=value, source=each.origin.source, url=each.part.ref.url))
    return list(found.values())


def facts(view: ProfileView) -> list[Fact]:
    """Plan, standing and last activity. Names, places and owners come from the directory of customers."""
    found: list[Fact] = []
    if view.plan:
        found.append(Fact(name="plan", text=view.plan.value))
    if view.product_status:
        found.append(Fact(name="status", text=view.product_status.value.value))
    if view.last_activity_at:
        found.append(Fact(name="last_activity_at", at=view.last_activity_at.value))
    return found
