"""A member's page for somebody else's eyes: nothing on it acts, and its links stay among the pages that may be seen."""

import re
from html import escape
from html.parser import HTMLParser
from typing import Final

CONTROLS: Final = frozenset({"button", "input", "select", "textarea"})
SEEN: Final = re.compile(r"/(milestones/[a-z0-9_]+)?(#.*)?\Z")
"""The member's pages that can be looked at: the ladder, and each milestone on it."""
ACTING: Final = ("data-hx-", "autofocus", "action", "method", "formaction")

Attributes = list[tuple[str, str | None]]


def read_only(page: str, *, address: str, frame: str) -> str:
    """The page with every form disabled, without scripts, and with `frame` at the top of its body.

    Links to the ladder and to milestones lead to the same below `address`; those to anything else lead nowhere.
    """
    reader = _Reader(address, frame)
    reader.feed(page)
    reader.close()
    return "".join(reader.written)


class _Reader(HTMLParser):
    """Writes down what it reads, as it stands there unless it acts."""

    def __init__(self, address: str, frame: str) -> None:
        super().__init__(convert_charrefs=False)
        self.address = address
        self.frame = frame
        self.written: list[str] = []
        self.in_script = False

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Write an element down, without what acts."""
        if tag == "script":
            self.in_script = True
            return
        kept = self._kept(tag, attrs)
        raw = self.get_starttag_text() or ""
        self.written.append(raw if kept == attrs else _written(tag, kept))
        if tag == "body":
            self.written.append(self.frame)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        """Write an element down that ends itself, as those of drawings do."""
        del attrs
        self.written.append(self.get_starttag_text() or f"<{tag}/>")

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        if tag == "script":
            self.in_script = False
        else:
            self.written.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Write text down."""
        if not self.in_script:
            self.written.append(data)

    def handle_entityref(self, name: str) -> None:
        """Keep a character by its name as it is."""
        self.written.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Keep a character by its number as it is."""
        self.written.append(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        """Keep what kind of document it is."""
        self.written.append(f"<!{decl}>")

    def _kept(self, tag: str, attrs: Attributes) -> Attributes:
        kept = [
            (name, self._target(value) if tag == "a" and name == "href" else value)
            for name, value in attrs
            if not name.startswith(ACTING)
        ]
        kept = [(name, value) for name, value in kept if name != "href" or value is not None]
        return [*kept, ("disabled", None)] if tag in CONTROLS and ("disabled", None) not in kept else kept

    def _target(self, address: str | None) -> str | None:
        """Where a link leads now; None for nowhere."""
        if address is None or address.startswith("#"):
            return address
        return f"{self.address}{address.removesuffix('/')}" if SEEN.match(address) else None


def _written(tag: str, attrs: Attributes) -> str:
    said = "".join(f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in attrs)
    return f"<{tag}{said}>"
