"""Settings: defaults, every variable, and the sentence for a wrong value."""

from datetime import timedelta
from pathlib import Path

import pytest

from rotunda.kit.secret import Secret
from rotunda.kit.settings import WrongSetting, read_settings


def test_nothing_needs_to_be_set() -> None:
    settings = read_settings({"PATH": "/bin", "ROTUNDA_PORT": "  "})
    assert (settings.host, settings.port, settings.public_url) == ("127.0.0.1", 8360, "http://127.0.0.1:8360")
    assert settings.database_url is None
    assert settings.audit_checkpoints.parent == settings.data_folder
    assert settings.open_browser
    assert settings.unknown == ()


def test_every_variable_is_read(tmp_path: Path) -> None:
    settings = read_settings(
        {
            "ROTUNDA_DATABASE_URL": "postgresql://u:p@db/rotunda",
            "ROTUNDA_DATA": str(tmp_path),
            "ROTUNDA_HOST": "::1",
            "ROTUNDA_PORT": "80",
            "ROTUNDA_ALLOWED_PRIVATE_HOSTS": "CRM.internal, 10.0.0.5",
            "ROTUNDA_LOG_FORMAT": "json",
            "ROTUNDA_LOG_LEVEL": "DEBUG",
            "ROTUNDA_PAGE_DEADLINE": "2.5",
            "ROTUNDA_SESSION_HOURS": "8",
            "ROTUNDA_SESSION_IDLE_MINUTES": "30",
            "ROTUNDA_SECRET_KEYS": "k1:abc",
            "ROTUNDA_AUDIT_CHECKPOINTS": "/mnt/worm/checkpoints",
            "ROTUNDA_NO_BROWSER": "1",
        }
    )
    assert settings.database_url == Secret("postgresql://u:p@db/rotunda")
    assert settings.data_folder == tmp_path
    assert settings.public_url == "http://[::1]:80"
    assert settings.allowed_private_hosts == {"crm.internal", "10.0.0.5"}
    assert (settings.log_format, settings.log_level) == ("json", "debug")
    assert settings.page_deadline == timedelta(seconds=2.5)
    assert (settings.session_length, settings.session_idle) == (timedelta(hours=8), timedelta(minutes=30))
    assert settings.audit_checkpoints == Path("/mnt/worm/checkpoints")
    assert not settings.open_browser


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("DATABASE_URL", "mysql://u:hidden@db/x", "must be a PostgreSQL URL"),
        ("DATABASE_URL", "postgresql://u:hidden@db", "must be a PostgreSQL URL"),
        ("HOST", "two hosts", "must be a host name"),
        ("PORT", "0", "must be a port from 1 to 65535, not '0'"),
        ("PORT", "http", "must be a port"),
        ("PORT", "65536", "must be a port"),
        ("PUBLIC_URL", "rotunda.example.com", "must be an address such as https://"),
        ("PUBLIC_URL", "https://x/?a=1", "must be an address"),
        ("ALLOWED_PRIVATE_HOSTS", "ok,no t", "must be a host name"),
        ("LOG_FORMAT", "xml", "must be json or console"),
        ("LOG_LEVEL", "loud", "must be one of debug, info, warning, error"),
        ("PAGE_DEADLINE", "0", "must be a number of seconds from 0.1 to 60, not '0'"),
        ("PAGE_DEADLINE", "nan", "must be a number"),
        ("PAGE_DEADLINE", "soon", "must be a number"),
        ("SESSION_HOURS", "-1", "must be a number of hours"),
        ("NO_BROWSER", "maybe", "must be 1 or 0"),
    ],
)
def test_a_wrong_value_names_its_variable_and_what_to_write(name: str, value: str, says: str) -> None:
    with pytest.raises(WrongSetting) as stopped:
        read_settings({f"ROTUNDA_{name}": value})
    assert str(stopped.value).startswith(f"ROTUNDA_{name} {says}")
    assert "hidden" not in str(stopped.value)


def test_a_misspelt_variable_is_told() -> None:
    settings = read_settings({"ROTUNDA_PROT": "1", "ROTUNDA_ZZZZ": "1"})
    assert settings.unknown == ("ROTUNDA_PROT (did you mean ROTUNDA_PORT?)", "ROTUNDA_ZZZZ")


def test_secrets_of_the_settings_are_not_printed() -> None:
    settings = read_settings({"ROTUNDA_DATABASE_URL": "postgresql://u:hidden@db/x", "ROTUNDA_SECRET_KEYS": "k:hidden"})
    assert "hidden" not in repr(settings)
