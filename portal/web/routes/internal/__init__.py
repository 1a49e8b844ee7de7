"""Pages for the vendor's staff."""

from fastapi import APIRouter

from portal.web.routes.internal import (
    account,
    audit,
    calendar,
    deliveries,
    editor,
    importing,
    live,
    playbook,
    portfolio,
    settings,
    styleguide,
    task_list,
    you,
)

router = APIRouter()
for module in (
    portfolio,
    live,
    account,
    task_list,
    calendar,
    editor,
    playbook,
    audit,
    deliveries,
    importing,
    settings,
    styleguide,
    you,
):
    router.include_router(module.router)
