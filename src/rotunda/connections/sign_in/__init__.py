"""How requests of a connection prove who sends them."""

from typing import Protocol

from rotunda.connector_kit.errors import AuthExpired


class TokenRefused(AuthExpired):
    """The source refused what `authorization` said at that time."""

    def __init__(self, reason: str, authorization: str) -> None:
        super().__init__(reason)
        self._authorization = authorization

    def refused(self) -> str:
        return self._authorization


class SignIn(Protocol):
    """The `Authorization` header of one connection, and how it is renewed."""

    def authorization(self) -> str | None:
        """The header's value; None where `sign_in` has to be called first."""
        ...

    async def sign_in(self, seconds: float) -> None:
        """Makes `authorization` ready. Callers at the same time share one request.

        Raises:
            SourceError: why that did not work.
        """
        ...

    def forget(self, authorization: str, /) -> bool:
        """The source has refused this value. Whether signing in again may help: not where it cannot be renewed."""
        ...
