"""Rows as PostgreSQL gives them, all of an answer taken at once. Rows of another shape (MySQL's flags and sums, and
what is wrong) are read value by value: see `mapping.py`, which then says what is wrong.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated, TypeVar, cast

import msgspec

from rotunda.connector_kit.requests import Json
from rotunda.connectors.productdb.columns import MOST
from rotunda.connectors.productdb.queries import WEEKS_SHOWN
from rotunda.sections.ids import ExternalId

_Count = Annotated[int, msgspec.Meta(ge=0, lt=MOST)]
_Number = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
_NO_TEXTS = (date, datetime)
"""Days and times come as such: a text in their place is no shape of PostgreSQL's."""


class Row(msgspec.Struct, gc=False):
    account_id: str | _Number


Shape = TypeVar("Shape", bound=Row)


class DayRow(Row, gc=False):
    day: date
    active_users: _Count
    events: _Count


class FeatureRow(Row, gc=False):
    """With a column for each week: see `WEEKS`."""

    feature_key: str
    feature_name: str | None
    available: bool
    users_30d: _Count | None
    events_30d: _Count | None
    last_used_on: date | None


WEEKS = tuple(f"users_week_{week}" for week in range(WEEKS_SHOWN))
BY_WEEK = cast(
    "type[FeatureRow]",
    msgspec.defstruct("FeatureByWeek", [(week, _Count | None) for week in WEEKS], bases=(FeatureRow,), gc=False),
)


class UserRow(Row, gc=False):
    user_id: ExternalId | _Number
    name: str | None
    email: str | None
    role: str | None
    last_seen_at: datetime | None
    created_at: datetime | None
    deactivated_at: datetime | None


def as_one(rows: Sequence[Json], shape: type[Shape], account_id: str) -> list[Shape] | None:
    """The rows; None where one is of another shape, or of another account."""
    try:
        found = msgspec.convert(rows, list[shape], builtin_types=_NO_TEXTS)
    except msgspec.ValidationError:
        return None
    return found if {str(owner) for owner in {row.account_id for row in found}} <= {account_id} else None


def in_utc(times: Sequence[datetime | None]) -> bool:
    """Whether all that are set are in UTC already."""
    return {at.tzinfo for at in times if at is not None} <= {UTC}
