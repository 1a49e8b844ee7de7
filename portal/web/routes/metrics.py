"""What a monitoring system asks for, every few seconds."""

from typing import Annotated

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST

from portal.domain.audit import Actor
from portal.services import operations
from portal.services.keys import METRICS_READ
from portal.web import gauges
from portal.web.deps import NowDep, PortalDep, ReaderDep
from portal.web.routes.api.keys import may

router = APIRouter(include_in_schema=False)
Reader = Annotated[Actor, may(METRICS_READ)]


@router.get("/metrics")
async def show(portal: PortalDep, session: ReaderDep, now: NowDep, _key: Reader) -> Response:
    """What this process counted, and how the installation keeps up, in Prometheus' text format."""
    pace = await operations.pace(session, now=now)
    return Response(portal.metrics.text() + gauges.text(pace, now=now), headers={"content-type": CONTENT_TYPE_LATEST})
