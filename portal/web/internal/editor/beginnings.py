"""What new files of the playbook begin with: everything that is known already, and room for what is not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from portal.content import yaml
from portal.content.kinds import Kind, kind_of, locale_of, name_of
from portal.content.layout import entry
from portal.content.reshaping import rearrange
from portal.web.internal.editor.lists import id_for
from portal.web.internal.editor.parts import Value, entries, value_at

REVIEWED_AFTER: Final = timedelta(days=182)
LONGEST_SHORT: Final = 10
NEIGHBOURLY: Final = ("scope", "track", "phase", "due_days", "owner")
"""What a new milestone takes over from the one it stands beside."""


@dataclass(frozen=True, slots=True)
class NewMilestone:
    """What somebody says of a milestone that they begin; it stands on a ladder behind `after`, or first of all."""

    title: str
    outcome: str
    why: str
    steps: Sequence[str]
    ladder: str
    after: str


def new_milestone(new: NewMilestone, texts: Mapping[str, str], today: date) -> tuple[str, dict[str, str]]:
    """The path of a new milestone, and its texts together with that of its ladder."""
    taken = [name_of(path) for path in texts if kind_of(path) is Kind.MILESTONE]
    id_, ladder = id_for(new.title, taken, "milestone"), f"ladders/{new.ladder}.yaml"
    order = [str(one) for one in value_at(_value(texts, ladder), ("milestones",)) or []]
    place = order.index(new.after) + 1 if new.after in order else 0
    neighbour = new.after or next(iter(order), "")
    path = f"milestones/{id_}/milestone.yaml"
    values = _milestone(new, id_, str(value_at(_value(texts, ladder), ("role",))), today)
    like = _value(texts, f"milestones/{neighbour}/milestone.yaml")
    values |= {key: value_at(like, (key,)) or values[key] for key in NEIGHBOURLY}
    languages = (locale_of(one) for one in texts if kind_of(one) is Kind.LADDER_TEXTS and name_of(one) == new.ladder)
    told = {f"milestones/{id_}/milestone.{locale}.yaml": _written(_untold(values)) for locale in languages}
    ordered = rearrange(texts[ladder], ("milestones",), [*range(place), id_, *range(place, len(order))])
    return path, {path: _written(values), ladder: ordered, **told}


def new_play(title: str, texts: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The path of a new play, and its text."""
    id_ = id_for(title, [name_of(path) for path in texts if kind_of(path) is Kind.PLAY], "play")
    path = f"plays/{id_}.yaml"
    return path, {path: _written({"id": id_, "title": title, "summary": "", "actions": [{"title": "", "detail": ""}]})}


def beginning_of(path: str, texts: Mapping[str, str]) -> str:
    """What a text beside a milestone begins with, in the milestone's own words; nothing for any other file."""
    locale = locale_of(path)
    value = _value(texts, f"milestones/{name_of(path)}/milestone{f'.{locale}' if locale else ''}.yaml")
    title, why = (str(value_at(value, (key,)) or "") for key in ("title", "why"))
    found = value_at(value, ("steps",))
    steps = found if isinstance(found, list) else [one for _, one in entries(value, "steps")]
    said = [tuple(str(value_at(step, (key,)) or "") for key in ("title", "cue")) for step in steps]
    first = f"**{said[0][0]}.** {said[0][1]}".rstrip() if said else ""
    match kind_of(path):
        case Kind.ARTICLE:
            return "\n\n".join(filter(None, [why, *(f"## {one}\n\n{cue}".rstrip() for one, cue in said)])) + "\n"
        case Kind.EMAIL:
            return f"---\n{entry('subject', title, 0)}\n---\n{why}\n\n{first}\n"
        case Kind.IN_APP:
            return f"{first}\n"
        case _:
            return ""


def _milestone(new: NewMilestone, id_: str, role: str, today: date) -> dict[str, Value]:
    ids: list[str] = []
    for title in new.steps:
        ids.append(id_for(title, ids, "step"))
    return {
        "id": id_,
        "title": new.title,
        "short": new.title.split()[0][:LONGEST_SHORT],
        "outcome": new.outcome,
        "purpose": "",
        "why": new.why,
        "roles": [role],
        "scope": "member",
        "track": "",
        "phase": "",
        "due_days": 14,
        "steps": [
            {"id": step, "title": title, "cue": "", "minutes": 5, "done_when": "manual"}
            for step, title in zip(ids, new.steps, strict=True)
        ],
        "celebration": {"headline": "", "fact": ""},
        "risks": [],
        "criteria": [],
        "owner": "",
        "review_by": (today + REVIEWED_AFTER).isoformat(),
    }


def _untold(milestone: Mapping[str, Value]) -> dict[str, Value]:
    """A milestone's texts in a language in which nothing of it is told yet."""
    steps = {step["id"]: {"title": "", "cue": ""} for step in milestone["steps"]}
    own = dict.fromkeys(("title", "short", "outcome", "why"), "")
    return {**own, "steps": steps, "celebration": {"headline": "", "fact": ""}}


def _written(values: Mapping[str, Value]) -> str:
    return "".join(f"{entry(key, value, 0)}\n" for key, value in values.items())


def _value(texts: Mapping[str, str], path: str) -> Value:
    return yaml.read(texts.get(path, ""), path).value
