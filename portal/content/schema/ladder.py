"""`ladders/<id>.yaml`."""

from typing import Annotated

from pydantic import Field

from portal.content.schema.base import Line, Slug, Strict, Title
from portal.domain.roles import Role


class Ladder(Strict):
    """The ordered milestones of one role."""

    id: Slug
    role: Annotated[Role, Field(strict=False)]
    title: Title
    promise: Line
    milestones: Annotated[list[Slug], Field(min_length=4, max_length=7)]
