"""Sign-in for OAuth apps."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from hmac import compare_digest

from aiohttp import web

from rotunda_world.simulators.hubspot.errors import HubSpotError, SignInRefused, answer
from rotunda_world.simulators.hubspot.gate import ALL_SCOPES, Token
from rotunda_world.simulators.hubspot.service import Json, Service

LIFETIME_SECONDS = 1800


@dataclass(frozen=True, slots=True)
class App:
    """The OAuth app that the portal's administrator installed. Its refresh token can be used again and again."""

    client_id: str
    client_secret: str
    refresh_token: str
    code: str
    user_id: int

    @classmethod
    def of(cls, seed: int, user_id: int) -> "App":
        """Everything follows from the world's seed."""
        return cls(
            client_id=_uuid("client", seed),
            client_secret=_uuid("secret", seed),
            refresh_token=f"eu1-{_uuid('refresh', seed)}",
            code=f"eu1-{_uuid('code', seed)}",
            user_id=user_id,
        )


def _uuid(what: str, seed: int) -> str:
    digits = hashlib.sha256(f"hubspot {what} {seed}".encode()).hexdigest()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]))


@dataclass(frozen=True, slots=True)
class SignIn:
    service: Service
    app: App

    async def token(self, request: web.Request) -> web.Response:
        """authorization_code, refresh_token or client_credentials."""
        form = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
        try:
            self._check(form)
        except HubSpotError as error:
            return error.response()
        return answer(self._issue(with_refresh=form["grant_type"] != "client_credentials"))

    async def introspect(self, request: web.Request) -> web.Response:
        form = await request.post()
        token = self.service.gate.token(str(form.get("token", "")))
        now = self.service.running.clock()
        if token is None or (token.expires_at is not None and token.expires_at <= now):
            return answer({"active": False})
        left = int((token.expires_at - now).total_seconds()) if token.expires_at else None
        return answer({"active": True, "expires_in": left, **self._whose(), "scopes": sorted(token.scopes)})

    async def revoke_one(self, request: web.Request) -> web.Response:
        """Ends one access token; also right for one that was never issued."""
        form = await request.post()
        self.service.gate.issued.pop(str(form.get("token", "")), None)
        return answer({})

    def revoke(self) -> None:
        """Ends every access token that was issued."""
        self.service.gate.issued.clear()

    def _check(self, form: dict[str, str]) -> None:
        if form.get("client_id") != self.app.client_id:
            raise SignInRefused("BAD_CLIENT_ID", "missing or unknown client id")
        if not compare_digest(form.get("client_secret", ""), self.app.client_secret):
            raise SignInRefused("BAD_CLIENT_SECRET", "missing or invalid client secret")
        match form.get("grant_type"):
            case "refresh_token" if form.get("refresh_token") != self.app.refresh_token:
                raise bad_refresh_token()
            case "authorization_code" if form.get("code") != self.app.code:
                raise SignInRefused("BAD_AUTH_CODE", "missing or unknown auth code")
            case "authorization_code" | "client_credentials" | "refresh_token":
                return
            case _:
                raise SignInRefused("BAD_GRANT_TYPE", "missing or unknown grant type")

    def _issue(self, *, with_refresh: bool) -> Json:
        gate, now = self.service.gate, self.service.running.clock()
        access_token = f"CL{secrets.token_urlsafe(40)}"
        gate.issued[access_token] = Token(ALL_SCOPES, now + timedelta(seconds=LIFETIME_SECONDS), of_app=True)
        return {
            "access_token": access_token,
            **({"refresh_token": self.app.refresh_token} if with_refresh else {}),
            "expires_in": LIFETIME_SECONDS,
            "token_type": "bearer",
            **self._whose(),
            "scopes": sorted(ALL_SCOPES),
        }

    def _whose(self) -> Json:
        return {"hub_id": self.service.portal.world.hubspot_portal_id, "user_id": self.app.user_id}


def bad_refresh_token() -> SignInRefused:
    return SignInRefused("BAD_REFRESH_TOKEN", "missing or invalid refresh token")
