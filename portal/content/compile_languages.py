"""From originals and translations to the editions of a catalogue."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from portal.content.kinds import Kind
from portal.content.languages import Texts, beside, missing_files, texts_in
from portal.content.sources import Sources
from portal.domain.playbook import (
    Celebration,
    Edition,
    Email,
    Feature,
    Impact,
    Ladder,
    Milestone,
    Signal,
    Step,
    Story,
    Video,
)
from portal.domain.profile import Option, Question
from portal.domain.roles import Role


def compile_editions(
    sources: Sources, ladders: Mapping[Role, Ladder], milestones: Mapping[str, Milestone]
) -> Mapping[str, Edition]:
    """An edition for each language that anything is whole in, in the vendor's order."""
    languages = sources.vendor.value.languages[1:] if sources.vendor else []
    editions = {locale: _edition(sources, locale, ladders, milestones) for locale in languages}
    return MappingProxyType({locale: edition for locale, edition in editions.items() if edition.milestones})


def _edition(
    sources: Sources, locale: str, ladders: Mapping[Role, Ladder], milestones: Mapping[str, Milestone]
) -> Edition:
    translated = {
        name: _milestone(sources, milestone, locale)
        for name, milestone in milestones.items()
        if not missing_files(sources, name, locale)
    }
    words = sources.translations.ladders
    return Edition(
        MappingProxyType(
            {
                role: _ladder(ladder, locale, texts_in(words[ladder.id, locale].value), translated)
                for role, ladder in ladders.items()
                if (ladder.id, locale) in words
            }
        ),
        MappingProxyType(translated),
    )


def _ladder(ladder: Ladder, locale: str, texts: Texts, milestones: Mapping[str, Milestone]) -> Ladder:
    return replace(
        ladder,
        title=texts[("title",)],
        promise=texts[("promise",)],
        milestones=tuple(milestones[milestone.id] for milestone in ladder.milestones),
        questions=tuple(_question(question, texts, locale) for question in ladder.questions),
    )


def _question(question: Question, texts: Texts, locale: str) -> Question:
    at = ("questions", question.id)
    options = tuple(Option(option.id, texts[(*at, "options", option.id)]) for option in question.options)
    text, tip = texts[(*at, "text")], texts.get((*at, "help"))
    return replace(question, language=locale, text=text, help=tip, options=options)


def _milestone(sources: Sources, original: Milestone, locale: str) -> Milestone:
    name = original.id
    texts, files = texts_in(sources.translations.milestones[name, locale].value), sources.files.texts
    email = sources.translations.emails.get((name, locale))
    return replace(
        original,
        language=locale,
        title=texts[("title",)],
        short=texts[("short",)],
        outcome=texts[("outcome",)],
        why=texts[("why",)],
        steps=tuple(_step(step, texts) for step in original.steps),
        signal=_signal(original.signal, texts),
        unlocks=tuple(_feature(feature, texts) for feature in original.unlocks),
        impact=Impact(*(texts["impact", key] for key in ("label", "before", "after"))) if original.impact else None,
        story=Story(texts["story", "quote"], texts["story", "source"]) if original.story else None,
        celebration=Celebration(texts["celebration", "headline"], texts["celebration", "fact"]),
        coach=replace(original.coach, title=texts["coach", "title"]) if original.coach else None,
        video=_video(sources, original, texts, locale),
        article=files[beside(name, Kind.ARTICLE, locale)],
        in_app=files.get(beside(name, Kind.IN_APP, locale)),
        email=Email(email.value.subject, email.body) if email else None,
    )


def _step(step: Step, texts: Texts) -> Step:
    at = ("steps", step.id)
    tip, label = texts.get((*at, "tip")), texts.get((*at, "link", "label"))
    return replace(step, title=texts[(*at, "title")], cue=texts[(*at, "cue")], tip=tip, link_label=label)


def _signal(signal: Signal | None, texts: Texts) -> Signal | None:
    return replace(signal, label=texts["success_signal", "label"]) if signal else None


def _feature(feature: Feature, texts: Texts) -> Feature:
    at = ("unlocks", feature.key)
    return replace(feature, name=texts[(*at, "name")], blurb=texts[(*at, "blurb")])


def _video(sources: Sources, original: Milestone, texts: Texts, locale: str) -> Video | None:
    if original.video is None:
        return None
    return replace(
        original.video,
        title=texts["video", "title"],
        captions=sources.files.media[beside(original.id, Kind.CAPTIONS, locale)],
        transcript=sources.files.texts[beside(original.id, Kind.TRANSCRIPT, locale)],
    )
