"""The demo's two ports: taken before anything else is done, so that a busy one is told at once.

A browser that comes while the data are still being made waits for its page.
"""

import socket

from portal.domain.errors import Conflict

IPV4 = "127.0.0.1"
IPV6 = "::1"


def take(port: int, *addresses: str) -> list[socket.socket]:
    """Sockets that listen on a port of this machine, one for each address it has. Raises Conflict when it is taken."""
    taken = []
    for address in addresses:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        try:
            taken.append(_bound(family, address, port))
        except OSError as error:
            if family is socket.AF_INET6 and not _exists(address):
                continue
            for other in taken:
                other.close()
            message = f"Port {port} is taken ({error.strerror}). The demo needs two in a row: choose with --port."
            raise Conflict(message) from error
    return taken


def _bound(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    bound = socket.socket(family)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((address, port))
        bound.listen()
    except OSError:
        bound.close()
        raise
    return bound


def _exists(address: str) -> bool:
    """Whether this machine has an address at all."""
    try:
        _bound(socket.AF_INET6, address, 0).close()
    except OSError:
        return False
    return True
