"""The ways in: a folder or stored files become a catalogue, or every problem is told."""

from pathlib import Path
from typing import NamedTuple

from portal.content.checks import check
from portal.content.compile import compile_sources
from portal.content.files import Files, Folder, read_folder
from portal.content.problems import ContentErrors, Problem
from portal.content.sources import Sources, parse
from portal.domain.playbook import Catalogue


def compile_files(files: Files, revision: int) -> Catalogue:
    """The catalogue of a revision's files; needs no media bytes. Raises ContentErrors with every problem."""
    sources, problems = parse(files)
    problems += check(sources)
    if problems:
        raise ContentErrors(problems)
    return compile_sources(sources, revision)


def load_folder(folder: Path) -> Folder:
    """The files and media of a folder that has no problem. Raises ContentErrors with every problem."""
    return _sound(folder).held


def load_catalogue(folder: Path, revision: int = 0) -> Catalogue:
    """The catalogue of a folder as it stands. Raises ContentErrors with every problem."""
    return compile_sources(_sound(folder).sources, revision)


def lint(folder: Path) -> list[Problem]:
    """Every problem of a folder, by file and line; none means that it can be published."""
    return _examine(folder).problems


class _Examined(NamedTuple):
    held: Folder
    sources: Sources
    problems: list[Problem]


def _sound(folder: Path) -> _Examined:
    examined = _examine(folder)
    if examined.problems:
        raise ContentErrors(examined.problems)
    return examined


def _examine(folder: Path) -> _Examined:
    held = read_folder(folder)
    sources, found = parse(held.files)
    # Of a folder that is not there, that alone is wrong.
    problems = [*held.problems, *found, *check(sources)] if folder.is_dir() else held.problems
    return _Examined(held, sources, sorted(problem.under(_shown(folder)) for problem in problems))


def _shown(folder: Path) -> str:
    """A folder as the reader would name it from where they stand."""
    here = Path.cwd()
    return folder.relative_to(here).as_posix() if folder.is_relative_to(here) else folder.as_posix()
