"""The form of a decision."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from starlette.datastructures import ImmutableMultiDict
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs

from portal.domain.decision_log import Decision, Wording
from portal.web.conflicts import VersionedForm
from portal.web.internal.forms.base import day, line, text

LONGEST_NAME: Final = 200


class DecisionForm(VersionedForm):
    """What was decided, why, by whom, and who has to know; `decision` is None for a new one."""

    what = line("What was decided?", most=500, required="Say what was decided, as “The pilot starts in Rotterdam”.")
    why = text("Why?", most=2000, required="Say why, so that nobody decides it a second time.")
    decided_by = line("Who decided it?", most=LONGEST_NAME, required="Name whoever decided it.")
    decided_on = day("When?")
    readers = SelectMultipleField("Who has to know?", validate_choice=False)
    others = text("Somebody else, one name a line", most=2000)

    def __init__(
        self,
        data: ImmutableMultiDict[str, str] | None = None,
        *,
        names: Iterable[str],
        today: date,
        decision: Decision | None = None,
    ) -> None:
        super().__init__(data, data={"version": 0, "decided_on": today, "readers": []})
        self.decision = decision
        self.offered = tuple(dict.fromkeys([*names, *(decision.names if decision else ())]))
        self.readers.choices = [SelectChoice(name, name) for name in self.offered]

    @property
    def says(self) -> Wording:
        """The decision as it is wanted, once the form is valid."""
        given: dict[str, Any] = self.data
        return Wording(given["what"], given["why"], given["decided_by"], given["decided_on"])

    @property
    def named(self) -> tuple[str, ...]:
        """Everybody who has to know, each once."""
        others = (name.strip()[:LONGEST_NAME] for name in (self.others.data or "").splitlines())
        chosen = (name for name in self.readers.data or () if name in self.offered)
        return tuple(dict.fromkeys([*chosen, *filter(None, others)]))
