"""The page of one account in the internal view, and the parts of it that refresh or unfold by themselves."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from portal.domain.timeline import Topic
from portal.services.timeline import MOST, STEP
from portal.web.internal import sections
from portal.web.internal.opened import SeenDep
from portal.web.templating import page, partial, wants_partial

router = APIRouter(prefix="/internal/accounts/{account_id}", include_in_schema=False)


@router.get("")
async def show(opened: SeenDep) -> Response:
    """The verdict with its path, what to do about it, and what happened."""
    return page(opened.request, "internal/account.html", **await sections.every(opened))


@router.get("/verdict")
async def refreshed_verdict(opened: SeenDep) -> Response:
    """The verdict as it stands now, for a page that is open."""
    names = sections.verdict(await opened.standing())
    return partial(opened.request, "internal/account/_verdict.html", **opened.names(), **names)


@router.get("/path")
async def refreshed_path(opened: SeenDep) -> Response:
    """The path as it stands now."""
    names = sections.verdict(await opened.standing())
    return partial(opened.request, "internal/account/_path.html", **opened.names(), **names)


@router.get("/play")
async def refreshed_play(opened: SeenDep) -> Response:
    """The play that the verdict asks for now."""
    names = await sections.play(opened, await opened.standing())
    return partial(opened.request, "internal/account/_play.html", refreshed=True, **opened.names(), **names)


@router.get("/timeline")
async def happened(
    opened: SeenDep, topic: Topic | None = None, shown: Annotated[int, Query(ge=1, le=MOST)] = STEP
) -> Response:
    """More of what happened, or only what belongs to a topic; by itself where there are no scripts."""
    timeline = await sections.happened(opened, topic, shown)
    names = {**opened.names(), "timeline": timeline, "topics": Topic}
    if wants_partial(opened.request):
        return partial(opened.request, "internal/account/_timeline.html", **names)
    return page(opened.request, "internal/account/timeline.html", **await opened.frame() | names)
