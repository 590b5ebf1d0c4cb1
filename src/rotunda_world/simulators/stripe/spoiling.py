"""Good answers made wrong: other types than documented, or another customer's facts."""

from collections.abc import Callable
from typing import Any

from rotunda_world.model import Payer
from rotunda_world.simulators.stripe.service import Service
from rotunda_world.simulators.stripe.shapes.customers import customer


def with_wrong_schema(_: str, answer: Any) -> Any:
    """Every object loses its currency, and its numbers become objects: what a reader of Stripe relies on most."""
    return _rewritten(answer, _retyped)


def with_wrong_customer(service: Service) -> Callable[[str, Any], Any]:
    """Everything that says whose it is names the next customer; a customer is answered as the next one."""

    def rewrite(_: str, answer: Any) -> Any:
        return _rewritten(answer, lambda one: _of_another(service, one))

    return rewrite


def _rewritten(value: Any, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    """Walks JSON from the inside out and changes each of Stripe's objects."""
    if isinstance(value, list):
        return [_rewritten(each, change) for each in value]
    if not isinstance(value, dict):
        return value
    inner = {name: _rewritten(each, change) for name, each in value.items()}
    return change(inner) if isinstance(value.get("object"), str) else inner


def _retyped(one: dict[str, Any]) -> dict[str, Any]:
    return {name: _as_other_type(value) for name, value in one.items() if name != "currency"}


def _as_other_type(value: Any) -> Any:
    return {"value": value} if isinstance(value, int) and not isinstance(value, bool) else value


def _of_another(service: Service, one: dict[str, Any]) -> dict[str, Any]:
    if one["object"] == "customer":
        other = _next_payer(service, one["id"])
        return customer(service.rendering(), other) if other else one
    owner = one.get("customer")
    if not isinstance(owner, str):
        return one
    other = _next_payer(service, owner)
    return {**one, "customer": other.stripe_id} if other else one


def _next_payer(service: Service, customer_id: str) -> Payer | None:
    """The customer that follows, of another company; None when there is no other."""
    payers = list(service.book.payers)
    place = next((place for place, one in enumerate(payers) if one.stripe_id == customer_id), -1)
    turned = payers[place + 1 :] + payers[: max(place, 0)]
    company = payers[place].company if place >= 0 else None
    return next((one for one in turned if one.company is not company), None)
