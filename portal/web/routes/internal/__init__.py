"""Pages for the vendor's staff."""

from fastapi import APIRouter

from portal.web.routes.internal import account, portfolio, tasks, you

router = APIRouter()
for module in (portfolio, account, tasks, you):
    router.include_router(module.router)
