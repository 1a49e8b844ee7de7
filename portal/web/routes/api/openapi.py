"""What the API can do, for machines: the OpenAPI document."""

from functools import lru_cache
from typing import Any, Final

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse

from portal.web.api.problems import Problem
from portal.web.routes.api import (
    accounts,
    bounces,
    decisions,
    handoffs,
    members,
    progress,
    stakeholders,
    tasks,
    touchpoints,
    verdicts,
)
from portal.web.routing import together

RESOURCES: Final = (
    accounts,
    handoffs,
    stakeholders,
    members,
    touchpoints,
    tasks,
    decisions,
    progress,
    verdicts,
    bounces,
)
"""What the API reads and writes, in the order in which it is told."""
ABOUT: Final = (
    "Accounts, the people in them and how they fare, for your CRM, your product and your data warehouse. "
    "Every address needs a key: `portal keys create`. What you create you name by the id it has in your own system, "
    "so that sending the same twice does nothing the second time."
)

router = APIRouter(include_in_schema=False)
api = together(*(resource.router for resource in RESOURCES))


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """The OpenAPI document, with the shape of refusals."""
    described = get_openapi(title="Onboarding Portal", version="1", description=ABOUT, routes=api.routes)
    refusal = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas = described["components"]["schemas"]
    schemas |= refusal.pop("$defs") | {"Problem": refusal}
    return described


@router.get("/api/v1/openapi.json")
async def machine_readable() -> JSONResponse:
    """The OpenAPI document."""
    return JSONResponse(document())
