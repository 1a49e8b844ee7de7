"""The record that proves a domain, and looking for it at a name server on this machine."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from uuid import UUID

import pytest
from dns import flags, message, rcode, rrset
from dns.asyncresolver import Resolver

from portal.identity.domains import Dns, record_name, record_value
from portal.identity.outbound import FetchFailed

KEY = "a secret of at least thirty-two characters"
ASKED = "_onboarding-portal.halden.example"
Answer = Callable[[message.Message], None]


class NameServer(asyncio.DatagramProtocol):
    """Answers every question in one way."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:  # type: ignore[override] # a datagram one
        self.transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        reply = message.make_response(message.from_wire(data))
        reply.flags |= flags.RA
        self.answer(reply)
        self.transport.sendto(reply.to_wire(), addr)


@asynccontextmanager
async def asking(answer: Answer) -> AsyncIterator[Dns]:
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: NameServer(answer), local_addr=("127.0.0.1", 0))
    resolver = Resolver(configure=False)
    resolver.nameservers = ["127.0.0.1"]
    resolver.port = transport.get_extra_info("sockname")[1]
    yield Dns(resolver)
    transport.close()


def holds(*records: str) -> Answer:
    return lambda reply: reply.answer.append(rrset.from_text(f"{ASKED}.", 60, "IN", "TXT", *records))


def refuses(code: rcode.Rcode) -> Answer:
    return lambda reply: reply.set_rcode(code)


def test_each_account_and_domain_has_a_record_of_its_own() -> None:
    values = {record_value(KEY, UUID(int=number), name) for number in (1, 2) for name in ("a.example", "b.example")}
    assert len(values) == 4
    assert record_name("halden.example") == ASKED


async def test_every_text_record_is_found_and_a_long_one_is_whole() -> None:
    async with asking(holds('"plain"', '"a long one " "in two parts"')) as records:
        assert sorted(await records(ASKED)) == ["a long one in two parts", "plain"]


@pytest.mark.parametrize("answer", [refuses(rcode.NXDOMAIN), refuses(rcode.NOERROR)], ids=["no name", "no record"])
async def test_a_name_without_records_has_none(answer: Answer) -> None:
    async with asking(answer) as records:
        assert await records(ASKED) == []


async def test_a_name_server_that_refuses_is_a_failure() -> None:
    async with asking(refuses(rcode.SERVFAIL)) as records:
        with pytest.raises(FetchFailed, match="halden"):
            await records(ASKED)
