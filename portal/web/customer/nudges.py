"""What a nudge says, and why it is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from portal.domain.notes import TeamNote
from portal.domain.nudges import Candidate, Source
from portal.domain.playbook import Catalogue, Milestone
from portal.web.words import Words


@dataclass(frozen=True, slots=True)
class Nudge:
    """The words of a nudge: `quote` is a colleague's, `text` is Markdown of the playbook, in `language`."""

    key: str
    icon: str
    title: str
    why: str
    href: str
    action: str
    quote: str | None = None
    text: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class _Scene:
    """What a nudge is told from."""

    candidate: Candidate
    milestone: Milestone
    today: date
    words: Words


def say(candidate: Candidate, catalogue: Catalogue, today: date, words: Words) -> Nudge:
    """A candidate in words."""
    if candidate.milestone_id is None:
        return SAID_ALONE[candidate.source](candidate, words)
    scene = _Scene(candidate, catalogue.milestones[candidate.milestone_id], today, words)
    return _noted(scene, candidate.note) if candidate.note else SAID[candidate.source](scene)


def _report(candidate: Candidate, words: Words) -> Nudge:
    return Nudge(
        candidate.key,
        icon="chart-line",
        title=words.gettext("Your new value report is ready"),
        why=words.gettext("It was written for your team in the last two weeks."),
        href="/results",
        action=words.gettext("See your results"),
    )


def _questions(candidate: Candidate, words: Words) -> Nudge:
    return Nudge(
        candidate.key,
        icon="sparkles",
        title=words.gettext("A few answers make this ladder yours"),
        why=words.gettext("Questions about your team are still open. Your answers choose its milestones."),
        href="/welcome",
        action=words.gettext("Answer them"),
    )


def _task(candidate: Candidate, words: Words) -> Nudge:
    names = {"task": candidate.task.title, "first": candidate.task.first} if candidate.task else {}
    return Nudge(
        candidate.key,
        icon="zap",
        title=words.gettext("You can begin with “%(task)s”", **names),
        why=words.gettext("It waited for “%(first)s”, and that is done.", **names),
        href="/tasks",
        action=words.gettext("See your tasks"),
    )


def _noted(scene: _Scene, note: TeamNote) -> Nudge:
    words, names = scene.words, {"name": note.by, "milestone": scene.milestone.title}
    titles = {
        Source.HELP: words.gettext("%(name)s asks for your help with “%(milestone)s”", **names),
        Source.REMINDER: words.gettext("%(name)s reminds you of “%(milestone)s”", **names),
        Source.HANDOVER: words.gettext("%(name)s handed “%(milestone)s” to you", **names),
        Source.NEWS: words.gettext("%(name)s has news: “%(milestone)s” is done", **names),
    }
    day = words.near_day(note.at.date(), scene.today, inside=True)
    return Nudge(
        scene.candidate.key,
        icon="star" if scene.candidate.source is Source.NEWS else "users",
        title=titles[scene.candidate.source],
        why=words.gettext("%(name)s wrote it %(day)s.", name=note.by, day=day),
        href=f"/milestones/{scene.milestone.id}",
        action=words.gettext("Open it"),
        quote=note.note or None,
    )


def _due(scene: _Scene) -> Nudge:
    words = scene.words
    on = scene.candidate.on or scene.today
    day = words.near_day(on, scene.today, inside=True)
    return _about(
        scene,
        icon="calendar-clock",
        title=words.gettext("“%(milestone)s” is due %(day)s", milestone=scene.milestone.title, day=day),
        why=words.gettext("It is next on your ladder, and your plan has it reached by %(day)s.", day=words.day(on)),
    )


def _overdue(scene: _Scene) -> Nudge:
    words = scene.words
    day = words.day(scene.candidate.on or scene.today)
    return _about(
        scene,
        icon="calendar-clock",
        title=words.gettext("“%(milestone)s” is still there when you are", milestone=scene.milestone.title),
        why=words.gettext("It is next on your ladder. Your plan had it on %(day)s; a later day is fine.", day=day),
    )


def _opened(scene: _Scene) -> Nudge:
    words = scene.words
    return _about(
        scene,
        icon="circle",
        title=words.gettext("“%(milestone)s” is open now", milestone=scene.milestone.title),
        why=words.gettext("It rested for some days, so that what came before could settle."),
    )


def _about(scene: _Scene, *, icon: str, title: str, why: str) -> Nudge:
    """A nudge about a milestone, with the in-app message that the playbook has for it."""
    milestone = scene.milestone
    return Nudge(
        scene.candidate.key,
        icon=icon,
        title=title,
        why=why,
        href=f"/milestones/{milestone.id}",
        action=scene.words.gettext("Open it"),
        text=milestone.in_app,
        language=milestone.language,
    )


SAID_ALONE: Final[dict[Source, Callable[[Candidate, Words], Nudge]]] = {
    Source.REPORT: _report,
    Source.QUESTIONS: _questions,
    Source.TASK: _task,
}
"""What is about no milestone."""

SAID: Final[dict[Source, Callable[[_Scene], Nudge]]] = {
    Source.DUE: _due,
    Source.OVERDUE: _overdue,
    Source.OPENED: _opened,
}
