"""What of the playbook uses a milestone or a play, and so keeps it from being taken out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from portal.content import yaml
from portal.content.kinds import Kind, kind_of, locale_of, name_of
from portal.content.languages import beside
from portal.web.internal.editor.parts import Value, entries, value_at

TEXTS: Final = (Kind.ARTICLE, Kind.EMAIL, Kind.IN_APP)
"""The texts that customers read beside a milestone."""


@dataclass(frozen=True, slots=True)
class Use:
    """A file that names something, and how it uses it."""

    path: str
    how: str


def can_go(path: str) -> bool:
    """Whether a file stands for something that may be taken out of the playbook whole."""
    return kind_of(path) in {Kind.MILESTONE, Kind.PLAY}


def files_of(path: str, texts: Mapping[str, str]) -> tuple[str, ...]:
    """The texts that go with a milestone or a play, its own among them."""
    if kind_of(path) is Kind.MILESTONE:
        folder = path.removesuffix("milestone.yaml")
        return tuple(sorted(one for one in texts if one.startswith(folder)))
    return (path,)


def beside_of(paths: Sequence[str]) -> Iterator[str]:
    """The texts that go with a milestone and its translations, written or not."""
    for path in paths:
        if kind_of(path) in {Kind.MILESTONE, Kind.MILESTONE_TEXTS}:
            yield from (beside(name_of(path), kind, locale_of(path) or "") for kind in TEXTS)


def uses_of(path: str, texts: Mapping[str, str]) -> tuple[Use, ...]:
    """What else names a milestone or a play."""
    name, kind = name_of(path), kind_of(path)
    others = ((one, yaml.read(texts[one], one).value) for one in sorted(texts) if one.endswith(".yaml") and one != path)
    find = _of_milestone if kind is Kind.MILESTONE else _of_play
    return tuple(Use(one, how) for one, value in others for how in find(name, kind_of(one), value))


def _of_milestone(name: str, kind: Kind | None, value: Value) -> Iterator[str]:
    if kind is Kind.LADDER and name in (value_at(value, ("milestones",)) or ()):
        yield "has it among its milestones"
    elif kind is Kind.MILESTONE and name in (value_at(value, ("requires",)) or ()):
        yield "requires it"
    elif kind is Kind.EXPERIMENT and any(_moves(name, one) for one in value_at(value, ("variants",)) or ()):
        yield "tries another place for it"


def _moves(name: str, variant: Value) -> bool:
    moves = [value_at(move, (key,)) for move in value_at(variant, ("move",)) or () for key in ("id", "before")]
    return name in moves or name in (value_at(variant, ("sequence",)) or ())


def _of_play(name: str, kind: Kind | None, value: Value) -> Iterator[str]:
    if kind is Kind.TREE:
        for _, leaf in entries(value, "leaves"):
            if value_at(leaf, ("play",)) == name:
                yield f"leads to it at “{value_at(leaf, ('title',))}”"
