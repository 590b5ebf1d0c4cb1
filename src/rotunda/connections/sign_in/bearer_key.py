"""A key that does not expire."""

from rotunda.kit.secret import Secret


class BearerKeySignIn:
    def __init__(self, key: Secret) -> None:
        self._authorization = Secret(f"Bearer {key.reveal()}")

    def authorization(self) -> str:
        return self._authorization.reveal()

    async def sign_in(self, seconds: float) -> None:
        """A key is always ready."""

    def forget(self, _: str, /) -> bool:
        return False
