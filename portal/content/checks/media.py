"""A video comes whole: one clip, captions, transcript, poster."""

from collections.abc import Iterator

from portal.content.kinds import Kind
from portal.content.problems import Problem
from portal.content.schema.milestone import Milestone
from portal.content.sources import Source, Sources

PARTS = {
    Kind.CLIP: "video.webm or video.mp4",
    Kind.CAPTIONS: "video.vtt",
    Kind.TRANSCRIPT: "transcript.md",
    Kind.POSTER: "poster.webp, poster.png or poster.jpg",
}


def check(sources: Sources) -> Iterator[Problem]:
    """Videos with a part missing, clips nobody shows, two clips for one milestone."""
    for source in sources.milestones.values():
        yield from _parts(sources, source) if source.value.video else _unused(sources, source)
        for stem, suffixes in (("video", (".webm", ".mp4")), ("poster", (".webp", ".png", ".jpg"))):
            yield from _doubled(sources, source.name, stem, suffixes)


def _parts(sources: Sources, source: Source[Milestone]) -> Iterator[Problem]:
    for kind, names in PARTS.items():
        if not sources.has(kind, source.name):
            mend = f"put it into milestones/{source.name}/, or remove `video`"
            yield source.problem(("video",), f"the video has no {names}", mend)


def _unused(sources: Sources, source: Source[Milestone]) -> Iterator[Problem]:
    if sources.has(Kind.CLIP, source.name):
        mend = "add `video:` with its title and seconds, or delete the clip"
        yield source.problem((), "the folder holds a clip that the milestone does not show", mend)


def _doubled(sources: Sources, name: str, stem: str, suffixes: tuple[str, ...]) -> Iterator[Problem]:
    paths = [path for suffix in suffixes if (path := f"milestones/{name}/{stem}{suffix}") in sources.files.media]
    for path in paths[1:]:
        yield Problem(path, 1, 1, f"the folder already holds {paths[0].rsplit('/')[-1]}", "keep one of the two")
