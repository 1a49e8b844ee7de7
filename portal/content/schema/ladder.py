"""`ladders/<id>.yaml`.

questions:                  # asked at the first sign-in, and open to change at any time after it
  - id: shift_pattern       # the answer belongs to the account; any ladder's `when` may ask for it
    text: When do your dispatchers work?
    help: Night shifts get a milestone of their own.
    kind: one               # one option, or `many`
    options:
      - {id: day, label: By day}
      - {id: night, label: By night}
  - id: goals
    text: What do you want to do first?
    kind: many
    fills: use_cases        # the options are ids of vendor.yaml's `use_cases` (or `integrations`)
    options:
      - {id: returns, label: Handle returns}
      - {id: same_day, label: Deliver on the same day}
when:                       # conditions of this ladder, beside those the milestones bring (see when.py)
  night_routine: {answers: {shift_pattern: [night]}}
"""

from typing import Annotated, Literal

from pydantic import Field

from portal.content.schema.base import Line, Slug, Strict, Title
from portal.content.schema.when import When
from portal.domain.roles import Role


class Option(Strict):
    """One answer to choose."""

    id: Slug
    label: Title


class Question(Strict):
    """One discovery question. `fills` names the list of vendor.yaml whose ids its options are."""

    id: Slug
    text: Line
    help: Line | None = None
    kind: Literal["one", "many"]
    fills: Literal["use_cases", "integrations"] | None = None
    options: Annotated[list[Option], Field(min_length=2, max_length=12)]


class Ladder(Strict):
    """The ordered milestones of one role; with `when`, not every account climbs all of them."""

    id: Slug
    role: Annotated[Role, Field(strict=False)]
    title: Title
    promise: Line
    questions: Annotated[list[Question], Field(max_length=5)] = Field(default_factory=list)
    milestones: Annotated[list[Slug], Field(min_length=4, max_length=9)]
    when: dict[Slug, When] = Field(default_factory=dict)
