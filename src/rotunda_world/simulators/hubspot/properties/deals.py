"""Properties of deals."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from rotunda_world.model import Deal, Stage
from rotunda_world.simulators.hubspot.portal import EXCHANGE_RATES, Portal
from rotunda_world.simulators.hubspot.properties import dates, wire
from rotunda_world.simulators.hubspot.properties.definition import Definition, Group, nothing

PIPELINE = "default"

PROBABILITIES: Mapping[Stage, Decimal] = {
    Stage.APPOINTMENT: Decimal("0.2"),
    Stage.QUALIFIED: Decimal("0.4"),
    Stage.PRESENTATION: Decimal("0.6"),
    Stage.DECISION_MAKER: Decimal("0.8"),
    Stage.CONTRACT: Decimal("0.9"),
    Stage.WON: Decimal("1.0"),
    Stage.LOST: Decimal("0.0"),
}

STAGES: Mapping[Stage, str] = {
    Stage.APPOINTMENT: "Appointment Scheduled",
    Stage.QUALIFIED: "Qualified To Buy",
    Stage.PRESENTATION: "Presentation Scheduled",
    Stage.DECISION_MAKER: "Decision Maker Bought-In",
    Stage.CONTRACT: "Contract Sent",
    Stage.WON: "Closed Won",
    Stage.LOST: "Closed Lost",
}

_FORECAST = {
    Stage.DECISION_MAKER: "BEST_CASE",
    Stage.CONTRACT: "COMMIT",
    Stage.WON: "CLOSED",
    Stage.LOST: "OMIT",
}


def is_closed(stage: Stage) -> bool:
    return stage in {Stage.WON, Stage.LOST}


def _probability(one: Deal) -> Decimal:
    """As HubSpot keeps it: a binary double."""
    return wire.noisy(PROBABILITIES[one.stage] if one.probability is None else one.probability)


def _at_home(portal: Portal, one: Deal) -> Decimal | None:
    """In the portal's own currency; None where nobody entered an exchange rate."""
    if one.amount is None or one.currency in {None, portal.world.currency}:
        return one.amount
    rate = EXCHANGE_RATES.get(one.currency or "")
    return None if rate is None else round(one.amount * rate, 2)


def _projected(portal: Portal, one: Deal) -> str | None:
    amount = _at_home(portal, one)
    return None if amount is None else wire.number(wire.product_of(amount, _probability(one)))


def _closed_amount(portal: Portal, one: Deal) -> str | None:
    amount = _at_home(portal, one)
    return "0" if one.stage is not Stage.WON or amount is None else wire.number(amount)


def _days_to_close(_: Portal, one: Deal) -> str | None:
    return wire.number(max(0, (one.close_on - one.created_at).days))


def _stays(one: Deal, stage: Stage) -> Iterator[tuple[datetime, datetime | None]]:
    """When the deal came to a stage and left it again; None: it is still there."""
    for place, entry in enumerate(one.stages):
        if entry.stage is stage:
            following = one.stages[place + 1] if place + 1 < len(one.stages) else None
            yield entry.entered_at, following.entered_at if following else None


def _milliseconds(span: timedelta) -> int:
    return span // timedelta(milliseconds=1)


def _of_stage(stage: Stage) -> Iterator[Definition]:
    def entered(_: Portal, one: Deal) -> str | None:
        return wire.moment(max((start for start, _ in _stays(one, stage)), default=None))

    def exited(_: Portal, one: Deal) -> str | None:
        return wire.moment(max((end for _, end in _stays(one, stage) if end), default=None))

    def latest(_: Portal, one: Deal) -> str | None:
        spans = [end - start for start, end in _stays(one, stage) if end]
        return wire.number(_milliseconds(spans[-1])) if spans else None

    def cumulative(_: Portal, one: Deal) -> str | None:
        spans = [end - start for start, end in _stays(one, stage) if end]
        return wire.number(_milliseconds(sum(spans, timedelta()))) if spans else None

    label = STAGES[stage]
    yield _STAGES.moment(f"hs_v2_date_entered_{stage}", f"Date entered {label}", entered, calculated=True)
    yield _STAGES.moment(f"hs_v2_date_exited_{stage}", f"Date exited {label}", exited, calculated=True)
    yield _STAGES.number(f"hs_v2_latest_time_in_{stage}", f"Latest time in {label}", latest, calculated=True)
    yield _STAGES.number(
        f"hs_v2_cumulative_time_in_{stage}", f"Cumulative time in {label}", cumulative, calculated=True
    )


def _stage_entered(_: Portal, one: Deal) -> str | None:
    return wire.moment(one.stages[-1].entered_at)


_INFORMATION = Group("dealinformation")
_STAGES = Group("deal_stages")
_REVENUE = Group("deal_revenue")

DEAL: tuple[Definition, ...] = (
    _INFORMATION.text("dealname", "Deal Name", lambda _, one: one.name),
    _INFORMATION.number("amount", "Amount", lambda _, one: wire.number(one.amount)),
    _INFORMATION.text("deal_currency_code", "Currency", lambda _, one: one.currency),
    _INFORMATION.number(
        "amount_in_home_currency",
        "Amount in company currency",
        lambda portal, one: wire.number(_at_home(portal, one)),
        calculated=True,
    ),
    _INFORMATION.choice("pipeline", "Pipeline", lambda _, __: PIPELINE, {PIPELINE: "Sales Pipeline"}),
    _INFORMATION.choice(
        "dealstage", "Deal Stage", lambda _, one: str(one.stage), {str(key): label for key, label in STAGES.items()}
    ),
    _INFORMATION.moment("closedate", "Close Date", lambda _, one: wire.moment(one.close_on)),
    _INFORMATION.moment("createdate", "Create Date", lambda _, one: wire.moment(one.created_at)),
    _INFORMATION.moment(
        "hs_lastmodifieddate", "Last Modified Date", lambda portal, one: wire.moment(dates.modified_at(portal, one))
    ),
    _INFORMATION.number("hs_object_id", "Record ID", lambda _, one: one.hubspot_id, calculated=True),
    _INFORMATION.owner(lambda _, one: one.owner.hubspot_owner_id),
    _INFORMATION.text("hubspot_team_id", "HubSpot Team", lambda _, one: one.owner.hubspot_team_id),
    _INFORMATION.text("hs_next_step", "Next step", lambda _, one: one.next_step),
    _INFORMATION.choice(
        "dealtype",
        "Deal Type",
        lambda _, one: one.kind,
        {"newbusiness": "New Business", "existingbusiness": "Existing Business"},
    ),
    _INFORMATION.long_text("description", "Deal Description", nothing),
    _INFORMATION.long_text("closed_lost_reason", "Closed Lost Reason", lambda _, one: one.lost_reason),
    _INFORMATION.long_text("closed_won_reason", "Closed Won Reason", nothing),
    _INFORMATION.number(
        "num_associated_contacts",
        "Number of Associated Contacts",
        lambda _, one: wire.number(sum(contact.hubspot_id is not None for contact in one.contacts)),
        calculated=True,
    ),
    _INFORMATION.number("days_to_close", "Days to close", _days_to_close, calculated=True),
    _STAGES.truth("hs_is_closed", "Is Deal Closed?", lambda _, one: wire.flag(is_closed(one.stage)), calculated=True),
    _STAGES.truth(
        "hs_is_closed_won", "Is Closed Won", lambda _, one: wire.flag(one.stage is Stage.WON), calculated=True
    ),
    _STAGES.truth(
        "hs_is_closed_lost", "Is Closed Lost", lambda _, one: wire.flag(one.stage is Stage.LOST), calculated=True
    ),
    _STAGES.number(
        "hs_deal_stage_probability", "Deal probability", lambda _, one: wire.number(_probability(one)), calculated=True
    ),
    _STAGES.moment("hs_v2_date_entered_current_stage", "Date entered current stage", _stage_entered, calculated=True),
    # Its name and its label promise a duration; HubSpot keeps the moment of entry in it.
    _STAGES.moment("hs_v2_time_in_current_stage", "Time in current stage", _stage_entered, calculated=True),
    _REVENUE.number("hs_projected_amount", "Weighted amount", _projected, calculated=True),
    _REVENUE.number("hs_closed_amount", "Closed Deal Amount", _closed_amount, calculated=True),
    _REVENUE.number(
        "hs_forecast_amount", "Forecast amount", lambda portal, one: wire.number(_at_home(portal, one)), calculated=True
    ),
    _REVENUE.choice(
        "hs_manual_forecast_category",
        "Forecast category",
        lambda _, one: _FORECAST.get(one.stage, "PIPELINE"),
        {
            "OMIT": "Not forecasted",
            "PIPELINE": "Pipeline",
            "BEST_CASE": "Best case",
            "COMMIT": "Commit",
            "CLOSED": "Closed won",
        },
    ),
    _REVENUE.number("hs_arr", "Annual recurring revenue", nothing, calculated=True),
    _REVENUE.number("hs_mrr", "Monthly recurring revenue", nothing, calculated=True),
    _REVENUE.number("hs_tcv", "Total contract value", nothing, calculated=True),
    _REVENUE.number("hs_acv", "Annual contract value", nothing, calculated=True),
    *(definition for stage in Stage for definition in _of_stage(stage)),
)
