"""Translations: in a language the playbook is offered in, of texts that are there, and whole."""

from collections.abc import Iterator

from portal.content.checks.events import Report
from portal.content.checks.names import suggest
from portal.content.checks.texts import FILLED, unfilled
from portal.content.kinds import kind_of, locale_of
from portal.content.languages import (
    Path,
    Texts,
    language,
    missing_files,
    texts_in,
    texts_of_ladder,
    texts_of_milestone,
)
from portal.content.problems import Problem
from portal.content.sources import Sources

PARTS = {"steps": "step", "unlocks": "feature", "questions": "question", "options": "option"}
"""Keys whose entries have ids, and what one of them is."""


def check(sources: Sources) -> Iterator[Problem]:
    """The problems of every translation, and what a ladder in another language lacks."""
    yield from _files(sources)
    for (name, locale), words in sources.translations.milestones.items():
        if milestone := sources.milestones.get(name):
            yield from _texts(texts_of_milestone(milestone.value), texts_in(words.value), words.problem, locale)
    for (name, locale), told in sources.translations.ladders.items():
        if ladder := sources.ladders.get(name):
            yield from _texts(texts_of_ladder(ladder.value), texts_in(told.value), told.problem, locale)
    yield from _whole(sources)


def _files(sources: Sources) -> Iterator[Problem]:
    """Translations into a language nobody is offered, and of nothing."""
    paths = {*sources.files.texts, *sources.files.media, *sources.files.unread}
    for path in sorted(paths):
        locale = locale_of(path)
        if locale is None:
            continue
        original = path.replace(f".{locale}.", ".")
        if original not in paths:
            mend = f"add {original}, or delete this file"
            yield Problem(path, 1, 1, "this translates a file that is not there", mend)
        if sources.vendor and locale not in sources.vendor.value.languages[1:]:
            yield _unoffered(path, original, locale, sources.vendor.value.languages[0])


def _unoffered(path: str, original: str, locale: str, first: str) -> Problem:
    if locale == first:
        return Problem(path, 1, 1, f"the originals are in {language(locale)} already", f"write it into {original}")
    mend = f"add `{locale}` to `languages` in vendor.yaml, or delete this file"
    return Problem(path, 1, 1, f"the playbook is not offered in {language(locale)}", mend)


def _texts(needed: Texts, given: Texts, report: Report, locale: str) -> Iterator[Problem]:
    """Texts the original has and the translation has not, and the other way round."""
    for path in _gaps(needed, given):
        mend = f"write it in {language(locale)}"
        yield report(path, f"no {language(locale)} text for {_spoken(path)}", mend)
    for path in _gaps(given, needed):
        siblings = {other[len(path) - 1] for other in needed if other[: len(path) - 1] == path[:-1]}
        mend = suggest(path[-1], siblings, "delete it")
        yield report(path, f"the original has no {_spoken(path)}", mend)
    for path, text in given.items():
        for unknown in unfilled(text) if path[0] == "celebration" else ():
            yield report(path, f"nothing fills the placeholder `{unknown}`", f"write `{FILLED}`, or plain words")


def _gaps(wanted: Texts, there: Texts) -> list[Path]:
    """What is wanted and not there, each as the largest part that is missing whole."""
    parts = {path[:length] for path in there for length in range(len(path) + 1)}
    gaps = (_gap(path, parts) for path in wanted if path not in parts)
    return list(dict.fromkeys(gaps))


def _gap(path: Path, parts: set[Path]) -> Path:
    ways = (path[: length + 1] for length in range(len(path)) if path[length] not in PARTS)
    return next((way for way in ways if way not in parts), path)


def _spoken(path: Path) -> str:
    """A part as a person names it: `tip` of step `send_order`."""
    words: list[str] = []
    rest = list(path)
    while rest:
        if len(rest) > 1 and rest[0] in PARTS:
            words.insert(0, f"{PARTS[rest[0]]} `{rest[1]}`")
            rest = rest[2:]
        else:
            words.insert(0, f"`{'.'.join(rest)}`")
            rest = []
    return " of ".join(words)


def _whole(sources: Sources) -> Iterator[Problem]:
    """Files that a milestone needs because one of its ladders is offered in a language."""
    needed = {
        (path, locale): name
        for name, locale in sources.translations.ladders
        if name in sources.ladders
        for milestone in sources.ladders[name].value.milestones
        if milestone in sources.milestones
        for path in missing_files(sources, milestone, locale)
    }
    for (path, locale), name in needed.items():
        kind = kind_of(path)
        what = "texts" if kind and kind.endswith("texts") else str(kind).replace("in_app", "in-app message")
        message = f"the ladder `{name}` is offered in {language(locale)}, and this milestone has no {what} in it"
        yield Problem(path, 1, 1, message, f"add this file, or delete ladders/{name}.{locale}.yaml")
