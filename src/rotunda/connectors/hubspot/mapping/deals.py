"""Deals on their pipelines, with exact money."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from operator import attrgetter
from typing import TypeVar

import msgspec

from rotunda.connector_kit.json import Wild, each
from rotunda.connector_kit.requests import Payload
from rotunda.connectors.hubspot.mapping.record import Portal, Record, currency_of
from rotunda.sections.deals.model import Deal, DealsPart, Stage
from rotunda.sections.money import Money, minor_exponent, money_from_decimal

PROPERTIES = (
    "dealname",
    "amount",
    "deal_currency_code",
    "pipeline",
    "dealstage",
    "closedate",
    "createdate",
    "hubspot_owner_id",
    "hs_next_step",
    "hs_deal_stage_probability",
    "hs_is_closed",
    "hs_is_closed_won",
    "closed_lost_reason",
    "dealtype",
    "hs_v2_date_entered_current_stage",
)
Value = TypeVar("Value")

_KINDS = {"newbusiness": "New business", "existingbusiness": "Existing business"}
_NOISE = Decimal("0.000001")
"""Probabilities are binary fractions written out, 0.2 as 0.200000000000000011: rounded to this before use."""

_MOST = 2**53
"""Amounts are below this: a browser counts no further exactly."""


class PipelineStage(msgspec.Struct, frozen=True):
    """`number` counts open stages from 1; None for a closed one."""

    stage: Stage
    probability: Decimal
    closed: bool
    number: int | None


class Pipeline(msgspec.Struct, frozen=True):
    """`open_count` is how many stages a deal can stand in before it is closed."""

    label: str
    stages: Mapping[str, PipelineStage]
    open_count: int


def read_pipelines(payload: Payload) -> Mapping[str, Pipeline]:
    """By pipeline id."""
    return payload.once(_pipelines)


def _pipelines(payload: Payload) -> Mapping[str, Pipeline]:
    return {wild.text_at("id"): _pipeline(wild) for wild in each(payload, "pipelines", "results")}


def _pipeline(wild: Wild) -> Pipeline:
    stages: dict[str, PipelineStage] = {}
    open_count = 0
    for each_stage in sorted(wild["stages"], key=lambda stage: stage.integer_at("displayOrder")):
        closed = each_stage["metadata"]["isClosed"].choice({"true": True, "false": False})
        open_count += not closed
        stages[each_stage.text_at("id")] = _stage(each_stage, None if closed else open_count)
    return Pipeline(label=wild.text_at("label"), stages=stages, open_count=open_count)


def _stage(wild: Wild, number: int | None) -> PipelineStage:
    written = wild["metadata"]["probability"]
    probability = written.decimal()
    if not 0 <= probability <= 1:
        raise written.bad("must lie between 0 and 1")
    stage = Stage(id=wild.text_at("id"), label=wild.text_at("label"), probability_percent=percent(probability))
    return PipelineStage(stage=stage, probability=probability, closed=number is None, number=number)


def percent(probability: Decimal) -> int:
    """Whole percent of a share between 0 and 1."""
    return int((probability * 100).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def map_deals(
    records: Iterable[Record], pipelines: Mapping[str, Pipeline], portal: Portal, *, truncated: bool
) -> DealsPart:
    """Newest first."""
    deals = [map_deal(record, pipelines, portal) for record in records]
    deals.sort(key=attrgetter("created_at", "ref.external_id"), reverse=True)
    return DealsPart(deals=deals, truncated=truncated)


def map_deal(record: Record, pipelines: Mapping[str, Pipeline], portal: Portal) -> Deal:
    """One deal. Whether it is closed and won is HubSpot's own statement, else its stage's."""
    pipeline_id = record.required("pipeline").text()
    pipeline = pipelines.get(pipeline_id, Pipeline(label=pipeline_id, stages={}, open_count=0))
    place = pipeline.stages.get(record.required("dealstage").text()) or _place_unknown(record)
    said = record.values
    closed = _or(record.flag("hs_is_closed"), place.closed)
    won = closed and _or(record.flag("hs_is_closed_won"), place.probability == 1)
    probability = _or(record.share("hs_deal_stage_probability"), place.probability)
    value = value_of(record, portal)
    closes_at = record.at("closedate")
    return Deal(
        ref=portal.ref("deals", record.id),
        name=said["dealname"] or f"Deal {record.id}",
        stage=place.stage,
        pipeline=pipeline.label,
        stage_number=None if closed else place.number,
        stage_count=pipeline.open_count,
        closed=closed,
        won=won,
        created_at=record.made_at,
        value=value,
        probability_percent=percent(probability),
        weighted=_weighted(value, probability),
        close_on=closes_at.date() if closes_at else None,
        closed_at=closes_at if closed else None,
        entered_stage_at=record.at("hs_v2_date_entered_current_stage"),
        owner=portal.owner_name(record),
        next_step=said["hs_next_step"],
        kind=_KINDS.get(said["dealtype"] or "", said["dealtype"]),
        lost_reason=said["closed_lost_reason"] if closed and not won else None,
    )


def _or(said: Value | None, fallback: Value) -> Value:
    return fallback if said is None else said


def _place_unknown(record: Record) -> PipelineStage:
    """A stage younger than our copy of the pipelines: all that is known of it is what the deal itself says."""
    stage = record.required("dealstage").text()
    closed = record.required("hs_is_closed").choice({"true": True, "false": False})
    record.required("hs_deal_stage_probability")
    probability = record.share("hs_deal_stage_probability") or Decimal(0)
    return PipelineStage(
        stage=Stage(id=stage, label=stage, probability_percent=percent(probability)),
        probability=probability,
        closed=closed,
        number=None,
    )


def value_of(record: Record, portal: Portal) -> Money | None:
    """The amount, which HubSpot writes in major units, in the deal's currency, else the portal's."""
    amount = record.decimal("amount")
    if amount is None:
        return None
    currency = (
        currency_of(record.required("deal_currency_code")) if record.text("deal_currency_code") else portal.currency
    )
    minor = amount.scaleb(minor_exponent(currency))
    if abs(minor) >= _MOST:
        raise record.required("amount").bad("is out of range")
    return money_from_decimal(minor, currency)


def _weighted(value: Money | None, probability: Decimal) -> Money | None:
    if value is None:
        return None
    return money_from_decimal(value.amount_minor * probability.quantize(_NOISE), value.currency)
