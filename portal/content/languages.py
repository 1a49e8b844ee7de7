"""Texts in other languages: which there are, which are needed, and what they are called in sentences."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from pydantic import BaseModel

from portal.content.kinds import Kind
from portal.content.schema.ladder import Ladder
from portal.content.schema.milestone import Milestone, Step
from portal.content.sources import Sources

Path: TypeAlias = tuple[str, ...]
Texts: TypeAlias = Mapping[Path, str]
"""Texts by the keys and ids that lead to them in a translation."""

NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "lt": "Lithuanian", "lv": "Latvian", "nb": "Norwegian", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip

BESIDE = {
    Kind.ARTICLE: "article{}.md",
    Kind.EMAIL: "email{}.md",
    Kind.IN_APP: "in_app{}.md",
    Kind.TRANSCRIPT: "transcript{}.md",
    Kind.CAPTIONS: "video{}.vtt",
}
"""The files beside a milestone that hold words."""


def language(locale: str) -> str:
    """A language's English name; its code where that is all there is to say."""
    name = NAMES.get(locale[:2], f"`{locale}`")
    return f"{name} ({locale[3:]})" if locale[2:] and locale[:2] in NAMES else name


def beside(milestone: str, kind: Kind, locale: str = "") -> str:
    """The path of a text beside a milestone, the original's or in a language."""
    return f"milestones/{milestone}/{BESIDE[kind].format(f'.{locale}' if locale else '')}"


def missing_files(sources: Sources, milestone: str, locale: str) -> list[str]:
    """The files a milestone still needs to be whole in a language."""
    needed = [f"milestones/{milestone}/milestone.{locale}.yaml"]
    needed += [beside(milestone, kind, locale) for kind in BESIDE if sources.has(kind, milestone)]
    files = sources.files
    return [path for path in needed if path not in files.texts and path not in files.media and path not in files.unread]


def texts_in(translation: BaseModel) -> Texts:
    """The texts of a translation; an empty part counts as an empty text, so that its id is seen."""
    return dict(_flat(translation.model_dump(exclude_unset=True), ()))


def _flat(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, (*path, key))
    if isinstance(value, str) or value == {}:
        yield path, str(value or "")


def texts_of_ladder(ladder: Ladder) -> Texts:
    """The texts of an original that a translation needs."""
    texts: dict[Path, str | None] = {("title",): ladder.title, ("promise",): ladder.promise}
    for question in ladder.questions:
        at = ("questions", question.id)
        texts |= {(*at, "text"): question.text, (*at, "help"): question.help}
        texts |= {(*at, "options", option.id): option.label for option in question.options}
    return {path: text for path, text in texts.items() if text}


def texts_of_milestone(raw: Milestone) -> Texts:
    """The texts of an original that a translation needs."""
    texts: dict[Path, str | None] = {(key,): getattr(raw, key) for key in ("title", "short", "outcome", "why")}
    for step in raw.steps:
        texts |= _of_step(step)
    for unlock in raw.unlocks:
        texts |= {("unlocks", unlock.key, "name"): unlock.name, ("unlocks", unlock.key, "blurb"): unlock.blurb}
    parts: dict[str, tuple[object, tuple[str, ...]]] = {
        "success_signal": (raw.success_signal, ("label",)),
        "impact": (raw.impact, ("label", "before", "after")),
        "story": (raw.story, ("quote", "source")),
        "celebration": (raw.celebration, ("headline", "fact")),
        "video": (raw.video, ("title",)),
        "coach": (raw.coach, ("title",)),
    }
    for name, (part, keys) in parts.items():
        texts |= {(name, key): getattr(part, key) for key in keys if part is not None}
    return {path: text for path, text in texts.items() if text}


def _of_step(step: Step) -> dict[Path, str | None]:
    at = ("steps", step.id)
    link = step.link.label if step.link else None
    return {(*at, "title"): step.title, (*at, "cue"): step.cue, (*at, "tip"): step.tip, (*at, "link", "label"): link}
