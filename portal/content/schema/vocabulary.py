"""`vendor.yaml`, `events.yaml` and `metrics.yaml`: the words everything else is written in."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from portal.content.schema.base import HOME, LOCALE, Line, Slug, Strict, Text, Title

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
    """One event the product reports."""

    description: Line
    properties: dict[PropertyName, Property] = Field(default_factory=dict)


class Events(Strict):
    """The tracking vocabulary."""

    events: Annotated[dict[EventName, Event], Field(min_length=1)]


class Metric(Strict):
    """A measure in plain language, and the events it counts, if it counts events."""

    name: Title
    definition: Text
    counts: list[EventName] = Field(default_factory=list)


class Metrics(Strict):
    """The glossary of measures."""

    metrics: Annotated[dict[Slug, Metric], Field(min_length=1)]
