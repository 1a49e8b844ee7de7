"""Pages for the vendor's staff."""

from fastapi import APIRouter

from portal.web.routes.internal import (
    account,
    account_live,
    as_member,
    audit,
    decisions,
    go_live,
    holds,
    importing,
    kickoff,
    live,
    naming,
    pilots,
    plays,
    portfolio,
    settings,
    start,
    styleguide,
    success_plan,
    sync_notes,
    task_list,
    tasks,
    verdicts,
    you,
)

router = APIRouter()
for module in (
    portfolio,
    live,
    account,
    account_live,
    verdicts,
    plays,
    naming,
    pilots,
    as_member,
    start,
    kickoff,
    success_plan,
    go_live,
    decisions,
    holds,
    tasks,
    sync_notes,
    task_list,
    audit,
    importing,
    settings,
    styleguide,
    you,
):
    router.include_router(module.router)
