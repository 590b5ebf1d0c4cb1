"""Why a source was not asked at all. Neither its breaker nor its health counts these."""

from rotunda.connector_kit.errors import AuthExpired, RateLimited, Unavailable


class NotAsked:
    """Marks errors that say nothing new about the source."""


class BreakerOpen(Unavailable, NotAsked):
    """It has failed so often that it is left in peace for a moment."""


class NoTurn(Unavailable, NotAsked):
    """So many requests were under way that this one's time ran out before its turn."""


class BudgetSpent(RateLimited, NotAsked):
    """Our own share of what the vendor allows is used up."""


class OnHold(RateLimited, NotAsked):
    """The source has asked us to wait, and still does."""


class SignedOut(AuthExpired, NotAsked):
    """It has just refused the credentials, and nobody has entered new ones."""


class TokenLapsed(AuthExpired, NotAsked):
    """The token was refused to somebody else while this request waited for its turn."""
