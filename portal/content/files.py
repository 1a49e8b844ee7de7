"""A playbook as files: read from a folder, hashed, and turned into what a revision stores and back."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from portal.content.kinds import MEDIA_KINDS, Kind, kind_of
from portal.content.problems import Problem

MAX_TEXT = 1024 * 1024
MAX_MEDIA = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Medium:
    """A video, its captions or its picture, by the SHA-256 of its bytes."""

    hash: str
    type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Files:
    """Everything a revision holds, by path within the playbook: texts as they are, media by their hash.

    `unread` names the files of a folder that are there and could not be read; a revision has none.
    """

    texts: Mapping[str, str]
    media: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    unread: frozenset[str] = frozenset()

    @property
    def hash(self) -> str:
        """The SHA-256 over the sorted paths and the SHA-256 of each file's bytes."""
        digests = {path: hashlib.sha256(text.encode()).hexdigest() for path, text in self.texts.items()}
        whole = hashlib.sha256()
        for path, digest in sorted({**digests, **self.media}.items()):
            whole.update(f"{path}\0{digest}\n".encode())
        return whole.hexdigest()

    def stored(self) -> dict[str, Any]:
        """As a revision's `files`: a text is a string, a medium `{"media": hash}`."""
        return {**self.texts, **{path: {"media": digest} for path, digest in self.media.items()}}

    @classmethod
    def from_stored(cls, stored: Mapping[str, Any]) -> "Files":
        """The files of a stored revision."""
        texts = {path: held for path, held in stored.items() if isinstance(held, str)}
        return cls(texts, {path: held["media"] for path, held in stored.items() if path not in texts})


@dataclass(frozen=True, slots=True)
class Folder:
    """What was read from a folder. `media` is by path; what could not be read is among the problems."""

    files: Files
    media: Mapping[str, Medium]
    problems: tuple[Problem, ...]


def read_folder(folder: Path) -> Folder:
    """Read every file of a playbook's folder; hidden files and READMEs are not part of it."""
    if not folder.is_dir():
        problem = Problem(".", 1, 1, f"there is no folder {folder}", "name the folder that holds vendor.yaml")
        return Folder(Files({}), {}, (problem,))
    texts: dict[str, str] = {}
    media: dict[str, Medium] = {}
    problems: list[Problem] = []
    for path in _paths(folder):
        held = _read(folder / path, path)
        if isinstance(held, Problem):
            problems.append(held)
        elif isinstance(held, Medium):
            media[path] = held
        else:
            texts[path] = held
    hashes = {path: medium.hash for path, medium in media.items()}
    files = Files(texts, hashes, frozenset(problem.file for problem in problems))
    return Folder(files, media, tuple(problems))


def _paths(folder: Path) -> Iterator[str]:
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        inside = Path(here).relative_to(folder)
        yield from ((inside / name).as_posix() for name in sorted(names) if not _ignored(name))


def _ignored(name: str) -> bool:
    return name.startswith(".") or name.endswith("~") or name == "README.md"


def _read(file: Path, path: str) -> str | Medium | Problem:
    kind = kind_of(path)
    if kind is None:
        mend = "rename it to a name the playbook knows, or move it out of the folder"
        return Problem(path, 1, 1, "the playbook has no place for this file", mend)
    limit = MAX_MEDIA if kind in MEDIA_KINDS else MAX_TEXT
    try:
        size = file.stat().st_size
        if size > limit:
            return Problem(path, 1, 1, f"the file has {size:,} bytes; the limit is {limit:,}", "make it smaller")
        body = file.read_bytes()
    except OSError as error:
        return Problem(path, 1, 1, f"the file cannot be read ({error.strerror})", "allow the portal to read it")
    return _medium(path, kind, body) if kind in MEDIA_KINDS else _text(path, body)


def _medium(path: str, kind: Kind, body: bytes) -> Medium | Problem:
    known = MEDIA_KINDS[kind][Path(path).suffix]
    if not known.recognises(body):
        return Problem(path, 1, 1, f"the file is not {known.label}", f"export it again as {known.label}")
    return Medium(hashlib.sha256(body).hexdigest(), known.type, body)


def _text(path: str, body: bytes) -> str | Problem:
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        return Problem(path, line, 1, f"byte 0x{body[error.start]:02X} is not UTF-8", "save the file as UTF-8")
    if "\0" in text:
        return Problem(path, text.count("\n", 0, text.index("\0")) + 1, 1, "a NUL character stands here", "delete it")
    return text
