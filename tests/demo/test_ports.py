import socket
from contextlib import ExitStack

import pytest

from portal.demo.ports import IPV4, IPV6, take
from portal.domain.errors import Conflict


def test_a_free_port_is_taken_and_given_back() -> None:
    with ExitStack() as held:
        (first,) = take(held, 0, IPV4)
        port = first.getsockname()[1]
        with pytest.raises(Conflict, match=f"Port {port} is taken"):
            take(held, port, IPV4)
    with ExitStack() as held:
        assert take(held, port, IPV4)


def test_a_taken_port_names_the_option_that_mends_it() -> None:
    with socket.socket() as other:
        other.bind((IPV4, 0))
        other.listen()
        with ExitStack() as held, pytest.raises(Conflict, match="--port"):
            take(held, other.getsockname()[1], IPV4, IPV6)
