"""An address that cannot be listened on stops a command before anything else is started."""

import socket

import pytest

from rotunda.entrypoints.failures import Failure
from rotunda.entrypoints.server import require_free


def test_a_free_port_stays_free() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    require_free("127.0.0.1", port)
    require_free("localhost", port)


def test_a_port_on_which_somebody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(Failure, match=f"Nothing can listen on 127.0.0.1:{port}: something else does already. Stop"):
            require_free("127.0.0.1", port)


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
def test_an_address_that_is_not_this_machine_s(host: str) -> None:
    with pytest.raises(Failure, match=f"Nothing can listen on {host}:8360: .+ Choose another address with --host"):
        require_free(host, 8360)
