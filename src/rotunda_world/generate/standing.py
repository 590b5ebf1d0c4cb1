"""What follows from billing for the account: its standing in the product and the end of its contract."""

from rotunda_world.generate.companies import Cast
from rotunda_world.model import Subscription

_STANDINGS = (
    ({"active", "past_due"}, "active"),
    ({"trialing", "incomplete"}, "trial"),
    ({"unpaid", "paused"}, "suspended"),
)


def settle_standing(cast: Cast) -> None:
    """Sets status, trial end, contract end, renewal and churn from the subscriptions."""
    company = cast.company
    subscriptions = [subscription for payer in company.payers for subscription in payer.subscriptions]
    if not subscriptions:
        return
    statuses = {subscription.status for subscription in subscriptions}
    company.product_status = next((standing for group, standing in _STANDINGS if statuses & group), "closed")
    main = next(
        (each for each in subscriptions if each.status in {"active", "past_due", "trialing"}), subscriptions[-1]
    )
    if company.product_status == "trial":
        company.trial_ends_at = main.trial_end
        company.activated_at = main.start_at
        company.contract_ends_on = None
    elif main.items[0].price.interval == "year":
        company.contract_ends_on = main.items[0].period_end.date()
    if main.cancel_at is not None:
        company.auto_renew = False
    if company.product_status == "closed":
        _close(cast, subscriptions)


def _close(cast: Cast, subscriptions: list[Subscription]) -> None:
    ended = [subscription.ended_at for subscription in subscriptions if subscription.ended_at]
    cast.company.churned_at = max(ended, default=cast.now)
    cast.company.contract_ends_on = cast.company.churned_at.date()
    cast.company.auto_renew = False
