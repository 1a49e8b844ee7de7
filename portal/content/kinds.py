"""Which files a playbook holds, by path."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of file."""

    VENDOR = "vendor"
    EVENTS = "events"
    METRICS = "metrics"
    LADDER = "ladder"
    LADDER_TEXTS = "ladder_texts"
    MILESTONE = "milestone"
    MILESTONE_TEXTS = "milestone_texts"
    ARTICLE = "article"
    EMAIL = "email"
    IN_APP = "in_app"
    TRANSCRIPT = "transcript"
    TREE = "tree"
    PLAY = "play"
    EXPERIMENT = "experiment"
    PHASES = "phases"
    TRACKS = "tracks"
    PLANS = "plans"
    STAGES = "stages"
    READINESS = "readiness"
    TOUCHPOINTS = "touchpoints"
    CLIP = "clip"
    CAPTIONS = "captions"
    POSTER = "poster"


NAME = r"(?P<name>[A-Za-z0-9._-]+)"
IN_LANGUAGE = r"\.(?P<locale>[a-z]{2}(-[A-Z]{2})?)"
LOCALE = rf"({IN_LANGUAGE})?"
PATTERNS: Mapping[Kind, re.Pattern[str]] = {
    Kind.VENDOR: re.compile(r"vendor\.yaml"),
    Kind.EVENTS: re.compile(r"events\.yaml"),
    Kind.METRICS: re.compile(r"metrics\.yaml"),
    # An id has no dot, so what stands behind one is a language.
    Kind.LADDER_TEXTS: re.compile(rf"ladders/{NAME}{IN_LANGUAGE}\.yaml"),
    Kind.LADDER: re.compile(rf"ladders/{NAME}\.yaml"),
    Kind.TREE: re.compile(rf"risk_trees/{NAME}\.yaml"),
    Kind.PLAY: re.compile(rf"plays/{NAME}\.yaml"),
    Kind.EXPERIMENT: re.compile(rf"experiments/{NAME}\.yaml"),
    Kind.PHASES: re.compile(r"lifecycle/phases\.yaml"),
    Kind.TRACKS: re.compile(r"lifecycle/tracks\.yaml"),
    Kind.PLANS: re.compile(r"lifecycle/plans\.yaml"),
    Kind.STAGES: re.compile(r"lifecycle/stages\.yaml"),
    Kind.READINESS: re.compile(r"lifecycle/readiness\.yaml"),
    Kind.TOUCHPOINTS: re.compile(r"lifecycle/touchpoints\.yaml"),
    Kind.MILESTONE: re.compile(rf"milestones/{NAME}/milestone\.yaml"),
    Kind.MILESTONE_TEXTS: re.compile(rf"milestones/{NAME}/milestone{IN_LANGUAGE}\.yaml"),
    Kind.ARTICLE: re.compile(rf"milestones/{NAME}/article{LOCALE}\.md"),
    Kind.EMAIL: re.compile(rf"milestones/{NAME}/email{LOCALE}\.md"),
    Kind.IN_APP: re.compile(rf"milestones/{NAME}/in_app{LOCALE}\.md"),
    Kind.TRANSCRIPT: re.compile(rf"milestones/{NAME}/transcript{LOCALE}\.md"),
    Kind.CLIP: re.compile(rf"milestones/{NAME}/video\.(webm|mp4)"),
    Kind.CAPTIONS: re.compile(rf"milestones/{NAME}/video{LOCALE}\.vtt"),
    Kind.POSTER: re.compile(rf"milestones/{NAME}/poster\.(webp|png|jpg)"),
}


@dataclass(frozen=True, slots=True)
class MediaType:
    """A kind of media: its content type, its name, and the bytes that give it away at an offset."""

    type: str
    label: str
    offset: int
    marker: bytes

    def recognises(self, body: bytes) -> bool:
        """Whether the bytes are what the file's name says."""
        return body.startswith(self.marker, self.offset)


MEDIA_KINDS: Mapping[Kind, Mapping[str, MediaType]] = {
    Kind.CLIP: {
        ".webm": MediaType("video/webm", "a WebM video", 0, b"\x1a\x45\xdf\xa3"),
        ".mp4": MediaType("video/mp4", "an MP4 video", 4, b"ftyp"),
    },
    Kind.CAPTIONS: {".vtt": MediaType("text/vtt; charset=utf-8", "a WebVTT file", 0, b"WEBVTT")},
    Kind.POSTER: {
        ".webp": MediaType("image/webp", "a WebP picture", 8, b"WEBP"),
        ".png": MediaType("image/png", "a PNG picture", 0, b"\x89PNG"),
        ".jpg": MediaType("image/jpeg", "a JPEG picture", 0, b"\xff\xd8\xff"),
    },
}


def kind_of(path: str) -> Kind | None:
    """The kind of the file at a path, or None where the playbook has no such file."""
    return next((kind for kind, pattern in PATTERNS.items() if pattern.fullmatch(path)), None)


def name_of(path: str) -> str:
    """The id a file's path gives it: its folder among the milestones, else its name without the suffix."""
    kind = kind_of(path)
    match = PATTERNS[kind].fullmatch(path) if kind else None
    return match.groupdict().get("name", path) if match else path


def locale_of(path: str) -> str | None:
    """The language a translation's path names, or None for an original."""
    kind = kind_of(path)
    match = PATTERNS[kind].fullmatch(path) if kind else None
    return match.groupdict().get("locale") if match else None
