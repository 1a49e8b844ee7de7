"""Completion rules: what the product has to report."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from portal.content.schema.base import Line, Strict, refuse

Plain = str | int | float | bool
Number = int | float
Times = Annotated[int, Field(ge=1, le=100_000)]
Days = Annotated[int, Field(ge=1, le=365)]
DEEPEST = 3
"""How deep rules may stand inside rules."""


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
    """One of four: events of one name, events one after the other, any of several rules, or all of them.

    `count`, `distinct_members` and `where` belong to `event`; `within_days` to `event` and `sequence`.
    """

    event: Line | None = None
    count: Times = 1
    distinct_members: Times = 1
    where: list[Where] = Field(default_factory=list)
    sequence: Annotated[list["Rule"] | None, Field(min_length=2, max_length=10)] = None
    any_of: Annotated[list["Rule"] | None, Field(alias="any", min_length=2, max_length=10)] = None
    all_of: Annotated[list["Rule"] | None, Field(alias="all", min_length=2, max_length=10)] = None
    within_days: Days | None = None

    @property
    def parts(self) -> list["Rule"]:
        """The rules it is made of."""
        return self.sequence or self.any_of or self.all_of or []

    @property
    def depth(self) -> int:
        """How many rules stand inside one another: 1 for events alone."""
        return 1 + max((part.depth for part in self.parts), default=0)

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if sum(kind is not None for kind in (self.event, self.sequence, self.any_of, self.all_of)) != 1:
            refuse("needs exactly one of event, sequence, any, all", "keep one, or put several below `all`")
        return self

    @model_validator(mode="after")
    def _only_what_belongs(self) -> Self:
        given = self.model_fields_set
        if self.event is None and given & {"count", "distinct_members", "where"}:
            mend = "move count, distinct_members and where to the event they are about"
            refuse("counts without an event", mend)
        if "within_days" in given and (self.any_of or self.all_of):
            mend = "move within_days to the events or the sequence it is about"
            refuse("has a time that belongs to its parts", mend)
        if "within_days" in given and self.event and self.count == self.distinct_members == 1:
            mend = "write a count or distinct_members above 1, or remove within_days"
            refuse("has within_days for a single event", mend)
        return self

    @model_validator(mode="after")
    def _only_events_in_order(self) -> Self:
        if any(part.event is None for part in self.sequence or []):
            mend = "write one event in each line of the sequence"
            refuse("has a sequence of more than events", mend)
        return self

    @model_validator(mode="after")
    def _not_too_deep(self) -> Self:
        if self.depth > DEEPEST:
            refuse("is more than 3 rules deep", "say it with fewer `any`, `all` and `sequence` inside each other")
        return self


class SignalRule(Rule):
    """Events that show the outcome; `label` completes "We'll know it worked when …"."""

    label: Line
