"""`when:` of a milestone or of a ladder: whom a milestone is for.

    when:
      industries: [Logistics, Food]         # one of these; declared in vendor.yaml
      use_cases: [returns]                  # at least one of these; declared in vendor.yaml
      integrations: [erp]                   # at least one of these; declared in vendor.yaml
      seats: {at_least: 100, at_most: 999}  # both ends belong to it
      answers: {shift_pattern: [night]}     # at least one of these options was chosen
      if_unknown: leave_out                 # otherwise `keep`

Everything that is given has to hold. Where nothing given speaks against the milestone and something is not known
yet, `if_unknown` decides: `keep` shows the milestone, because a question nobody has answered takes nothing away.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from portal.content.schema.base import Line, Slug, Strict, refuse

People = Annotated[int, Field(ge=1, le=1_000_000)]
Options = Annotated[list[Slug], Field(min_length=1)]
GIVEN = {"use_cases", "industries", "integrations", "seats", "answers"}


class Seats(Strict):
    """How large the account is, in seats of the product; both ends belong to it."""

    at_least: People | None = None
    at_most: People | None = None

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.at_least is None and self.at_most is None:
            refuse("says nothing", "write `at_least`, `at_most`, or both")
        if self.at_least and self.at_most and self.at_least > self.at_most:
            refuse("holds for no account", "let `at_least` be no more than `at_most`")
        return self


class When(Strict):
    """A condition on an account's profile; every part that is given has to hold."""

    use_cases: Options | None = None
    industries: Annotated[list[Line], Field(min_length=1)] | None = None
    integrations: Options | None = None
    seats: Seats | None = None
    answers: Annotated[dict[Slug, Options], Field(min_length=1)] | None = None
    if_unknown: Literal["keep", "leave_out"] = "keep"

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if all(getattr(self, name) is None for name in GIVEN):
            refuse("has no condition", "write one of use_cases, industries, integrations, seats, answers, or remove it")
        return self
