"""The servers under measurement: the portal, and the least that can be done with the same bytes.

`python -m tests.bench.server portal|bare|least PORT`, pinned to the servers' core.
"""

import os
import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Response

from portal.app import create_app
from portal.cli.running import spare_what_stays
from portal.settings import Settings, load
from tests.bench.least import create_app as create_least

SERVER_CORE = 0


def bare() -> FastAPI:
    """Answers the start page, and whoever ticks a step, with the bytes of one file, read at start-up."""
    body = Path(os.environ["BENCH_PAGE"]).read_bytes()
    app = FastAPI(docs_url=None, redoc_url=None)

    @app.get("/")
    async def page() -> Response:
        return Response(body, media_type="text/html; charset=utf-8")

    @app.post("/milestones/{milestone_id}/steps/{step_id}")
    async def tick(milestone_id: str, step_id: str) -> Response:  # noqa: ARG001 - as the portal's route
        return Response(body, media_type="text/html; charset=utf-8")

    return app


def portal() -> FastAPI:
    """The portal, as `portal serve` makes it."""
    return create_app(load(Settings))


def least() -> FastAPI:
    """Stores the same events in the same tables, and that is all."""
    return create_least(os.environ["PORTAL_DATABASE_URL"])


APPS = {"bare": bare, "least": least, "portal": portal}


def main(name: str, port: str) -> None:
    """Serve one of the applications, as `portal serve` serves the portal."""
    os.sched_setaffinity(0, {SERVER_CORE})
    app = APPS[name]()
    spare_what_stays()
    config = uvicorn.Config(app, port=int(port), loop="uvloop", http="httptools", access_log=False, log_level="warning")
    uvicorn.Server(config).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
