"""Pages for the vendor's staff."""

from fastapi import APIRouter

from portal.web.routes.internal import (
    account,
    account_live,
    as_member,
    audit,
    holds,
    live,
    naming,
    plays,
    portfolio,
    start,
    success_plan,
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
    as_member,
    start,
    kickoff,
    success_plan,
    go_live,
    holds,
    tasks,
    task_list,
    audit,
    you,
):
    router.include_router(module.router)
