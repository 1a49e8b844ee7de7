"""The texts beside a milestone: present, not empty, and fit for the page they stand on."""

import re
from collections.abc import Iterator

from portal.content.kinds import Kind, kind_of
from portal.content.problems import Problem
from portal.content.sources import Sources

MARKDOWN = {Kind.ARTICLE, Kind.EMAIL, Kind.IN_APP, Kind.TRANSCRIPT}
PLACEHOLDER = re.compile(r"\{[^{}\s]*\}")
FILLED = "{account}"
FENCE = re.compile(r"^(```|~~~)")


def check(sources: Sources) -> Iterator[Problem]:
    """Missing articles, empty texts, headings that rival the page's own, placeholders nobody fills."""
    for name in sorted(sources.present[Kind.MILESTONE] - sources.present[Kind.ARTICLE]):
        path = f"milestones/{name}/article.md"
        yield Problem(path, 1, 1, "the milestone has no article", "write the help-centre article that goes with it")
    for path, text in sources.files.texts.items():
        if kind_of(path) in MARKDOWN:
            yield from _markdown(path, text)
    for source in sources.milestones.values():
        for key in ("headline", "fact"):
            for unknown in unfilled(getattr(source.value.celebration, key)):
                message = f"nothing fills the placeholder `{unknown}`"
                yield source.problem(("celebration", key), message, f"write `{FILLED}`, or plain words")


def _markdown(path: str, text: str) -> Iterator[Problem]:
    if not text.strip():
        yield Problem(path, 1, 1, "the text is empty", "write it, or delete the file")
    fenced = False
    for number, line in enumerate(text.splitlines(), 1):
        fenced ^= bool(FENCE.match(line))
        if line.startswith("# ") and not fenced:
            yield Problem(path, number, 1, "a heading of level 1 rivals the page's own", "begin it with `##`")


def unfilled(text: str) -> list[str]:
    """The placeholders of a text that nothing fills."""
    return [found for found in PLACEHOLDER.findall(text) if found != FILLED]
