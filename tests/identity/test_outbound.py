import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from portal.identity.outbound import MAX_BYTES, FetchFailed, Outbound, Resolve
from tests.identity.fake_provider import PUBLIC, public

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def at(*addresses: str) -> Resolve:
    async def look_up(host: str, port: int) -> list[str]:
        del host, port
        return list(addresses)

    return look_up


def answering(
    answer: Callable[[httpx2.Request], httpx2.Response], look_up: Resolve = public, *, allow_loopback: bool = False
) -> Outbound:
    return Outbound(allow_loopback, wire=httpx2.MockTransport(answer), look_up=look_up)


def never(request: httpx2.Request) -> httpx2.Response:
    raise AssertionError(request.url)


async def test_the_connection_goes_to_the_checked_address_under_the_hosts_own_name() -> None:
    seen: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, json={"fine": True})

    assert await answering(answer).get_json("https://login.halden.example/x?y=1", bearer="token") == {"fine": True}
    assert str(seen[0].url) == f"https://{PUBLIC}/x?y=1"
    assert seen[0].headers["host"] == "login.halden.example"
    assert seen[0].extensions["sni_hostname"] == "login.halden.example"
    assert seen[0].headers["authorization"] == "Bearer token"


@pytest.mark.parametrize(
    "url",
    [
        "http://login.halden.example/",
        "https://login.halden.example:8443/",
        "ftp://login.halden.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://user:password@login.halden.example/",
        "https://",
        "//login.halden.example/",
        "not an address",
        "https://[::1/",
        "",
    ],
)
async def test_only_https_on_its_own_port_is_allowed(url: str) -> None:
    with pytest.raises(FetchFailed):
        await answering(never).get_json(url)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.5",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - an address to refuse
        "224.0.0.1",
        "240.0.0.1",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::a00:5",
        "2002:a00:5::1",
        "2001:0:4136:e378:8000:63bf:f5ff:fffa",
    ],
)
async def test_an_address_inside_is_refused(address: str) -> None:
    with pytest.raises(FetchFailed, match="may not go"):
        await answering(never, at(address)).get_json("https://login.halden.example/")


async def test_one_address_inside_among_public_ones_is_refused() -> None:
    with pytest.raises(FetchFailed, match="may not go"):
        await answering(never, at(PUBLIC, "10.0.0.5")).get_json("https://login.halden.example/")


async def test_a_public_ipv6_address_is_allowed() -> None:
    seen = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(str(request.url))
        return httpx2.Response(200, json={})

    await answering(answer, at("2606:2800:220:1::1")).get_json("https://login.halden.example/")
    assert seen == ["https://[2606:2800:220:1::1]/"]


async def test_a_name_without_an_address_is_refused() -> None:
    async def unknown(host: str, port: int) -> list[str]:
        message = f"{host}:{port} is not known"
        raise OSError(message)

    for look_up in (unknown, at()):
        with pytest.raises(FetchFailed, match="has no address"):
            await answering(never, look_up).get_json("https://login.halden.example/")


async def test_loopback_is_allowed_only_where_it_was_asked_for() -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, json={"port": request.url.port})

    allowed = answering(answer, at("127.0.0.1"), allow_loopback=True)
    assert await allowed.get_json("http://localhost:9000/") == {"port": 9000}
    with pytest.raises(FetchFailed):
        await answering(never, at("127.0.0.1")).get_json("http://localhost:9000/")


@pytest.mark.parametrize("address", ["10.0.0.5", PUBLIC])
async def test_allowing_loopback_allows_nothing_else_over_http(address: str) -> None:
    with pytest.raises(FetchFailed, match="may not go"):
        await answering(never, at(address), allow_loopback=True).get_json("http://intern:9000/")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 300, 304])
async def test_redirects_are_not_followed(status: int) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        del request
        return httpx2.Response(status, headers={"location": "https://login.halden.example/other"})

    with pytest.raises(FetchFailed, match="redirects"):
        await answering(answer).get_json("https://login.halden.example/")


async def test_an_endless_answer_is_cut_off() -> None:
    served = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal served
        while True:
            served += 65536
            yield b" " * 65536

    def answer(request: httpx2.Request) -> httpx2.Response:
        del request
        return httpx2.Response(200, headers={"content-type": "application/json"}, content=endless())

    with pytest.raises(FetchFailed, match="more than"):
        await answering(answer).get_json("https://login.halden.example/")
    assert served <= MAX_BYTES + 65536


async def test_a_compressed_answer_is_refused() -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        assert request.headers["accept-encoding"] == "identity"
        return httpx2.Response(200, headers={"content-encoding": "gzip"}, stream=httpx2.ByteStream(b"\x1f\x8b"))

    with pytest.raises(FetchFailed, match="compressed"):
        await answering(answer).get_json("https://login.halden.example/")


async def test_an_answer_that_never_comes_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.identity.outbound.TIMEOUT", 0.01)

    async def silent(host: str, port: int) -> list[str]:
        del host, port
        await asyncio.Event().wait()
        return []

    with pytest.raises(FetchFailed, match="took longer"):
        await answering(never, silent).get_json("https://login.halden.example/")


@pytest.mark.parametrize(
    "response",
    [
        httpx2.Response(500, json={}),
        httpx2.Response(404, text="not here"),
        httpx2.Response(200, html="<p>Sign in to the hotel's network</p>"),
        httpx2.Response(200, json=["a list"]),
        httpx2.Response(200, headers={"content-type": "application/json"}, content=b"{"),
        httpx2.Response(200, headers={"content-type": "application/json"}, content=b"[" * 100_000),
        httpx2.Response(200, headers={"content-type": "application/json"}, content=b"\xff\xfe\x00"),
    ],
)
async def test_what_is_no_json_object_is_refused(response: httpx2.Response) -> None:
    with pytest.raises(FetchFailed):
        await answering(lambda _: response).get_json("https://login.halden.example/")


async def test_a_host_that_refuses_at_one_address_is_asked_at_the_next() -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.host == PUBLIC:
            message = "refused"
            raise httpx2.ConnectError(message)
        return httpx2.Response(200, json={"host": request.url.host})

    outbound = answering(answer, at(PUBLIC, "93.184.216.35"))
    assert await outbound.get_json("https://login.halden.example/") == {"host": "93.184.216.35"}
    with pytest.raises(FetchFailed, match="did not answer"):
        await answering(answer).get_json("https://login.halden.example/")


async def test_a_kept_document_is_fetched_once_until_it_is_too_old() -> None:
    fetches = 0

    def answer(request: httpx2.Request) -> httpx2.Response:
        nonlocal fetches
        del request
        fetches += 1
        return httpx2.Response(200, json={"fetch": fetches})

    outbound = answering(answer)
    url = "https://login.halden.example/keys"
    kept = await asyncio.gather(*(outbound.get_kept_json(url, now=NOW, max_age=HOUR) for _ in range(5)))
    assert [document["fetch"] for document in kept] == [1] * 5
    assert await outbound.get_kept_json(url, now=NOW + HOUR - timedelta(seconds=1), max_age=HOUR) == {"fetch": 1}
    assert await outbound.get_kept_json(url, now=NOW + HOUR, max_age=HOUR) == {"fetch": 2}


async def test_a_failed_fetch_is_not_repeated_for_every_visitor() -> None:
    fetches = 0

    def answer(request: httpx2.Request) -> httpx2.Response:
        nonlocal fetches
        del request
        fetches += 1
        return httpx2.Response(503)

    outbound = answering(answer)
    for seconds in (0, 1, 9, 10):
        with pytest.raises(FetchFailed):
            await outbound.get_kept_json(
                "https://login.halden.example/keys", now=NOW + timedelta(seconds=seconds), max_age=HOUR
            )
    assert fetches == 2


async def test_closing_gives_the_connections_back() -> None:
    closed = []

    class Wire(httpx2.AsyncBaseTransport):
        async def aclose(self) -> None:
            closed.append(True)

    await Outbound(wire=Wire()).close()
    assert closed == [True]
