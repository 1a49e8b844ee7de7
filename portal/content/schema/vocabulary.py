"""`vendor.yaml`, `events.yaml` and `metrics.yaml`: the words everything else is written in."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from portal.content.schema.base import HOME, LOCALE, Line, Slug, Strict, Text, Title, refuse
from portal.content.schema.rules import Times, Where
from portal.domain.measures import Better, How

EventName = Annotated[str, StringConstraints(min_length=1, max_length=200)]
PropertyName = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Home = Annotated[str, StringConstraints(pattern=HOME, max_length=200)]


Locale = Annotated[str, StringConstraints(pattern=LOCALE)]


class Vendor(Strict):
    """Who runs the portal, for which product, and what that promises. Links of steps begin at `product_url`.

    `languages` begins with the one the originals are written in. The other lists are what conditions may ask for:
    industries as the CRM writes them, use cases and integrations by id.
    """

    name: Title
    product: Title
    product_url: Home
    promise: Line
    languages: Annotated[list[Locale], Field(min_length=1)] = Field(default_factory=lambda: ["en"])
    industries: list[Title] = Field(default_factory=list)
    use_cases: list[Slug] = Field(default_factory=list)
    integrations: list[Slug] = Field(default_factory=list)


class Property(Strict):
    """One property of an event."""

    type: Literal["text", "number", "truth"]
    description: Line


class Event(Strict):
    """One event the product reports.

    `beyond` says what becomes of properties that are not declared, or are of another type: `allow` keeps them,
    `omit` drops them, `block` sets the whole event aside, in the quarantine.
    """

    description: Line
    properties: dict[PropertyName, Property] = Field(default_factory=dict)
    beyond: Literal["allow", "omit", "block"] = "allow"


class Events(Strict):
    """The tracking vocabulary."""

    events: Annotated[dict[EventName, Event], Field(min_length=1)]


class Measured(Strict):
    """How a metric gives one number a week for an account, from the events of one name.

    `of` is the number that median, mean and sum are of; `meets` says which of the events a share is of. `label`
    completes "29 min …", `things` is what is counted, such as orders. Weeks with fewer than `fewest` of them are
    too thin to be shown as today's number.
    """

    event: EventName
    how: Annotated[How, Field(strict=False)]
    of: PropertyName | None = None
    where: list[Where] = Field(default_factory=list)
    meets: list[Where] = Field(default_factory=list)
    label: Title
    unit: Annotated[str, StringConstraints(max_length=12)] = ""
    things: Title
    better: Annotated[Better, Field(strict=False)]
    fewest: Times = 1

    @model_validator(mode="after")
    def _of_what(self) -> Self:
        numeric = self.how in {How.MEDIAN, How.MEAN, How.SUM}
        if numeric and self.of is None:
            refuse("needs a number to work with", "name the property in `of`")
        if not numeric and self.of is not None:
            refuse("has an `of` it does not use", "remove it, or write median, mean or sum")
        return self

    @model_validator(mode="after")
    def _share_of_what(self) -> Self:
        if self.how is How.SHARE and (not self.meets or self.unit != "%"):
            refuse("is a share of nothing", 'say under `meets` which of the events, and write `unit: "%"`')
        if self.how is not How.SHARE and self.meets:
            refuse("has a `meets` it does not use", "move it to `where`, or write `how: share`")
        return self


class Metric(Strict):
    """A measure in plain language: the events it counts, if it counts events; how it is measured, if it is."""

    name: Title
    definition: Text
    counts: list[EventName] = Field(default_factory=list)
    measured: Measured | None = None


class Metrics(Strict):
    """The glossary of measures."""

    metrics: Annotated[dict[Slug, Metric], Field(min_length=1)]
