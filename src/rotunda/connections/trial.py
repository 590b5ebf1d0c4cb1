"""Trying a form out before it is saved: the cheapest authenticated read, and which field is at fault when it fails."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from rotunda.connections.channels import Channel
from rotunda.connections.form import BASE_URL, fields_of
from rotunda.connections.model import FormRefused
from rotunda.connector_kit.errors import (
    AuthExpired,
    BadPayload,
    Forbidden,
    Gone,
    Misconfigured,
    SourceError,
)
from rotunda.connector_kit.manifest import BearerKey, ClientCredentials, DatabaseUrl, Manifest
from rotunda.connector_kit.requests import AnyRequest, Request, SqlQuery


async def ask_once(channel: Channel, manifest: Manifest) -> None:
    """The cheapest authenticated read. Raises the SourceError that it runs into."""
    if not channel.signed_in():
        await channel.sign_in(manifest.timeout_ceiling)
    await channel.call(_check_of(manifest), None, seconds=manifest.timeout_ceiling)


def _check_of(manifest: Manifest) -> AnyRequest:
    if isinstance(manifest.auth, DatabaseUrl):
        return SqlQuery(sql=manifest.check, parameters={}, max_rows=1)
    path, _, query = manifest.check.partition("?")
    return Request(path=path, query=tuple(parse_qsl(query)))


def refusal_of(error: SourceError, manifest: Manifest, settings: Mapping[str, str]) -> FormRefused:
    """Which field of the form is at fault for what its trial ran into."""
    if isinstance(error, Misconfigured) and error.field is not None:
        return FormRefused(error.field, error.reason)
    if isinstance(error, AuthExpired | Forbidden):
        return FormRefused(_secret_field(manifest), error.reason)
    if isinstance(error, BadPayload | Gone):
        reason = f"What answers at this address is not {manifest.title}. Check the address."
        return FormRefused(_address_field(manifest, settings), reason)
    return FormRefused(_address_field(manifest, settings), error.reason)


def _secret_field(manifest: Manifest) -> str:
    match manifest.auth:
        case BearerKey(field=field) | DatabaseUrl(field=field):
            return field
        case ClientCredentials(secret_field=field):
            return field


def _address_field(manifest: Manifest, settings: Mapping[str, str]) -> str:
    """The field that says where the source is: its own, or the one that is filled into the manifest's address."""
    if isinstance(manifest.auth, DatabaseUrl):
        return manifest.auth.field
    if BASE_URL in settings:
        return BASE_URL
    template = manifest.base_url or ""
    named = (field.name for field in fields_of(manifest) if f"{{{field.name}}}" in template)
    return next(named, BASE_URL)
