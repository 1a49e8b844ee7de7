"""The revisions of the playbook: who published which when, and how two differ."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from portal.domain.errors import NotFound
from portal.services import revisions
from portal.web.deps import ReaderDep
from portal.web.internal.playbook.changes import things
from portal.web.internal.playbook.index import HOME
from portal.web.internal.work import WorkDep

UNKNOWN: Final = "There is no such revision. The history lists the ones there are."

router = APIRouter(prefix=f"{HOME}/history", include_in_schema=False)


@router.get("")
async def show(work: WorkDep, session: ReaderDep) -> Response:
    """Every revision, the newest first."""
    return work.page("internal/playbook/history.html", nav="playbook", listed=await revisions.every(session))


@router.get("/{number}")
async def show_changes(
    work: WorkDep, session: ReaderDep, number: str, since: Annotated[int | None, Query(ge=1)] = None
) -> Response:
    """What a revision changed since the one before it, or since another. Raises NotFound, Unreadable."""
    listed = await revisions.every(session)
    known = {str(one.number): one for one in listed}
    if number not in known or (since is not None and str(since) not in known):
        raise NotFound(UNKNOWN)
    earlier = [one.number for one in listed if one.number < known[number].number]
    base = since or (earlier[0] if earlier else None)
    found = await revisions.compare(session, before=str(base), after=number) if base else None
    return work.page(
        "internal/playbook/changes.html",
        nav="playbook",
        listed=listed,
        shown=known[number],
        base=known[str(base)] if base else None,
        things=things(found.changes, found.before.catalogue, found.after.catalogue) if found else (),
        files=found.files if found else (),
    )
