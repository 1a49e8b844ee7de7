"""The playbook, to read."""

from fastapi import APIRouter

from portal.web.routes.internal.playbook import history, pages, parts

router = APIRouter()
for module in (pages, parts, history):
    router.include_router(module.router)
