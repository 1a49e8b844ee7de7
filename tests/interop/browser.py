"""A browser that keeps cookies as one does on a loopback address, and fills in forms."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Self
from urllib.parse import urljoin, urlsplit

import httpx

MOST_REDIRECTS = 12


@dataclass
class Form:
    """A form of a page: where it goes, and the fields it has already."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class Browser:
    """Follows redirects across hosts. Cookies belong to a host, and Secure ones also travel by http to this machine."""

    def __init__(self) -> None:
        self._client = httpx.AsyncClient(timeout=30)
        self._cookies: dict[str, dict[str, str]] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    def cookies(self, url: str) -> dict[str, str]:
        """The cookies a host has set."""
        return self._cookies.setdefault(urlsplit(url).hostname or "", {})

    async def get(self, url: str) -> httpx.Response:
        """Open a page."""
        return await self._send("GET", url, None)

    async def submit(self, page: httpx.Response, to: str = "", **values: str) -> httpx.Response:
        """Send the page's first form, or the first one that goes `to` an address, with some fields filled in."""
        form = next(form for form in forms_of(page) if form.action.endswith(to))
        return await self._send(form.method, urljoin(str(page.url), form.action), form.fields | values)

    async def _send(self, method: str, url: str, data: dict[str, str] | None) -> httpx.Response:
        for _ in range(MOST_REDIRECTS):
            answer = await self._once(method, url, data)
            if not answer.has_redirect_location:
                return answer
            method, url, data = "GET", urljoin(url, answer.headers["location"]), None
        message = f"{url} redirects without end"
        raise AssertionError(message)

    async def _once(self, method: str, url: str, data: dict[str, str] | None) -> httpx.Response:
        jar = self.cookies(url)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in jar.items())} if jar else {}
        if method == "POST":
            headers["Origin"] = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        answer = await self._client.request(method, url, data=data, headers=headers)
        # The client's own jar would leave Secure cookies out, so it stays empty.
        self._client.cookies.clear()
        for header in answer.headers.get_list("set-cookie"):
            for name, cookie in SimpleCookie(header).items():
                gone = cookie["max-age"] == "0" or not cookie.value
                jar.pop(name, None) if gone else jar.update({name: cookie.value})
        return answer


def forms_of(page: httpx.Response) -> list[Form]:
    """The forms of a page, in order."""
    reader = _FormReader()
    reader.feed(page.text)
    assert reader.forms, f"{page.url} ({page.status_code}) has no form: {page.text[:500]}"
    return reader.forms


class _FormReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get").upper()))
        elif tag == "input" and self.forms and given.get("name"):
            self.forms[-1].fields[given["name"]] = given.get("value", "")
