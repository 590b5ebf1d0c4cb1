"""What a person typed, judged before anything is tried."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.sources import manifest
from rotunda.connections.form import base_url_of, fields_of, read_form
from rotunda.connections.model import FormRefused
from rotunda.connector_kit.manifest import DatabaseUrl, FormField
from rotunda.kit.secret import Secret

DESK = manifest(
    form=(
        FormField(name="subdomain", label="Subdomain", help=""),
        FormField(name="key", label="Key", help="", secret=True),
        FormField(name="tags", label="Tags", help="", required=False, default="escalated"),
        FormField(name="region", label="Region", help="", required=False, choices=("eu", "us")),
    ),
    base_url="https://{subdomain}.desk.example",
)


def refused(**form: str) -> tuple[str, str]:
    with pytest.raises(FormRefused) as raised:
        read_form(DESK, form)
    return raised.value.field, raised.value.reason


def test_values_are_trimmed_and_secrets_are_kept_apart() -> None:
    filled = read_form(DESK, {"subdomain": " acme ", "key": " s3cret\n", "region": "", "base_url": ""})
    assert filled.settings == {"subdomain": "acme", "tags": "escalated"}
    assert filled.secrets == {"key": Secret("s3cret")}


def test_what_is_wrong_is_named_with_its_field() -> None:
    assert refused(subdomain="acme", key="x", color="red") == ("color", "Shop has no field of this name.")
    assert refused(key="x") == ("subdomain", "Subdomain is missing.")
    assert refused(subdomain="acme") == ("key", "Key is missing.")
    assert refused(subdomain="acme", key="x", region="mars") == ("region", "Region must be one of eu, us.")
    assert refused(subdomain="ac\x00me", key="x")[0] == "subdomain"
    assert refused(subdomain="a" * 8001, key="x")[0] == "subdomain"


def test_no_reason_quotes_a_value() -> None:
    for form in ({"subdomain": "acme", "key": "s3cr\x00et"}, {"subdomain": "acme", "key": "s3cret" * 2000}):
        assert "s3cr" not in refused(**form)[1]


def test_an_empty_secret_keeps_the_one_that_is_stored() -> None:
    kept = {"key": Secret("old")}
    assert read_form(DESK, {"subdomain": "acme"}, kept).secrets == kept
    assert read_form(DESK, {"subdomain": "acme", "key": "new"}, kept).secrets == {"key": Secret("new")}


def test_the_address_is_the_manifests_with_its_fields_or_ones_own() -> None:
    assert base_url_of(DESK, {"subdomain": "acme"}) == "https://acme.desk.example"
    assert base_url_of(DESK, {"subdomain": "acme", "base_url": "https://proxy/desk/"}) == "https://proxy/desk"
    with pytest.raises(FormRefused) as raised:
        base_url_of(DESK, {})
    assert raised.value.field == "subdomain"


@given(st.text(min_size=1))
def test_no_value_leaves_its_place_in_the_address(value: str) -> None:
    address = base_url_of(DESK, {"subdomain": value.encode(errors="ignore").decode() or "x"})
    host = address.removeprefix("https://").removesuffix(".desk.example")
    assert not set(host) & set("/:@?#\\ ")


def test_every_source_over_http_has_an_address_field_and_databases_have_not() -> None:
    assert [field.name for field in fields_of(DESK)][-1] == "base_url"
    own = FormField(name="base_url", label="API address", help="", required=False, default="https://own")
    assert fields_of(manifest(form=(own,))) == (own,)
    url = FormField(name="url", label="Address", help="", secret=True)
    assert fields_of(manifest(form=(url,), auth=DatabaseUrl(field="url"))) == (url,)
