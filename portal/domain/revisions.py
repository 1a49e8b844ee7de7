"""What differs between two revisions of the playbook, field by field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from typing import Any

from portal.domain.playbook import Catalogue, Ladder

Path = tuple[str, ...]
"""The way from the catalogue to a field, as ("milestones", "sign_on", "steps", "map", "title")."""

NAMES_THE_REVISION = frozenset({"revision", "hash"})
"""The fields of a catalogue that say which revision it is, not what stands in it."""


class Kind(StrEnum):
    """How a place differs."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `before` and `after` are the values; of an ORDER, the ids in their order."""

    kind: Kind
    path: Path
    before: Any = None
    after: Any = None


def diff(before: Catalogue, after: Catalogue) -> tuple[Change, ...]:
    """Every field that differs, in the order of the catalogue's fields.

    A ladder is compared by the order of its milestones; the milestones themselves are compared once, by id. What
    another language only takes over from the originals is not told again.
    """
    changes = tuple(_fields((), before, after, without=NAMES_THE_REVISION))
    told = {change.path: change for change in changes}
    return tuple(change for change in changes if not _follows(change, told))


def _follows(change: Change, told: Mapping[Path, Change]) -> bool:
    """Whether a change in another language is that of the original."""
    if change.path[0] != "editions":
        return False
    original = told.get(change.path[2:])
    return original is not None and replace(original, path=change.path) == change


def _compare(path: Path, before: object, after: object) -> Iterator[Change]:
    if before is None or after is None:
        yield from _presence(path, before, after)
    elif is_dataclass(before) and type(before) is type(after):
        yield from _fields(path, before, after)
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _keyed(path, before, after)
    elif isinstance(before, frozenset) and isinstance(after, frozenset):
        yield from _members(path, before, after)
    elif (old := _by_id(before)) is not None and (new := _by_id(after)) is not None:
        yield from _keyed(path, old, new)
    elif type(before) is not type(after) or before != after:
        yield Change(Kind.CHANGED, path, before, after)


def _presence(path: Path, before: object, after: object) -> Iterator[Change]:
    if before is not None:
        yield Change(Kind.REMOVED, path, before=before)
    elif after is not None:
        yield Change(Kind.ADDED, path, after=after)


def _fields(path: Path, before: Any, after: Any, without: frozenset[str] = frozenset()) -> Iterator[Change]:  # noqa: ANN401 - any two values of one dataclass
    for field in fields(before):
        if field.name in without:
            continue
        old, new = getattr(before, field.name), getattr(after, field.name)
        if isinstance(before, Ladder) and field.name == "milestones":
            yield from _order((*path, field.name), [rung.id for rung in old], [rung.id for rung in new])
        else:
            yield from _compare((*path, field.name), old, new)


def _order(path: Path, before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    if before != after:
        yield Change(Kind.ORDER, path, tuple(before), tuple(after))


def _keyed(path: Path, before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[Change]:
    for key in before:
        if key not in after:
            yield Change(Kind.REMOVED, (*path, key), before=before[key])
    for key in after:
        if key not in before:
            yield Change(Kind.ADDED, (*path, key), after=after[key])
        else:
            yield from _compare((*path, key), before[key], after[key])
    if [key for key in before if key in after] != [key for key in after if key in before]:
        yield Change(Kind.ORDER, path, tuple(before), tuple(after))


def _members(path: Path, before: frozenset[str], after: frozenset[str]) -> Iterator[Change]:
    yield from (Change(Kind.REMOVED, (*path, one), before=one) for one in sorted(before - after))
    yield from (Change(Kind.ADDED, (*path, one), after=one) for one in sorted(after - before))


def _by_id(value: object) -> Mapping[str, object] | None:
    """A tuple of things by their ids, or by their places from 1 where they have none; None for plain values."""
    if not isinstance(value, tuple) or not all(is_dataclass(one) for one in value):
        return None
    by_id: dict[Any, object] = {getattr(one, "id", None) or getattr(one, "key", None): one for one in value}
    if None in by_id or len(by_id) < len(value):
        return {str(place): one for place, one in enumerate(value, start=1)}
    return by_id
