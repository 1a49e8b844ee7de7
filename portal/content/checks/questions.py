"""Discovery questions: asked once, with options that are told apart."""

from collections.abc import Iterator

from portal.content.checks.names import repeated, suggest
from portal.content.problems import Problem
from portal.content.schema.ladder import Ladder, Question
from portal.content.sources import Source, Sources
from portal.content.yaml import Path


def check(sources: Sources) -> Iterator[Problem]:
    """The problems of every question, and between the ladders that ask them."""
    asked: dict[str, str] = {}
    filled: dict[str, str] = {}
    for ladder in sources.ladders.values():
        for place, question in enumerate(ladder.value.questions):
            at: Path = ("questions", place)
            yield from _options(sources, ladder, at, question)
            if question.id in asked:
                message = f"the question `{question.id}` is asked by the ladder `{asked[question.id]}` too"
                yield ladder.problem((*at, "id"), message, "ask it once: the answer belongs to the whole account")
            elif question.fills and question.fills in filled:
                message = f"`{filled[question.fills]}` fills `{question.fills}` already"
                yield ladder.problem((*at, "fills"), message, "let one question fill it")
            asked.setdefault(question.id, ladder.name)
            filled |= {question.fills: question.id} if question.fills else {}


def _options(sources: Sources, ladder: Source[Ladder], at: Path, question: Question) -> Iterator[Problem]:
    for number, name in repeated(option.id for option in question.options):
        yield ladder.problem(
            (*at, "options", number, "id"), f"the option `{name}` stands here twice", "rename one of the two"
        )
    if sources.vendor and question.fills:
        known = getattr(sources.vendor.value, question.fills)
        for number, option in enumerate(question.options):
            if option.id not in known:
                mend = suggest(option.id, known, f"add it to `{question.fills}` in vendor.yaml")
                message = f"`{option.id}` is not among `{question.fills}` of vendor.yaml"
                yield ladder.problem((*at, "options", number, "id"), message, mend)
