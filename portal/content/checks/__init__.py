"""Rules between files. Every check is total: it finds all problems, not the first."""

from collections.abc import Callable, Iterator, Sequence

from portal.content.checks import (
    conditions,
    experiments,
    ids,
    ladders,
    languages,
    lifecycle,
    media,
    milestones,
    plans,
    questions,
    texts,
    trees,
    vocabulary,
)
from portal.content.problems import Problem
from portal.content.sources import Sources

CHECKS: Sequence[Callable[[Sources], Iterator[Problem]]] = (
    ids.check,
    vocabulary.check,
    milestones.check,
    texts.check,
    media.check,
    ladders.check,
    questions.check,
    conditions.check,
    languages.check,
    lifecycle.check,
    plans.check,
    trees.check,
    experiments.check,
)


def check(sources: Sources) -> list[Problem]:
    """Every problem between the files."""
    return [problem for one in CHECKS for problem in one(sources)]
