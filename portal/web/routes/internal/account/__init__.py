"""The pages of one account."""

from fastapi import APIRouter

from portal.web.routes.internal.account import (
    as_member,
    decisions,
    go_live,
    holds,
    kickoff,
    live,
    meeting,
    meetings,
    naming,
    page,
    pilots,
    plays,
    privacy,
    start,
    success_plan,
    sync_notes,
    tasks,
    touchpoints,
    unlocks,
    verdicts,
)

router = APIRouter()
MODULES = (
    page,
    live,
    verdicts,
    plays,
    naming,
    pilots,
    as_member,
    privacy,
    unlocks,
    start,
    kickoff,
    success_plan,
    go_live,
    decisions,
    holds,
    tasks,
    touchpoints,
    meetings,
    meeting,
    sync_notes,
)
for module in MODULES:
    router.include_router(module.router)
