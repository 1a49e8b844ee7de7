"""Everything pages are made of, drawn by the same macros; and what any colour would make of it."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from starlette.datastructures import ImmutableMultiDict
from starlette.status import HTTP_200_OK, HTTP_422_UNPROCESSABLE_CONTENT
from wtforms import BooleanField, FileField, Form, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Regexp

from portal.domain.branding import COLOUR, Brand, parse_colour
from portal.web.badge import SCALLOPS, stair
from portal.web.deps import NowDep, PortalDep, StaffDep
from portal.web.internal.samples import sample_climb
from portal.web.look import colours
from portal.web.templating import page
from portal.web.theme import proofs, theme

FALLBACK: Final = "#2f3fd0"
TOKENS: Final = (
    ("Ground", ("ground", "sunk", "card", "line", "line-2")),
    ("Ink", ("ink", "ink-2", "ink-3", "solid", "on-solid")),
    ("Brand", ("brand", "brand-solid", "on-brand", "brand-text", "brand-tint", "brand-edge")),
    ("Meaning", ("gold", "gold-tint", "moss", "moss-tint", "clay", "clay-tint", "rose", "rose-tint")),
)
ROLES: Final[Any] = ("Admin", "Operator")
DAYS: Final[Any] = ("Tomorrow", "Next week")
"""Any, for the library's types do not know yet that a plain word may be a choice."""
LONGEST_COLOUR: Final = 40

router = APIRouter(prefix="/internal", include_in_schema=False)


class ColourForm(Form):
    """A brand's colour to try."""

    colour = StringField(
        "Brand colour", validators=[Regexp(COLOUR, message="This needs a colour of six digits, as #2f3fd0.")]
    )


class SampleForm(Form):
    """One field of each kind; nothing becomes of it."""

    name = StringField("Name of the team")
    address = StringField("Work e-mail", validators=[InputRequired("This needs a whole address, as name@company.com.")])
    role = SelectField("Role", choices=ROLES)
    until = RadioField("Put off until", choices=DAYS)
    note = TextAreaField("Note")
    logo = FileField("Logo")
    party = BooleanField("Celebrate milestones")


@router.get("/styleguide")
async def show(
    request: Request,
    portal: PortalDep,
    *,
    staff: StaffDep,
    now: NowDep,
    colour: Annotated[str, Query(max_length=LONGEST_COLOUR)] = "",
) -> Response:
    """The living style page; `colour` dresses it in a brand and proves its contrast."""
    own = portal.brand.current.colour or FALLBACK
    asking = ColourForm(data={"colour": colour or own})
    chosen = parse_colour(asking.colour.data or "") if asking.validate() else own
    catalogue = portal.playbook.current
    climb = sample_climb(catalogue, now)
    return page(
        request,
        "internal/styleguide.html",
        status=HTTP_422_UNPROCESSABLE_CONTENT if asking.errors else HTTP_200_OK,
        vendor=catalogue.vendor,
        staff=staff,
        nav="styleguide",
        asking=asking,
        chosen=chosen,
        sheet=colours(Brand(chosen))[0] if colour else None,
        proofs=proofs(theme(chosen)),
        tokens=TOKENS,
        climb=climb,
        badge=stair(climb, climb.milestones[0].milestone.id),
        scallops=SCALLOPS,
        samples=_samples(),
    )


def _samples() -> dict[str, Any]:
    """The sample form as it comes, and as it comes back."""
    refused = SampleForm(ImmutableMultiDict([("name", "Dispatch"), ("role", "Admin"), ("party", "1")]))
    refused.validate()
    return {"fresh": SampleForm(data={"until": "Next week"}, prefix="fresh"), "refused": refused}
