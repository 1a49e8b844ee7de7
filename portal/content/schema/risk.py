"""`risk_trees/<id>.yaml` and `plays/<id>.yaml`."""

from typing import Annotated

from pydantic import Field

from portal.content.schema.base import Line, Slug, Strict, Text, Title
from portal.domain.risk import Level


class Node(Strict):
    """One question and where each of its three answers leads."""

    ask: Line
    signal: Slug
    wanted: Slug
    thresholds: dict[Slug, int | float]
    rule: Line
    yes: Slug
    no: Slug
    unknown: Slug


class Leaf(Strict):
    """A verdict."""

    level: Annotated[Level, Field(strict=False)]
    title: Title
    short: Annotated[str, Field(min_length=1, max_length=20)]
    advice: Line
    play: Slug | None = None


class Tree(Strict):
    """A whole tree; its first node is the root."""

    id: Slug
    title: Title
    nodes: Annotated[dict[Slug, Node], Field(min_length=1)]
    leaves: Annotated[dict[Slug, Leaf], Field(min_length=1)]


class Action(Strict):
    """One thing to do."""

    title: Title
    detail: Line
    draft: Text | None = None


class Play(Strict):
    """What to do about a verdict, in order."""

    id: Slug
    title: Title
    summary: Line
    actions: Annotated[list[Action], Field(min_length=1, max_length=7)]
