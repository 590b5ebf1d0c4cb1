"""Addresses of databases."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotunda.connections.transport.database_url import Dialect, Tls, read_database_url
from rotunda.connector_kit.errors import Misconfigured
from rotunda.kit.secret import Secret


def test_the_parts_of_an_address() -> None:
    address = read_database_url(
        Secret("postgres://r%40ader:p%2Fa%3Ass@db.example.com:6432/shop%20one?sslmode=verify-ca&sslrootcert=/ca.pem")
    )
    assert (address.dialect, address.host, address.port) == (Dialect.POSTGRESQL, "db.example.com", 6432)
    assert (address.user, address.password.reveal(), address.database) == ("r@ader", "p/a:ss", "shop one")
    assert (address.tls, address.authority) == (Tls.VERIFY_CA, "/ca.pem")


def test_ports_and_tls_may_be_left_out() -> None:
    address = read_database_url(Secret("mysql://reader@db.example.com/shop"))
    assert (address.dialect, address.port, address.password, address.tls) == (Dialect.MYSQL, 3306, Secret(""), None)
    assert read_database_url(Secret("postgresql://u@h/d")).port == 5432


@pytest.mark.parametrize(
    "url",
    [
        "",
        "shop",
        "oracle://u:hunter2@h/d",
        "postgresql:///shop",
        "postgresql://u:hunter2@h",
        "postgresql://u:hunter2@h/a/b",
        "postgresql://u:hunter2@h:port/d",
        "postgresql://u:hunter2@[::1/d",
        "postgresql://u:hunter2@h/d?sslmode=sometimes",
        "postgresql://u:hunter2@h/d?host=/var/run/postgresql",
        "postgresql://u:hunter2@h/d?passfile=/etc/passwd",
        "postgresql://u:hunter2@h/d?options=-cstatement_timeout%3D0",
        "mysql://u:hunter2@h/d?read_default_file=/etc/my.cnf",
    ],
)
def test_what_is_no_address_is_refused_without_quoting_it(url: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        read_database_url(Secret(url))
    assert "hunter2" not in refused.value.reason


@given(st.text(min_size=1), st.text(min_size=1))
def test_any_user_and_password_survive_their_encoding(user: str, password: str) -> None:
    user, password = (text.encode(errors="replace").decode() for text in (user, password))
    address = read_database_url(Secret(f"postgresql://{quote(user, safe='')}:{quote(password, safe='')}@h/d"))
    assert (address.user, address.password.reveal()) == (user, password)
