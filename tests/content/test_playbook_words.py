"""How the shipped playbook speaks: what can be checked of its voice, and its German."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.domain.playbook import Catalogue, Milestone
from portal.domain.roles import Role
from portal.resources import PLAYBOOK
from tests.catalogues import shipped

MARKDOWN = sorted(path.relative_to(PLAYBOOK).as_posix() for path in PLAYBOOK.rglob("*.md"))
YAML = sorted(path.relative_to(PLAYBOOK).as_posix() for path in PLAYBOOK.rglob("*.yaml"))
SCOLDING = re.compile(
    r"\b(oops|whoops|sorry|unfortunately|failed|you forgot|you should have|you must|hoppla|leider|simply|easily)\b",
    re.IGNORECASE,
)
FILLER = re.compile(
    r"\b(leverage|seamless\w*|empower\w*|unlock the power|game.chang\w*|best.in.class|robust)\b", re.IGNORECASE
)
WEEKDAY = re.compile(r"\b(Mon|Tues|Wednes|Thurs|Fri)day\b")
BLANK_OF_ANOTHER_KIND = re.compile(r"\{\w+\}|<\w+>|\bTODO\b|\bXX+\b|___")
NUMBER = re.compile(r"\d|\b(one|two|three|four|five|six|seven|nine|ten|twenty)\b", re.IGNORECASE)
FAMILIAR = re.compile(r"\b(du|dir|dich|dein\w*|euch|eure?\w*)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return shipped()


def texts(milestone: Milestone) -> Iterator[str]:
    """Every text of a milestone that its customer reads."""
    yield from (milestone.title, milestone.short, milestone.outcome, milestone.why, milestone.article)
    for step in milestone.steps:
        yield from filter(None, (step.title, step.cue, step.tip, step.link_label))
    for feature in milestone.unlocks:
        yield from (feature.name, feature.blurb)
    assert milestone.signal
    assert milestone.impact
    assert milestone.story
    assert milestone.email
    assert milestone.in_app
    yield from (milestone.signal.label, milestone.impact.label, milestone.story.quote, milestone.story.source)
    yield from (milestone.celebration.headline, milestone.celebration.fact)
    yield from (milestone.email.subject, milestone.email.body, milestone.in_app)
    if milestone.video:
        yield from (milestone.video.title, milestone.video.transcript)
    if milestone.coach:
        yield milestone.coach.title


@pytest.mark.parametrize("path", [*MARKDOWN, *YAML])
def test_nobody_is_shouted_at_or_scolded(path: str) -> None:
    text = (PLAYBOOK / path).read_text()
    assert "!" not in text
    assert not SCOLDING.search(text)
    assert not FILLER.search(text)
    assert "..." not in text


def test_titles_are_short_and_ask_for_an_act(catalogue: Catalogue) -> None:
    for milestone in catalogue.milestones.values():
        assert len(milestone.title) <= 40
        assert not milestone.title.endswith(".")
        assert all(len(step.title) <= 56 and not step.title.endswith(".") for step in milestone.steps)
        assert milestone.celebration.headline.endswith(".")


def test_messages_are_short_and_name_the_next_act_and_a_number(catalogue: Catalogue) -> None:
    for milestone in catalogue.milestones.values():
        assert milestone.email
        assert milestone.in_app
        assert len(milestone.in_app) <= 140
        assert milestone.in_app.startswith("**")
        assert len(milestone.email.subject) <= 55
        assert len(milestone.email.body.split()) <= 80
        assert "**" in milestone.email.body
        for text in (milestone.why, milestone.email.body, milestone.in_app, milestone.celebration.fact):
            assert NUMBER.search(text), text


def test_every_milestone_speaks_to_its_reader(catalogue: Catalogue) -> None:
    for milestone in catalogue.milestones.values():
        assert re.search(r"\byou(r|rs)?\b", f"{milestone.why} {milestone.article}", re.IGNORECASE)
        assert milestone.article.count("\n## ") >= 2
        assert 70 <= len(milestone.article.split()) <= 280


def test_drafts_are_ready_to_send(catalogue: Catalogue) -> None:
    for play in catalogue.plays.values():
        drafts = [action.draft for action in play.actions if action.draft]
        assert play.actions[0].draft or len(drafts) >= 2
        for draft in drafts:
            assert "[" in draft
            assert draft.count("[") == draft.count("]")
            assert not WEEKDAY.search(draft)
            assert not BLANK_OF_ANOTHER_KIND.search(draft)


@pytest.mark.parametrize("role", Role)
def test_every_ladder_is_whole_in_german(catalogue: Catalogue, role: Role) -> None:
    assert catalogue.languages(role) == ("en", "de")
    german, english = catalogue.in_language("de").ladders[role], catalogue.ladders[role]
    assert [milestone.id for milestone in german.milestones] == [milestone.id for milestone in english.milestones]
    for ours, theirs in zip(german.milestones, english.milestones, strict=True):
        assert ours.language == "de"
        said, meant = list(texts(ours)), list(texts(theirs))
        assert len(said) == len(meant)
        assert not set(said) & set(meant)


def test_the_german_is_polite_and_well_set(catalogue: Catalogue) -> None:
    for milestone in catalogue.in_language("de").milestones.values():
        for text in texts(milestone):
            assert not FAMILIAR.search(text), text
            assert not re.search("[\"'”]", text), text
            assert text.count("„") == text.count("“")
        assert "Sie" in milestone.article


def test_both_languages_name_the_same_numbers(catalogue: Catalogue) -> None:
    german, english = catalogue.in_language("de").milestones, catalogue.milestones
    for milestone in catalogue.milestones.values():
        for said, meant in zip(texts(german[milestone.id]), texts(english[milestone.id]), strict=True):
            assert sorted(re.findall(r"\d+", said)) == sorted(re.findall(r"\d+", meant)), said


def test_nothing_of_the_german_is_left_over() -> None:
    translated = {Path(path).parent.name for path in (*MARKDOWN, *YAML) if ".de." in path} - {"ladders"}
    assert translated == {*shipped().milestones}
