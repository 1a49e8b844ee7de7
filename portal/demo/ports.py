"""The demo's two ports: taken before anything else is done, so that a busy one is told at once.

A browser that comes while the data are still being made waits for its page.
"""

import socket
from contextlib import ExitStack

from portal.domain.errors import Conflict

IPV4 = "127.0.0.1"
IPV6 = "::1"


def take(held: ExitStack, port: int, *addresses: str) -> list[socket.socket]:
    """Sockets that listen on a port of this machine, one for each address it has, closed when `held` is.

    Raises Conflict when the port is taken.
    """
    return [held.enter_context(_bound(address, port)) for address in addresses if _exists(address)]


def _bound(address: str, port: int) -> socket.socket:
    bound = socket.socket(_family(address))
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((address, port))
        bound.listen()
    except OSError as error:
        bound.close()
        message = f"Port {port} is taken ({error.strerror}). The demo needs two in a row: choose with --port."
        raise Conflict(message) from error
    return bound


def _exists(address: str) -> bool:
    """Whether this machine has an address at all; some have no IPv6."""
    try:
        with socket.socket(_family(address)) as tried:
            tried.bind((address, 0))
    except OSError:
        return False
    return True


def _family(address: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in address else socket.AF_INET
