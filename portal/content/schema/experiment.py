"""`experiments/<id>.yaml`."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from portal.content.schema.base import Line, Slug, Strict, Title, refuse

LAYER = r"^[a-z][a-z0-9_.-]*$"
Share = Annotated[float, Field(ge=0, le=1)]


class Status(StrEnum):
    """Whether accounts are enrolled."""

    DRAFT = "draft"
    RUNNING = "running"
    STOPPED = "stopped"


class Layer(Strict):
    """The share of accounts the experiment may use; one outside every range is held out."""

    name: Annotated[str, StringConstraints(pattern=LAYER, max_length=64)]
    range: Annotated[list[Share], Field(min_length=2, max_length=2)]

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if self.range[0] >= self.range[1]:
            refuse("has an empty range", "write it from small to large, as [0, 0.9]")
        return self


class Enrol(Strict):
    """Who may join."""

    accounts: Literal["before_divergence"]
    max_accounts: Annotated[int, Field(ge=2, le=100_000)]


class Move(Strict):
    """One milestone is put right before another."""

    id: Slug
    before: Slug


class Variant(Strict):
    """One arm: its moves, or its whole order; the control has neither."""

    id: Slug
    weight: Annotated[float, Field(gt=0, le=1)]
    move: list[Move] = Field(default_factory=list)
    sequence: list[Slug] | None = None


class Primary(Strict):
    """What decides."""

    metric: Slug
    estimand: Literal["account_mean"]


class Design(Strict):
    """The plan, fixed before the start. `mde` is absolute, `maturity_days` how long an outcome takes."""

    alpha: Annotated[float, Field(gt=0, lt=0.5)]
    mde: Annotated[float, Field(gt=0, le=1)]
    looks: Annotated[int, Field(ge=1, le=20)]
    maturity_days: Annotated[int, Field(ge=1, le=365)]


class Experiment(Strict):
    """The whole file."""

    id: Slug
    title: Title
    hypothesis: Line
    status: Annotated[Status, Field(strict=False)]
    ladder: Slug
    unit: Literal["account"]
    salt: Annotated[str, Field(min_length=1, max_length=80)]
    layer: Layer
    enrol: Enrol
    variants: Annotated[list[Variant], Field(min_length=2, max_length=6)]
    primary: Primary
    guardrails: list[Slug] = Field(default_factory=list)
    design: Design
