"""Times of the book: office hours, month arithmetic, spans of history."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from random import Random

DAY = timedelta(days=1)


def months_after(anchor: datetime, months: int) -> datetime:
    """The same day of a later (or earlier) month, or that month's last day; the day of the anchor is not forgotten, so
    31 January plus one and plus two months are 28 February and 31 March.
    """
    count = anchor.year * 12 + anchor.month - 1 + months
    year, month = divmod(count, 12)
    return anchor.replace(year=year, month=month + 1, day=min(anchor.day, monthrange(year, month + 1)[1]))


def between(random: Random, start: datetime, end: datetime) -> datetime:
    """A moment in the span, whole seconds; `start` where the span is empty."""
    seconds = int((end - start).total_seconds())
    return start + timedelta(seconds=random.randrange(seconds)) if seconds > 0 else start


def in_office(random: Random, moment: datetime, latest: datetime | None = None) -> datetime:
    """Moves a moment to office hours (08:00-17:59 UTC) of its day, or of the Friday before on a weekend.

    With `latest`, what would lie after it is moved to the working day before.
    """
    day = moment.date() - timedelta(days=max(0, moment.weekday() - 4))
    at = datetime.combine(day, time(random.randrange(8, 18), random.randrange(60), random.randrange(60)), tzinfo=UTC)
    return at if latest is None or at <= latest else in_office(random, at - DAY, latest)


def on_the_hour(random: Random, day: date) -> datetime:
    """A start for a meeting: a quarter past nothing, between 08:00 and 16:30 UTC."""
    return datetime.combine(day, time(random.randrange(8, 17), random.choice((0, 30))), tzinfo=UTC)
