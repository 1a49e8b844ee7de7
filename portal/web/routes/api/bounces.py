"""Letters that came back, as e-mail services report them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import model_validator

from portal.domain.audit import Actor
from portal.domain.bounces import Bounce, Kind, letter_id
from portal.services import bounces
from portal.web.deps import NowDep, SessionDep
from portal.web.routes.api.answers import STANDS, answer, refusals
from portal.web.routes.api.fields import Address, Given, Line, Shown
from portal.web.routes.api.keys import may

router = APIRouter(prefix="/api/v1/bounces", tags=["bounces"])
Writer = Annotated[Actor, may("bounces:write")]


class Return(Shown):
    """What a return came to: the reader's address, how many things the letter told, and whether any more is sent there.

    Staff find it among the deliveries, and can let letters go to the address again.
    """

    recipient: str
    deliveries: int
    suppressed: bool


class ReturnGiven(Given):
    """A letter that came back: its `message_id` or its `recipient`, why, and in whose words."""

    kind: Kind
    message_id: Line | None = None
    recipient: Address | None = None
    reason: Line = ""

    @model_validator(mode="after")
    def names_a_letter(self) -> "ReturnGiven":
        """Refuse a return that says of no letter that it came back."""
        if self.letter is None and self.recipient is None:
            message = "Name the letter: send the `message_id` it went out with, or its `recipient`"
            raise ValueError(message)
        return self

    @property
    def letter(self) -> UUID | None:
        """The letter of that Message-ID, if it is one of the portal's."""
        return letter_id(self.message_id) if self.message_id else None


@router.post("", response_model=Return, responses={**STANDS, **refusals(400, 404, 413)})
async def note(request: Request, session: SessionDep, *, _key: Writer, now: NowDep, sent: ReturnGiven) -> Response:
    """Say that a letter came back. The same request twice does nothing the second time."""
    bounce = Bounce(sent.kind, sent.reason or sent.kind, sent.letter, sent.recipient)
    return answer(request, Return.model_validate(await bounces.note(session, bounce, now=now)))
