"""The forms of a page as a browser sends them back: what stands in their fields when nobody has typed anything."""

from fnmatch import fnmatch
from html.parser import HTMLParser

import httpx


class _Forms(HTMLParser):
    """Reads what each form of a page holds, by where it is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, dict[str, list[str]]] = {}
        self._form: dict[str, list[str]] | None = None
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form, or a field of the one that is open."""
        about = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = self.found.setdefault(about.get("action", ""), {})
        elif self._form is not None and "name" in about:
            self._field(tag, about, self._form)
        elif tag == "option" and self._form is not None and self._select:
            held = self._form.setdefault(self._select, [about.get("value", "")])
            if "selected" in about:
                held[:] = [about.get("value", "")]

    def _field(self, tag: str, about: dict[str, str], form: dict[str, list[str]]) -> None:
        name = about["name"]
        if tag == "textarea":
            self._area = name
            form[name] = [""]
        elif tag == "select":
            self._select = name
        elif tag == "input" and (about.get("type") not in {"checkbox", "radio"} or "checked" in about):
            form.setdefault(name, []).append(about.get("value", "on"))

    def handle_endtag(self, tag: str) -> None:
        """Leave a form or a field."""
        if tag == "form":
            self._form = None
        elif tag in {"textarea", "select"}:
            self._area = self._select = None

    def handle_data(self, data: str) -> None:
        """Note what stands in a text."""
        if self._form is not None and self._area:
            self._form[self._area][0] += data


def held(page: str, wanted: str) -> tuple[str, dict[str, list[str]]]:
    """The first form that is sent to an address like the one wanted: the address, and what its fields hold.

    A text is told without the break before it, which browsers leave out.
    """
    reader = _Forms()
    reader.feed(page)
    action = next((one for one in reader.found if fnmatch(one, wanted)), None)
    assert action, f"Of {[*reader.found]} none is like {wanted}."
    return action, {name: [_whole(value) for value in values] for name, values in reader.found[action].items()}


async def filled(client: httpx.AsyncClient, page: str, action: str, **typed: str) -> dict[str, list[str] | str]:
    """What a browser sends that opened a page and typed into its form for an address."""
    return {**held((await client.get(page)).text, action)[1], **typed}


def _whole(value: str) -> str:
    return value.removeprefix("\r\n").removeprefix("\n")
