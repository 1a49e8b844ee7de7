"""Event rules: what the product has to report."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from portal.content.schema.base import Line, Strict, refuse

Plain = str | int | float | bool
Number = int | float
Times = Annotated[int, Field(ge=1, le=100_000)]


class Where(Strict):
    """One condition on an event's property, with exactly one comparison."""

    name: Annotated[Line, Field(alias="property")]
    equals: Plain | None = None
    not_equals: Plain | None = None
    at_least: Number | None = None
    at_most: Number | None = None
    exists: bool | None = None

    @model_validator(mode="after")
    def _one_comparison(self) -> Self:
        if len(self.comparisons) != 1 or self.exists is False:
            mend = "write one of equals, not_equals, at_least, at_most, or `exists: true`"
            refuse("needs exactly one comparison", mend)
        return self

    @property
    def comparisons(self) -> dict[str, Plain]:
        """The comparisons that are given, by name."""
        return self.model_dump(exclude={"name"}, exclude_none=True)


class Rule(Strict):
    """Events that end a step."""

    event: Line
    count: Times = 1
    distinct_members: Times = 1
    where: list[Where] = Field(default_factory=list)


class SignalRule(Rule):
    """Events that show the outcome; `label` completes "We'll know it worked when …"."""

    label: Line
