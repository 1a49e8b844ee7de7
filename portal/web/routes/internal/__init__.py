"""Pages for the vendor's staff."""

from fastapi import APIRouter

from portal.web.routes.internal import account, holds, live, portfolio, start, task_list, tasks, you

router = APIRouter()
for module in (portfolio, live, account, start, holds, tasks, task_list, you):
    router.include_router(module.router)
