"""What is known of an account, what it can be asked, and conditions on both."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

Chosen = frozenset[str]
"""Ids of options, use cases or integrations."""

NOBODY_ASKED: Mapping[str, Chosen] = MappingProxyType({})


class Fills(StrEnum):
    """The part of a profile that a question's answer is."""

    USE_CASES = "use_cases"
    INTEGRATIONS = "integrations"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """A discovery question in a language.

    `many` allows more than one option; `fills` says which part of the profile it answers.
    """

    id: str
    text: str
    options: tuple[Option, ...]
    many: bool = False
    help: str | None = None
    fills: Fills | None = None
    language: str = "en"

    @property
    def option_ids(self) -> Chosen:
        """The ids of its options."""
        return frozenset(option.id for option in self.options)


@dataclass(frozen=True, slots=True)
class Profile:
    """An account as far as it is known; None, and a question without an entry, mean unknown."""

    industry: str | None = None
    seats: int | None = None
    use_cases: Chosen | None = None
    integrations: Chosen | None = None
    answers: Mapping[str, Chosen] = field(default_factory=lambda: NOBODY_ASKED)


def profile_of(
    industry: str | None, seats: int | None, answers: Mapping[str, Iterable[str]], questions: Iterable[Question]
) -> Profile:
    """The profile of an account's record and its answers.

    An answer without an option says "not known yet". Options that a question no longer has say nothing either.
    """
    known: dict[str, Chosen] = {}
    filled: dict[Fills, Chosen] = {}
    for question in questions:
        chosen = question.option_ids.intersection(answers.get(question.id, ()))
        if chosen:
            known[question.id] = chosen
            if question.fills:
                filled[question.fills] = chosen
    return Profile(industry, seats, filled.get(Fills.USE_CASES), filled.get(Fills.INTEGRATIONS), known)


@dataclass(frozen=True, slots=True)
class Answered:
    """Holds where one of the options was chosen in answer to a question."""

    question: str
    one_of: Chosen


@dataclass(frozen=True, slots=True)
class When:
    """A condition on a profile: every part that is given has to hold, each by any one of its values.

    `seats_from` and `seats_to` both belong to it. Where no part is false and one is unknown, `keep_unknown` decides;
    it is true unless the author says otherwise, so that a question nobody has answered takes no milestone away.
    """

    industries: Chosen = frozenset()
    use_cases: Chosen = frozenset()
    integrations: Chosen = frozenset()
    seats_from: int | None = None
    seats_to: int | None = None
    answers: tuple[Answered, ...] = ()
    keep_unknown: bool = True

    def holds(self, profile: Profile) -> bool:
        """Whether the condition lets a milestone stand for this profile."""
        parts = self._parts(profile)
        return False not in parts and (self.keep_unknown or None not in parts)

    def _parts(self, profile: Profile) -> list[bool | None]:
        """What the profile says to each part: true, false, or None for unknown."""
        given: list[tuple[Chosen, Chosen | None]] = [
            (frozenset(map(str.casefold, self.industries)), _one(profile.industry)),
            (self.use_cases, profile.use_cases),
            (self.integrations, profile.integrations),
            *((part.one_of, profile.answers.get(part.question)) for part in self.answers),
        ]
        parts = [None if known is None else bool(wanted & known) for wanted, known in given if wanted]
        if self.seats_from is not None or self.seats_to is not None:
            parts.append(self._large_enough(profile.seats))
        return parts

    def _large_enough(self, seats: int | None) -> bool | None:
        if seats is None:
            return None
        return (self.seats_from or 0) <= seats and (self.seats_to is None or seats <= self.seats_to)


def _one(word: str | None) -> Chosen | None:
    return frozenset({word.casefold()}) if word else None
