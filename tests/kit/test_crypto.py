"""Sealing: what comes back, what does not open, and which keys stop the start."""

import base64
import logging
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotunda.kit.crypto import KeyProblem, Keys, SealBroken, Sealer, key_of, new_key_line, open_key, open_keys
from rotunda.kit.secret import Secret

OLD = Keys("old", {"old": bytes(range(32))})
NEW = Keys("new", {"new": bytes(range(32, 64)), **OLD.by_id})


@given(st.text(), st.text())
def test_what_was_sealed_opens_in_its_context(text: str, context: str) -> None:
    sealer = Sealer(OLD)
    assert sealer.unseal(sealer.seal(Secret(text), context), context).reveal() == text


@given(st.binary(min_size=1, max_size=1), st.data())
def test_one_changed_byte_is_noticed(byte: bytes, data: st.DataObject) -> None:
    sealer = Sealer(OLD)
    sealed = sealer.seal(Secret("sk_live_1"), "connection:con_1")
    place = data.draw(st.integers(0, len(sealed) - 1))
    changed = sealed[:place] + byte + sealed[place + 1 :]
    if changed == sealed:
        return
    with pytest.raises((SealBroken, KeyProblem)):
        sealer.unseal(changed, "connection:con_1")


@given(st.integers(0, 200))
def test_a_cut_value_is_noticed(length: int) -> None:
    sealer = Sealer(OLD)
    sealed = sealer.seal(Secret("sk_live_1"), "x")
    with pytest.raises(SealBroken):
        sealer.unseal(sealed[: min(length, len(sealed) - 1)], "x")


def test_a_value_copied_to_another_row_does_not_open_there() -> None:
    sealer = Sealer(OLD)
    with pytest.raises(SealBroken):
        sealer.unseal(sealer.seal(Secret("x"), "connection:con_1"), "connection:con_2")


def test_the_same_value_is_never_sealed_alike() -> None:
    sealer = Sealer(OLD)
    assert sealer.seal(Secret("x"), "c") != sealer.seal(Secret("x"), "c")


def test_rotation_moves_values_to_the_active_key_until_the_old_one_can_go() -> None:
    before = Sealer(OLD).seal(Secret("refresh"), "c")
    after = Sealer(NEW).reseal(before, "c")
    assert (key_of(before), key_of(after)) == ("old", "new")
    only_new = Sealer(Keys("new", {"new": NEW.by_id["new"]}))
    assert only_new.unseal(after, "c").reveal() == "refresh"
    with pytest.raises(KeyProblem, match="`old`"):
        only_new.unseal(before, "c")


def test_derived_keys_differ_by_purpose_and_from_the_key_itself() -> None:
    derived = {Sealer(OLD).derive("cursor"), Sealer(OLD).derive("other"), Sealer(NEW).derive("cursor")}
    assert len(derived | {OLD.by_id["old"]}) == 4


def test_the_first_start_makes_a_private_key_and_the_next_one_finds_it(tmp_path: Path) -> None:
    first = open_keys(tmp_path, None, in_use=())
    assert (tmp_path / "secret.keys").stat().st_mode & 0o777 == 0o600
    second = open_keys(tmp_path, None, in_use=(first.active,))
    assert first.by_id == second.by_id
    assert [path.name for path in tmp_path.iterdir()] == ["secret.keys"]


def test_a_missing_key_is_never_replaced_while_values_need_it(tmp_path: Path) -> None:
    with pytest.raises(KeyProblem, match="`k1`"):
        open_keys(tmp_path, None, in_use=("k1",))
    assert not list(tmp_path.iterdir())
    open_keys(tmp_path, None, in_use=())
    with pytest.raises(KeyProblem, match="`k1`"):
        open_keys(tmp_path, None, in_use=("k1",))


def test_keys_from_the_variable_come_in_order() -> None:
    one, two = new_key_line(), new_key_line()
    keys = open_keys(Path("/nowhere"), Secret(f"{two},{one}"), in_use=(one.partition(":")[0],))
    assert keys.active == two.partition(":")[0]
    assert len(keys.by_id) == 2


@pytest.mark.parametrize(
    "text",
    [
        "no-colon",
        ":" + base64.b64encode(bytes(range(32))).decode(),
        "Upper:" + base64.b64encode(bytes(range(32))).decode(),
        "k1:too-short",
        "k1:" + base64.b64encode(bytes(range(31))).decode(),
        "k1:" + base64.b64encode(bytes(32)).decode(),
        ",,",
        ",".join(["k1:" + base64.b64encode(bytes(range(32))).decode()] * 2),
    ],
)
def test_malformed_keys_stop_the_start_and_are_not_quoted(text: str) -> None:
    with pytest.raises(KeyProblem, match="ROTUNDA_SECRET_KEYS") as stopped:
        open_keys(Path("/nowhere"), Secret(text), in_use=())
    encoded = text.rpartition(":")[2]
    assert len(encoded) < 8 or encoded not in str(stopped.value)


def test_an_exposed_key_file_stops_the_start(tmp_path: Path) -> None:
    open_keys(tmp_path, None, in_use=())
    (tmp_path / "secret.keys").chmod(0o644)
    with pytest.raises(KeyProblem, match="chmod 600"):
        open_keys(tmp_path, None, in_use=())


def test_a_single_key_is_made_once_and_missed_when_needed(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "audit.key"
    assert open_key(path, needed_by=None) == open_key(path, needed_by="the audit log holds rows")
    path.unlink()
    with pytest.raises(KeyProblem, match="but the audit log holds rows"):
        open_key(path, needed_by="the audit log holds rows")


def test_a_secret_is_not_printed(caplog: pytest.LogCaptureFixture) -> None:
    secret = Secret("sk_live_42")
    logging.getLogger(__name__).warning("%s %r", secret, {"nested": [secret]})
    shown = f"{secret} {secret!r} {secret:>20} {[secret]} {caplog.text}"
    assert "sk_live_42" not in shown
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_secrets_compare_by_their_text() -> None:
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert not Secret("")
