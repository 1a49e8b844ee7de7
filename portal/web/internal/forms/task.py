"""The form of a task."""

from datetime import timedelta
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from starlette.datastructures import ImmutableMultiDict
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs

from portal.domain.errors import Invalid
from portal.domain.tasks import Audience, Owner, OwnerKind
from portal.services.tasks import NO_OWNER, Draft, Section
from portal.web.conflicts import VersionedForm
from portal.web.internal.forms.base import day, id_of, line, text

GROUPS: Final = {
    OwnerKind.STAKEHOLDER: "At the customer",
    OwnerKind.MEMBER: "On the customer's ladder",
    OwnerKind.STAFF: "Us",
}
BLANK: Final = {"version": 0, "owner": "", "first": "", "audience": Audience.CUSTOMER.value}
SOON: Final = timedelta(days=7)


class TaskForm(VersionedForm):
    """What somebody has to do by when, and what has to come first; `task_id` is None for a new task."""

    title = line("What has to be done?", most=200, required="Say what has to be done, as “Export last month's orders”.")
    owner = SelectField("Who does it?")
    due_on = day("By when?")
    first = SelectField("What has to come first?")
    audience = SelectField("Who sees it?", choices=[SelectChoice(one.value, one.label) for one in Audience])
    note = text("Note", most=2000)

    def __init__(
        self, data: ImmutableMultiDict[str, str] | None = None, *, section: Section, task_id: UUID | None = None
    ) -> None:
        super().__init__(data, data={**BLANK, "due_on": section.today + SOON})
        self.task_id = task_id
        self.owner.choices = [SelectChoice("", "Nobody yet"), *_grouped(section.owners)]
        self.first.choices = [SelectChoice("", "Nothing: it can begin now"), *_before(section, task_id)]

    @property
    def draft(self) -> Draft:
        """The task as it is wanted, once the form is valid."""
        given: dict[str, Any] = self.data
        return Draft(
            title=given["title"],
            note=given["note"],
            audience=Audience(given["audience"]),
            owner=given["owner"],
            due_on=given["due_on"],
            first_id=id_of(given["first"]),
        )

    def refuse(self, error: Invalid) -> None:
        """Put why a choice will not do beside the field in which it was made."""
        field = self.owner if error.sentence == NO_OWNER else self.first
        field.errors = [error.message]


def _grouped(owners: tuple[Owner, ...]) -> list[SelectChoice]:
    groups = groupby(owners, key=lambda owner: owner.kind)
    return [SelectChoice(owner.key, owner.name, optgroup=GROUPS[kind]) for kind, some in groups for owner in some]


def _before(section: Section, task_id: UUID | None) -> list[SelectChoice]:
    """What a task can wait for: the other open tasks, and what it waited for already, though that is done."""
    waited = [task.first for task in section.open if task.id == task_id and task.first and task.first.done_on]
    others = [(task.id, task.title) for task in section.open if task.id != task_id]
    return [SelectChoice(str(one), title) for one, title in (*((one.id, one.title) for one in waited), *others)]
