"""Conditions and discovery questions, from their schema to the domain's values."""

from portal.content.schema import ladder
from portal.content.schema import when as schema
from portal.domain.profile import Answered, Fills, Option, Question, When


def compile_when(raw: schema.When) -> When:
    """A condition."""
    return When(
        industries=frozenset(raw.industries or ()),
        use_cases=frozenset(raw.use_cases or ()),
        integrations=frozenset(raw.integrations or ()),
        seats_from=raw.seats.at_least if raw.seats else None,
        seats_to=raw.seats.at_most if raw.seats else None,
        answers=tuple(Answered(question, frozenset(options)) for question, options in (raw.answers or {}).items()),
        keep_unknown=raw.if_unknown == "keep",
    )


def compile_question(raw: ladder.Question, language: str = "en") -> Question:
    """A discovery question, written in a language."""
    return Question(
        id=raw.id,
        text=raw.text,
        options=tuple(Option(option.id, option.label) for option in raw.options),
        many=raw.kind == "many",
        help=raw.help,
        fills=Fills(raw.fills) if raw.fills else None,
        language=language,
    )
