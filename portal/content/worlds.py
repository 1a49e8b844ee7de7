"""Every account that conditions can tell apart, to see what they make of a ladder before an account does."""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations, product
from typing import TypeAlias

from portal.domain.profile import Chosen, Fills, Profile, Question, When

MOST = 20_000
"""So many profiles are tried; conditions that tell more accounts apart are not."""

ANOTHER = "another"
Choices: TypeAlias = Sequence[Chosen | None]


def worlds(conditions: Sequence[When], questions: Mapping[str, Question]) -> Iterator[Profile]:
    """A profile for every combination of what the conditions ask about, unknown included.

    None at all where there are more than `MOST`.
    """
    industries = sorted({industry for when in conditions for industry in when.industries})
    asked = sorted({part.question for when in conditions for part in when.answers})
    filling = {question.fills: question for question in questions.values() if question.fills}
    ways: list[Sequence[object]] = [
        (*industries, ANOTHER, None) if industries else (None,),
        _sizes(conditions),
        _choices(filling.get(Fills.USE_CASES), {case for when in conditions for case in when.use_cases}),
        _choices(filling.get(Fills.INTEGRATIONS), {one for when in conditions for one in when.integrations}),
        *(_choices(questions.get(name), _options(conditions, name)) for name in asked),
    ]
    if math.prod(map(len, ways)) > MOST:
        return
    for industry, seats, use_cases, integrations, *answers in product(*ways):
        known = {name: chosen for name, chosen in zip(asked, answers, strict=True) if chosen is not None}
        yield Profile(industry, seats, use_cases, integrations, known)  # type: ignore[arg-type]  # as `ways` lists them


def _options(conditions: Sequence[When], question: str) -> set[str]:
    return {one for when in conditions for part in when.answers if part.question == question for one in part.one_of}


def _sizes(conditions: Sequence[When]) -> list[int | None]:
    """Unknown, and a size on each side of every limit."""
    edges = {when.seats_from for when in conditions} | {when.seats_to + 1 for when in conditions if when.seats_to}
    limits = {edge for edge in edges if edge}
    return [None, *sorted(limits | {edge - 1 for edge in limits})]


def _choices(question: Question | None, named: set[str]) -> Choices:
    """What can be chosen among the options that conditions name; the others are as good as one of them."""
    if question is None or not named:
        return (None,)
    others = sorted(question.option_ids - named)[:1]
    options = sorted(question.option_ids & named)
    sizes = range(1, len(options) + 1) if question.many else (1,)
    sets = chain.from_iterable(combinations(options, size) for size in sizes)
    return (None, *map(frozenset, sets), *(frozenset({other}) for other in others))
