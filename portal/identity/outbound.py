"""Fetching from addresses that customers name, without becoming their way into our network."""

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from ssl import SSLContext
from typing import Any, Final, Protocol, cast

import httpx2

from portal.identity.addresses import Address, is_loopback, is_public, parse

TIMEOUT: Final = 10.0
"""Seconds one fetch may take, from the name look-up to the last byte."""
MAX_BYTES: Final = 1024 * 1024
RETRY_AFTER: Final = timedelta(seconds=10)
"""How long a failed fetch is remembered, so that a provider that is away is not asked by every visitor."""
TYPES: Final = frozenset({"application/json", "application/jwk-set+json"})


class FetchFailed(Exception):
    """An address was refused or did not answer usefully. `reason` is for the log, not for a visitor."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Resolve(Protocol):
    """Looks a host name up."""

    async def __call__(self, host: str, port: int) -> list[str]:
        """Every address of the host. Raises OSError when there is none."""


async def resolve(host: str, port: int) -> list[str]:
    """Ask the operating system for every address of a host."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


@dataclass(slots=True)
class _Kept:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    value: dict[str, Any] | None = None
    fetched_at: datetime | None = None
    failure: FetchFailed | None = None
    failed_at: datetime | None = None


@lru_cache
def _authorities() -> SSLContext:
    """Whom connections trust; reading them takes as long as a page, so that they are read once."""
    return httpx2.create_ssl_context(trust_env=False)


class Outbound:
    """The one way out to addresses that customers name.

    Only https on port 443, only to hosts all of whose addresses are public; the connection goes to the
    address that was checked. No redirects, at most 1 MiB, at most 10 seconds. `allow_loopback` also permits
    this machine, by http and on any port: the demo and the tests set it, nothing else does.
    """

    def __init__(
        self,
        allow_loopback: bool = False,  # noqa: FBT001, FBT002 - the agreed signature; callers name it
        *,
        wire: httpx2.AsyncBaseTransport | None = None,
        look_up: Resolve = resolve,
    ) -> None:
        # A kept connection could serve another host at the same pinned address, so none is kept.
        limits = httpx2.Limits(max_keepalive_connections=0)
        self._wire = wire or httpx2.AsyncHTTPTransport(verify=_authorities(), trust_env=False, limits=limits)
        self._allow_loopback = allow_loopback
        self._look_up = look_up
        self._kept: dict[str, _Kept] = {}

    @property
    def transport(self) -> httpx2.AsyncBaseTransport:
        """A guarded transport for one short-lived client; closing that client leaves this open."""
        return _Guard(self._wire, self.check, self._addresses)

    def check(self, url: str) -> None:
        """Refuse an address by its looks, before anything is looked up. Raises FetchFailed."""
        try:
            parsed = httpx2.URL(url)
        except (httpx2.InvalidURL, ValueError):
            message = f"not an address: {url[:200]!r}"
            raise FetchFailed(message) from None
        if parsed.userinfo or not parsed.host:
            message = f"an address with a user name, or without a host: {url[:200]!r}"
            raise FetchFailed(message)
        plain = self._allow_loopback and parsed.scheme in {"http", "https"}
        if not plain and (parsed.scheme != "https" or parsed.port not in {None, 443}):
            message = f"only https on port 443 is allowed, not {url[:200]!r}"
            raise FetchFailed(message)

    async def get_json(self, url: str, *, bearer: str | None = None) -> dict[str, Any]:
        """Fetch a JSON object. Raises FetchFailed."""
        headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {bearer}"} if bearer else {})
        self.check(url)
        try:
            async with httpx2.AsyncClient(transport=self.transport, trust_env=False) as client:
                response = await client.get(url, headers=headers)
        except httpx2.HTTPError as error:
            message = f"{url} did not answer: {error!r}"
            raise FetchFailed(message) from error
        return _json_object(url, response)

    async def get_kept_json(self, url: str, *, now: datetime, max_age: timedelta) -> dict[str, Any]:
        """A JSON object that was fetched at most `max_age` ago, fetched again where it is older.

        Raises FetchFailed; a failure is remembered for `RETRY_AFTER`.
        """
        kept = self._kept.setdefault(url, _Kept())
        async with kept.lock:
            if kept.value is not None and kept.fetched_at and now - kept.fetched_at < max_age:
                return kept.value
            if kept.failure and kept.failed_at and now - kept.failed_at < RETRY_AFTER:
                raise kept.failure
            try:
                kept.value = await self.get_json(url)
            except FetchFailed as failure:
                kept.failure, kept.failed_at = failure, now
                raise
            kept.fetched_at, kept.failure = now, None
            return kept.value

    async def close(self) -> None:
        """Give back every connection."""
        await self._wire.aclose()

    async def _addresses(self, url: httpx2.URL) -> list[Address]:
        """The addresses of a host. Raises FetchFailed unless every single one may be talked to."""
        port = url.port or (443 if url.scheme == "https" else 80)
        try:
            addresses = [parse(text) for text in await self._look_up(url.host, port)]
        except (OSError, UnicodeError, ValueError) as error:
            message = f"{url.host} has no address: {error}"
            raise FetchFailed(message) from error
        ordinary = url.scheme == "https" and port == 443  # noqa: PLR2004 - the port of https
        for address in addresses:
            if not (ordinary and is_public(address)) and not (self._allow_loopback and is_loopback(address)):
                message = f"{url.host} is at {address}, where the portal may not go"
                raise FetchFailed(message)
        if not addresses:
            message = f"{url.host} has no address"
            raise FetchFailed(message)
        return addresses


class _Guard(httpx2.AsyncBaseTransport):
    """Checks each request, sends it to the checked address, and bounds the answer."""

    def __init__(
        self,
        wire: httpx2.AsyncBaseTransport,
        check: Callable[[str], None],
        addresses: Callable[[httpx2.URL], Awaitable[list[Address]]],
    ) -> None:
        self._wire = wire
        self._check = check
        self._addresses = addresses

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer one request. Raises FetchFailed."""
        self._check(str(request.url))
        try:
            async with asyncio.timeout(TIMEOUT):
                response = await self._send(request)
                try:
                    return await _bounded(request, response)
                finally:
                    await response.aclose()
        except TimeoutError as error:
            message = f"{request.url.host} took longer than {TIMEOUT:.0f} seconds"
            raise FetchFailed(message) from error

    async def _send(self, request: httpx2.Request) -> httpx2.Response:
        """Try one checked address after the other until one accepts the connection."""
        *others, last = await self._addresses(request.url)
        for address in others:
            with suppress(httpx2.ConnectError):
                return await self._wire.handle_async_request(_pinned(request, address))
        return await self._wire.handle_async_request(_pinned(request, last))


def _pinned(request: httpx2.Request, address: Address) -> httpx2.Request:
    """The request aimed at an address; Host and the certificate's name stay those of the URL."""
    headers = request.headers.copy()
    # A compressed answer could grow past the limit after it was counted.
    headers["Accept-Encoding"] = "identity"
    return httpx2.Request(
        request.method,
        request.url.copy_with(host=str(address)),
        headers=headers,
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": request.url.host},
    )


async def _bounded(request: httpx2.Request, response: httpx2.Response) -> httpx2.Response:
    if response.is_redirect or 300 <= response.status_code < 400:  # noqa: PLR2004 - the 3xx answers
        message = f"{request.url} redirects, which is not followed"
        raise FetchFailed(message)
    if response.headers.get("content-encoding", "identity") != "identity":
        message = f"{request.url} answered compressed although it was asked not to"
        raise FetchFailed(message)
    body = bytearray()
    # The wire is asynchronous, so its streams are.
    async for part in cast("httpx2.AsyncByteStream", response.stream):
        body += part
        if len(body) > MAX_BYTES:
            message = f"{request.url} answered with more than {MAX_BYTES} bytes"
            raise FetchFailed(message)
    headers = [(name, value) for name, value in response.headers.raw if name.lower() != b"transfer-encoding"]
    return httpx2.Response(response.status_code, headers=headers, content=bytes(body), request=request)


def _json_object(url: str, response: httpx2.Response) -> dict[str, Any]:
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if response.status_code != 200 or kind not in TYPES:  # noqa: PLR2004 - HTTP's OK
        message = f"{url} answered {response.status_code} {kind!r} instead of JSON"
        raise FetchFailed(message)
    try:
        value = json.loads(response.content)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        message = f"{url} did not answer with a JSON object"
        raise FetchFailed(message)
    return value
