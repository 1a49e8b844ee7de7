"""Which milestone has to come before which."""

from collections.abc import Iterator, Sequence

from portal.content.sources import Sources


def requires(sources: Sources, name: str) -> list[str]:
    """The ids a milestone requires; none where it cannot be read."""
    source = sources.milestones.get(name)
    return source.value.requires if source else []


def circle_through(sources: Sources, start: str) -> list[str] | None:
    """The shortest circle of prerequisites that begins and ends at a milestone."""
    ways = [[start]]
    seen: set[str] = set()
    for way in ways:
        for needed in requires(sources, way[-1]):
            if needed == start:
                return [*way, start]
            if needed not in seen:
                seen.add(needed)
                ways.append([*way, needed])
    return None


def broken(sources: Sources, ids: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """The place, milestone and prerequisite of every prerequisite that comes too late in an order.

    Milestones on a circle are left out: no order is right for them, and the circle is told by itself.
    """
    for place, name in enumerate(ids):
        for needed in requires(sources, name):
            late = needed in ids[place + 1 :] and needed not in ids[:place]
            if late and not circle_through(sources, name):
                yield place, name, needed
