"""What a person typed to connect a source, judged by the manifest's form."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

import msgspec

from rotunda.connections.model import FormRefused
from rotunda.connector_kit.manifest import DatabaseUrl, FormField, Manifest
from rotunda.kit.secret import Secret

BASE_URL = "base_url"
WEBHOOK_SECRET = "webhook_secret"  # noqa: S105 - the name of a field
_LONGEST_VALUE = 8_000

_ADDRESS = FormField(
    name=BASE_URL, label="API address", help="Only to reach the source through a proxy of your own.", required=False
)


class Filled(msgspec.Struct, frozen=True, eq=False):
    """A form that can be tried. Fields that were left empty and have no default are absent."""

    settings: Mapping[str, str]
    secrets: Mapping[str, Secret]


def fields_of(manifest: Manifest) -> Sequence[FormField]:
    """The manifest's form; every source over HTTP may also be reached at another address, and what a source sends by
    itself is signed with a secret.
    """
    fields = [*manifest.form]
    if not isinstance(manifest.auth, DatabaseUrl) and all(field.name != BASE_URL for field in fields):
        fields.append(_ADDRESS)
    if manifest.webhook is not None:
        fields.append(_webhook_secret(manifest.webhook_help or ""))
    return tuple(fields)


def _webhook_secret(how: str) -> FormField:
    return FormField(
        name=WEBHOOK_SECRET,
        label="Signing secret of webhooks",
        help=f"{how} While a secret is being replaced, enter both, separated by a space.",
        secret=True,
        required=False,
    )


def read_form(manifest: Manifest, form: Mapping[str, str], kept: Mapping[str, Secret] | None = None) -> Filled:
    """The form's values, trimmed. A secret that is left empty keeps the one that is in `kept`.

    Raises:
        FormRefused: a field that the form does not have, a required one left empty, a value out of its choices.
    """
    fields = {field.name: field for field in fields_of(manifest)}
    for name in form:
        if name not in fields:
            raise FormRefused(name, f"{manifest.title} has no field of this name.")
    settings: dict[str, str] = {}
    secrets: dict[str, Secret] = {}
    for field in fields.values():
        value = form.get(field.name, "").strip() or field.default or ""
        if field.secret and not value and kept and field.name in kept:
            secrets[field.name] = kept[field.name]
            continue
        _judge(field, value)
        if value and field.secret:
            secrets[field.name] = Secret(value)
        elif value:
            settings[field.name] = value
    return Filled(settings, secrets)


def base_url_of(manifest: Manifest, settings: Mapping[str, str]) -> str:
    """The address that requests are joined to: the form's own, else the manifest's with `{field}` filled in.

    Raises:
        FormRefused: the manifest's address needs a field that is empty.
    """
    own = settings.get(BASE_URL)
    if own:
        return own.rstrip("/")
    template = manifest.base_url or ""
    try:
        return template.format_map(_Quoted(settings)).rstrip("/")
    except KeyError as error:
        raise FormRefused(str(error.args[0]), f"{manifest.title} cannot be reached without it.") from error


class _Quoted(dict[str, str]):
    """A field becomes part of a host or path, so nothing in it may end that part."""

    def __getitem__(self, key: str) -> str:
        return quote(super().__getitem__(key), safe="")


def _judge(field: FormField, value: str) -> None:
    if not value:
        if field.required:
            raise FormRefused(field.name, f"{field.label} is missing.")
        return
    if len(value) > _LONGEST_VALUE:
        raise FormRefused(field.name, f"{field.label} is longer than {_LONGEST_VALUE} characters.")
    if not value.isprintable():
        raise FormRefused(field.name, f"{field.label} holds characters that cannot be typed.")
    if field.choices and value not in field.choices:
        raise FormRefused(field.name, f"{field.label} must be one of {', '.join(field.choices)}.")
