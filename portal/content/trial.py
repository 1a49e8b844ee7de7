"""A changed risk tree in place of the live one, to try it before it is published."""

import asyncio
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from portal.content import yaml
from portal.content.checks.names import suggest
from portal.content.files import Files
from portal.content.loader import compile_files
from portal.content.problems import ContentErrors, Problem
from portal.content.schema.risk import Tree
from portal.content.signals import TREES
from portal.content.stored import revision_files
from portal.content.validate import validate
from portal.db.content import latest_number
from portal.domain.errors import Invalid
from portal.domain.playbook import Catalogue


@dataclass(frozen=True, slots=True)
class Trial:
    """The live playbook, and the same one with one tree changed; `tree` is that tree's id."""

    live: Catalogue
    tried: Catalogue
    tree: str


async def try_tree(session: AsyncSession, *, body: bytes, file: str) -> Trial:
    """The live playbook beside one in which the tree of this file takes the place of its namesake.

    Raises ContentErrors with every problem of the file, and Invalid while nothing has been published.
    """
    number = await latest_number(session)
    if number is None:
        message = "No playbook has been published: run `portal content publish`."
        raise Invalid(message)
    return await asyncio.to_thread(replaced, await revision_files(session, number), number, body, file)


def replaced(files: Files, number: int, body: bytes, file: str) -> Trial:
    """The playbook of these files beside one with a tree replaced. Raises ContentErrors."""
    text = _text(body, file)
    tree = _tree_in(text, file)
    return Trial(compile_files(files, number), _with(files, number, tree, text, file), tree)


def _text(body: bytes, file: str) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise ContentErrors([Problem(file, 1, 1, "the file is not UTF-8", "save the file as UTF-8")]) from None


def _tree_in(text: str, file: str) -> str:
    """The id of the tree that a file holds."""
    document = yaml.read(text, file)
    tree, problems = validate(Tree, document)
    if tree is None:
        raise ContentErrors(problems)
    if tree.id not in TREES:
        mend = suggest(tree.id, TREES, f"use one of {', '.join(TREES)}")
        raise ContentErrors([document.problem(("id",), f"the playbook has no tree `{tree.id}`", mend)])
    return tree.id


def _with(files: Files, number: int, tree: str, text: str, file: str) -> Catalogue:
    """The catalogue of these files with one tree's text replaced; problems name the file it came from."""
    path = f"risk_trees/{tree}.yaml"
    try:
        return compile_files(replace(files, texts={**files.texts, path: text}), number)
    except ContentErrors as errors:
        raise ContentErrors([_named(problem, path, file) for problem in errors.problems]) from None


def _named(problem: Problem, path: str, file: str) -> Problem:
    return replace(problem, file=file) if problem.file == path else problem
