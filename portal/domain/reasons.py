"""Why a milestone is on somebody's ladder."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.domain.playbook import Ladder, Milestone
from portal.domain.profile import Option, Profile, Question, When


@dataclass(frozen=True, slots=True)
class Asked:
    """A discovery question that decides about a milestone, and what the account chose; nothing while that is open."""

    question: Question
    chosen: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a milestone is on a ladder.

    `kept` says that it belongs to another role: the member reached it before theirs changed. `for_all`, that
    everybody in the role has it, whatever they answered. `by_record`, that it depends on the industry or the size
    of the account.
    """

    kept: bool
    for_all: bool
    by_record: bool
    asked: tuple[Asked, ...]


def why_here(milestone: Milestone, ladder: Ladder, profile: Profile, questions: Iterable[Question]) -> Reasons:
    """The reasons by the milestone's conditions on the ladder of the member's role, and by what the account said."""
    conditions = [when for when in (milestone.when, ladder.when.get(milestone.id)) if when]
    deciding = [question for question in questions if any(_looks_at(when, question) for when in conditions)]
    return Reasons(
        kept=ladder.milestone(milestone.id) is None,
        for_all=not conditions,
        by_record=any(_looks_at_record(when) for when in conditions),
        asked=tuple(Asked(question, _chosen(question, profile)) for question in deciding),
    )


def _looks_at(when: When, question: Question) -> bool:
    named = any(part.question == question.id for part in when.answers)
    return named or bool(question.fills and getattr(when, question.fills.value))


def _looks_at_record(when: When) -> bool:
    return bool(when.industries) or when.seats_from is not None or when.seats_to is not None


def _chosen(question: Question, profile: Profile) -> tuple[Option, ...]:
    said = profile.answers.get(question.id, frozenset())
    return tuple(option for option in question.options if option.id in said)
