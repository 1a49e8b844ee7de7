"""An id is its file's name, and stands once."""

from collections.abc import Iterator

from portal.content.problems import Problem
from portal.content.sources import Sources


def check(sources: Sources) -> Iterator[Problem]:
    """Ids that differ from the name of their file or folder."""
    for where, group in (
        ("folder", sources.milestones),
        ("file", sources.ladders),
        ("file", sources.trees),
        ("file", sources.plays),
        ("file", sources.experiments),
    ):
        for source in group.values():
            written = source.value.id
            if written != source.name:
                message = f"the id `{written}` differs from the {where}'s name `{source.name}`"
                yield source.problem(("id",), message, f"write `id: {source.name}`, or rename the {where}")
