"""Conditions: on what is declared, and leaving every account a ladder it can climb."""

from collections.abc import Collection, Iterator

from portal.content.checks.events import Report
from portal.content.checks.names import suggest
from portal.content.compile_profile import compile_question, compile_when
from portal.content.problems import Problem
from portal.content.schema.ladder import Ladder
from portal.content.schema.when import When
from portal.content.sources import Source, Sources
from portal.content.worlds import worlds
from portal.content.yaml import Path
from portal.domain import profile

FEWEST, MOST = 4, 7
FEWEST_FOR_ALL = 3


def check(sources: Sources) -> Iterator[Problem]:
    """The problems of every condition, then of what the conditions of a ladder leave."""
    for milestone in sources.milestones.values():
        if milestone.value.when:
            yield from _names(sources, milestone.value.when, milestone.problem, ("when",))
    for ladder in sources.ladders.values():
        for name, when in ladder.value.when.items():
            yield from _names(sources, when, ladder.problem, ("when", name))
        yield from _places(ladder)
        yield from _prerequisites(sources, ladder)
        yield from _sizes(sources, ladder)


def _names(sources: Sources, when: When, report: Report, path: Path) -> Iterator[Problem]:
    """Names in a condition that nothing declares."""
    if sources.vendor:
        vendor = sources.vendor.value
        for key, known in (
            ("industries", vendor.industries),
            ("use_cases", vendor.use_cases),
            ("integrations", vendor.integrations),
        ):
            yield from _known(getattr(when, key) or [], known, report, (*path, key), f"`{key}` of vendor.yaml")
    yield from _answerable(sources, when, report, path)
    for question, options in (when.answers or {}).items():
        yield from _answers(sources, question, options, report, (*path, "answers", question))


def _known(names: Collection[str], known: Collection[str], report: Report, path: Path, where: str) -> Iterator[Problem]:
    for place, name in enumerate(names):
        if name not in known:
            there = ", ".join(known) or "nothing"
            mend = suggest(name, known, f"add it to {where}, which has {there}")
            yield report((*path, place), f"`{name}` is not among {where}", mend)


def _answerable(sources: Sources, when: When, report: Report, path: Path) -> Iterator[Problem]:
    """Conditions on what no question ever finds out."""
    filled = {question.fills for question in _questions(sources).values()}
    for fills in profile.Fills:
        if getattr(when, fills) and fills not in filled:
            mend = f"let a ladder ask for them, with a question that has `fills: {fills}`"
            yield report((*path, fills), f"no question asks for `{fills}`, so nobody ever knows", mend)


def _answers(sources: Sources, name: str, options: list[str], report: Report, path: Path) -> Iterator[Problem]:
    questions = _questions(sources)
    question = questions.get(name)
    if question is None:
        known = ", ".join(questions) or "no question"
        mend = suggest(name, questions, f"ask it on a ladder; the ladders ask {known}")
        yield report(path, f"no ladder asks the question `{name}`", mend)
    elif question.fills:
        mend = f"write `{question.fills}: [{', '.join(options)}]` instead"
        yield report(path, f"`{name}` fills `{question.fills}`, which has a condition of its own", mend)
    else:
        yield from _known(options, sorted(question.option_ids), report, path, f"the options of `{name}`")


def _questions(sources: Sources) -> dict[str, profile.Question]:
    ladders = sources.ladders.values()
    return {raw.id: compile_question(raw) for ladder in ladders for raw in ladder.value.questions}


def _places(source: Source[Ladder]) -> Iterator[Problem]:
    ids = source.value.milestones
    for name in source.value.when:
        if name not in ids:
            mend = suggest(name, ids, "take the condition out")
            yield source.problem(("when", name), f"`{name}` is not on this ladder", mend)


def _conditions(sources: Sources, ladder: Ladder, name: str) -> list[profile.When]:
    """What has to hold for a milestone to stand on a ladder."""
    source = sources.milestones.get(name)
    given = (source.value.when if source else None, ladder.when.get(name))
    return [compile_when(when) for when in given if when]


def _prerequisites(sources: Sources, source: Source[Ladder]) -> Iterator[Problem]:
    """Milestones that can stand on a ladder while one they require does not."""
    ids = source.value.milestones
    for place, name in enumerate(ids):
        milestone = sources.milestones.get(name)
        for needed in milestone.value.requires if milestone else ():
            if needed in ids and _apart(sources, source.value, name, needed):
                message = (
                    f"`{name}` requires `{needed}`, which does not apply to every account that `{name}` applies to"
                )
                mend = f"give `{name}` the condition of `{needed}` too, or let `{needed}` apply wherever it does"
                yield source.problem(("milestones", place), message, mend)


def _apart(sources: Sources, ladder: Ladder, name: str, needed: str) -> bool:
    ours, theirs = _conditions(sources, ladder, name), _conditions(sources, ladder, needed)
    return any(
        all(when.holds(world) for when in ours) and not all(when.holds(world) for when in theirs)
        for world in worlds([*ours, *theirs], _questions(sources))
        if theirs
    )


def _sizes(sources: Sources, source: Source[Ladder]) -> Iterator[Problem]:
    """Ladders that are too short or too long for some account."""
    groups = [_conditions(sources, source.value, name) for name in source.value.milestones]
    for_all = sum(not group for group in groups)
    if for_all < min(FEWEST_FOR_ALL, len(groups)):
        message = f"only {for_all} of its milestones are for every account; at least {FEWEST_FOR_ALL} are needed"
        yield source.problem(("milestones",), message, "take the condition from one, or add one without")
        return
    every = [when for group in groups for when in group]
    sizes = [
        sum(all(when.holds(world) for when in group) for group in groups)
        for world in worlds(every, _questions(sources))
    ]
    if min(sizes, default=FEWEST) < FEWEST:
        message = f"for some accounts only {min(sizes)} of its milestones apply; at least {FEWEST} are needed"
        yield source.problem(("milestones",), message, "take a condition from one, or add one without")
    if max(sizes, default=MOST) > MOST:
        message = f"for some accounts {max(sizes)} of its milestones apply; at most {MOST} fit"
        yield source.problem(("milestones",), message, "give some conditions that exclude each other, or take one out")
