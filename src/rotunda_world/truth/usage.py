"""How the account uses the product."""

from datetime import date, datetime, timedelta
from typing import Any

from rotunda_world.model import Activity, Company, World


def usage_truth(world: World, company: Company, now: datetime) -> dict[str, Any]:
    """Windows are whole UTC days: seven days are today and the six before it. Adopted features are those of the plan
    that somebody used in the last 30 days.
    """
    activities = list(world.activities.of(company))
    today = now.date()
    used = {activity.feature.key for activity in _within(activities, today, 30)}
    available = {feature.key for feature in world.features if company.plan in feature.plans}
    last = max((activity.day for activity in activities), default=None)
    return {
        "users_total": sum(contact.product_user_id is not None for contact in company.contacts),
        "active_users_7d": _users(_within(activities, today, 7)),
        "active_users_30d": _users(_within(activities, today, 30)),
        "active_users_previous_7d": _users(_within(activities, today - timedelta(days=7), 7)),
        "features_adopted": len(used & available),
        "features_available": len(available),
        "last_active_day": last.isoformat() if last else None,
        "seats": company.seats,
        "plan": company.plan,
        "product_status": company.product_status if company.product_account_id else None,
    }


def _within(activities: list[Activity], last: date, days: int) -> list[Activity]:
    first = last - timedelta(days=days - 1)
    return [activity for activity in activities if first <= activity.day <= last]


def _users(activities: list[Activity]) -> int:
    return len({activity.user.product_user_id for activity in activities})
