"""What a browser is called, from the name it gives itself."""

import re
from typing import Final, NamedTuple

# The first that fits: a browser's name for itself also has those of the ones it is like.
BROWSERS: Final = (
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Opera", r"OPR/|Opera"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/|Chromium/"),
    ("Safari", r"Safari/"),
)
SYSTEMS: Final = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("ChromeOS", r"CrOS"),
    ("macOS", r"Macintosh|Mac OS X"),
    ("Linux", r"Linux|X11"),
)


class BrowserName(NamedTuple):
    """A browser and the system it runs on; None where it does not say."""

    browser: str | None
    system: str | None


def browser_name(agent: str | None) -> BrowserName:
    """The names in a User-Agent header, as far as people know them."""
    return BrowserName(_first(BROWSERS, agent or ""), _first(SYSTEMS, agent or ""))


def _first(names: tuple[tuple[str, str], ...], agent: str) -> str | None:
    return next((name for name, pattern in names if re.search(pattern, agent)), None)
