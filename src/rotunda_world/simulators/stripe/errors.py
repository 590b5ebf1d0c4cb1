"""Stripe's refusals, word for word as the API sends them."""

from collections.abc import Mapping

_DOCS = "https://stripe.com/docs/error-codes/"


class StripeError(Exception):
    """One refusal: HTTP status, message and, where Stripe gives them, code and parameter."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: str | None = None,
        param: str | None = None,
        kind: str = "invalid_request_error",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code
        self.param = param
        self.kind = kind
        self.headers = dict(headers or {})

    def body(self, request_id: str, now: int) -> dict[str, dict[str, str]]:
        """The JSON answer; `now` is Unix seconds."""
        error = {
            "code": self.code,
            "doc_url": _DOCS + self.code.replace("_", "-") if self.code else None,
            "message": self.message,
            "param": self.param,
            "request_log_url": f"https://dashboard.stripe.com/test/logs/{request_id}?t={now}",
            "type": self.kind,
        }
        return {"error": {name: value for name, value in error.items() if value is not None}}


def no_key() -> StripeError:
    return StripeError(
        401,
        "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer "
        "auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for "
        "details, or we can help at https://support.stripe.com/.",
        headers={"WWW-Authenticate": 'Basic realm="Stripe"'},
    )


def wrong_key(key: str) -> StripeError:
    return StripeError(
        401, f"Invalid API Key provided: {masked(key)}", headers={"WWW-Authenticate": 'Basic realm="Stripe"'}
    )


def expired_key(key: str) -> StripeError:
    return StripeError(401, f"Expired API Key provided: {masked(key)}", code="api_key_expired")


def missing_permission(key: str, account: str, permission: str) -> StripeError:
    return StripeError(
        403,
        f"The provided key '{masked(key)}' does not have the required permissions for this endpoint on account "
        f"'{account}'. Having the '{permission}' permission would allow this request to continue.",
    )


def foreign_account(key: str, account: str) -> StripeError:
    return StripeError(
        403,
        f"The provided key '{masked(key)}' does not have access to account '{account}' (or that account does not "
        "exist). Application access may have been revoked.",
        code="account_invalid",
    )


def unknown_version(version: str) -> StripeError:
    return StripeError(400, f"Invalid Stripe API version: {version}")


def unknown_url(method: str, path: str) -> StripeError:
    return StripeError(
        404,
        f"Unrecognized request URL ({method}: {path}). Please see https://stripe.com/docs or we can help at "
        "https://support.stripe.com/.",
    )


def missing_record(noun: str, record_id: str, *, param: str = "id", status: int = 404) -> StripeError:
    """404 for an id in the path, 400 for one in a parameter."""
    return StripeError(status, f"No such {noun}: '{record_id}'", code="resource_missing", param=param)


def unknown_parameters(names: list[str]) -> StripeError:
    plural = "s" if len(names) > 1 else ""
    return StripeError(
        400, f"Received unknown parameter{plural}: {', '.join(names)}", code="parameter_unknown", param=names[0]
    )


def missing_parameter(name: str) -> StripeError:
    return StripeError(400, f"Missing required param: {name}.", code="parameter_missing", param=name)


def empty_parameter(name: str) -> StripeError:
    return StripeError(
        400,
        f"You passed an empty string for '{name}'. We assume empty values are an attempt to unset a parameter; however "
        f"'{name}' cannot be unset. You should remove '{name}' from your request or supply a non-empty value.",
        code="parameter_invalid_empty",
        param=name,
    )


def not_an_integer(name: str, text: str) -> StripeError:
    return StripeError(400, f"Invalid integer: {text}", code="parameter_invalid_integer", param=name)


def invalid(name: str, message: str) -> StripeError:
    return StripeError(400, message, param=name)


def too_many_requests(reason: str) -> StripeError:
    """`reason` as in Stripe-Rate-Limited-Reason: global-rate, endpoint-rate. Stripe sends no Retry-After."""
    return StripeError(
        429,
        "Testmode request rate limit exceeded, the rate limits in testmode are lower than livemode. You can learn more "
        "about rate limits here https://stripe.com/docs/rate-limits.",
        code="rate_limit",
        headers={"Stripe-Rate-Limited-Reason": reason},
    )


def broken() -> StripeError:
    return StripeError(
        500,
        "An error occurred with our connection to Stripe's servers. Sorry about that! We have been notified of the "
        "problem. If you have any questions, we can help at https://support.stripe.com/.",
        kind="api_error",
        headers={"Stripe-Should-Retry": "true"},
    )


def masked(key: str) -> str:
    """As Stripe shows a key: its prefix, asterisks, its last four characters."""
    prefix = "_".join(key.split("_")[:2]) + "_" if key.count("_") >= 2 else ""
    hidden = len(key) - len(prefix) - 4
    return prefix + "*" * hidden + key[-4:] if hidden > 0 else "*" * len(key)
