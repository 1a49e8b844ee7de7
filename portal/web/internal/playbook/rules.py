"""Completion rules and conditions of the playbook as staff read them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from portal.domain.playbook import Catalogue
from portal.domain.profile import When
from portal.domain.rules import AllRule, AnyRule, Condition, EventRule, Op, Rule, SequenceRule
from portal.domain.wording import count_of, listed

COMPARED: Final = {Op.EQUALS: "is", Op.NOT_EQUALS: "is not", Op.AT_LEAST: "is at least", Op.AT_MOST: "is at most"}
BY_HAND: Final = "Whoever did it ticks it by hand."


def rule_in_words(rule: Rule | None) -> str:
    """What has to happen, as a sentence."""
    if rule is None:
        return BY_HAND
    said = _said(rule)
    return f"{said[:1].upper()}{said[1:]}."


def _said(rule: Rule) -> str:
    match rule:
        case EventRule():
            return f"the product reports {_events(rule)}"
        case SequenceRule():
            parts = ", then ".join(_events(part) for part in rule.rules)
            return f"the product reports, in this order, {parts}{_within(rule.within_days)}"
        case AnyRule():
            return f"any of these: {'; or '.join(_said(part) for part in rule.rules)}"
        case AllRule():
            return f"all of these: {'; and '.join(_said(part) for part in rule.rules)}"


def _events(rule: EventRule) -> str:
    often = f" {rule.count} times" if rule.count > 1 else ""
    people = f" by {rule.distinct_members} different people" if rule.distinct_members > 1 else ""
    where = f" where {listed([_condition(one) for one in rule.where])}" if rule.where else ""
    return f"“{rule.event}”{often}{people}{where}{_within(rule.within_days)}"


def _within(days: int | None) -> str:
    return f" within {count_of(days, 'day')}" if days else ""


def _condition(one: Condition) -> str:
    if one.op is Op.EXISTS:
        return f"{one.property} is given"
    value = str(one.value).lower() if isinstance(one.value, bool) else one.value
    return f"{one.property} {COMPARED[one.op]} {value}"


def when_in_words(when: When, catalogue: Catalogue) -> tuple[str, ...]:
    """Which accounts something is for, a sentence for each part, and what holds while that is not known."""
    unknown = "While that is not known, it is shown." if when.keep_unknown else "While that is not known, it waits."
    return (*_parts(when, catalogue), unknown)


def _parts(when: When, catalogue: Catalogue) -> Iterator[str]:
    labels = {option.id: option.label for one in catalogue.questions.values() for option in one.options}
    named = (
        ("The industry is", sorted(when.industries)),
        ("They want", _labels(when.use_cases, labels)),
        ("They work with", _labels(when.integrations, labels)),
    )
    yield from (f"{what} {_either(values)}." for what, values in named if values)
    if seats := _seats(when):
        yield f"The account has {seats}."
    for answered in when.answers:
        question = catalogue.questions[answered.question].text
        yield f"To “{question}” they answered {_either(_labels(answered.one_of, labels))}."


def _labels(ids: Iterable[str], labels: dict[str, str]) -> list[str]:
    return sorted(f"“{labels.get(one, one)}”" for one in ids)


def _either(values: Sequence[str]) -> str:
    return " or ".join(values)


def _seats(when: When) -> str:
    if when.seats_from is not None and when.seats_to is not None:
        return f"{when.seats_from} to {when.seats_to} seats"
    if when.seats_from is not None:
        return f"{when.seats_from} seats or more"
    return f"at most {when.seats_to} seats" if when.seats_to is not None else ""
