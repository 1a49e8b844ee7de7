"""Which network addresses the portal may talk to when a customer names the host."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address

NAT64 = IPv6Network("64:ff9b::/96")


def parse(text: str) -> Address:
    """An address as the resolver wrote it, without its zone. Raises ValueError."""
    return ip_address(text.partition("%")[0])


def is_loopback(address: Address) -> bool:
    """Whether an address is this machine itself, also when it is wrapped in IPv6."""
    return all(each.is_loopback for each in _reached(address))


def is_public(address: Address) -> bool:
    """Whether an address is reachable for everybody on the internet, also when it is wrapped in IPv6."""
    return all(each.is_global and not each.is_multicast and not each.is_reserved for each in _reached(address))


def _reached(address: Address) -> list[Address]:
    """What a packet to the address reaches: the IPv4 address inside, where IPv6 carries one."""
    if isinstance(address, IPv4Address):
        return [address]
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    if address in NAT64:
        return [IPv4Address(int(address) & 0xFFFFFFFF)]
    if address.sixtofour:
        return [address, address.sixtofour]
    if address.teredo:
        return [address, *address.teredo]
    return [address]
