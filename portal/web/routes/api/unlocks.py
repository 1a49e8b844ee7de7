"""OFREP, the OpenFeature Remote Evaluation Protocol: the vendor's product asks which features are open."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials
from sqlalchemy.ext.asyncio import AsyncSession

from portal.domain.audit import Actor
from portal.domain.errors import Invalid
from portal.domain.unlocks import Standing, Why
from portal.identity.keys import parse
from portal.services import unlocks
from portal.services.keys import UNLOCKS_READ
from portal.services.unlocks import Target
from portal.web.deps import Portal, PortalDep, ReaderDep
from portal.web.routes.api.answers import HEADERS, ConditionsDep, etag
from portal.web.routes.api.keys import BEARER, may

Reader = Annotated[Actor, may(UNLOCKS_READ)]
LONGEST: Final = 220
DAMAGED: Final = "The body cannot be read: send JSON, in UTF-8."
UNFIT: Final = "`context` is an object, `targetingKey` and `account` in it are texts of at most 220 characters."
NOBODY: Final = "Send the member's id as `targetingKey` in the context, or `account:` and the account's id."
UNKNOWN: Final = "No milestone of the playbook unlocks a feature of this name."


class Context(msgspec.Struct, rename="camel"):
    """What of the evaluation context counts here; the rest of it is the product's own."""

    targeting_key: str | None = None
    account: str | None = None


class Asked(msgspec.Struct):
    """The body of an evaluation request."""

    context: Context = msgspec.field(default_factory=Context)


class Code(StrEnum):
    """What OpenFeature calls the reasons for which there is no evaluation."""

    PARSE_ERROR = "PARSE_ERROR"
    TARGETING_KEY_MISSING = "TARGETING_KEY_MISSING"
    INVALID_CONTEXT = "INVALID_CONTEXT"
    FLAG_NOT_FOUND = "FLAG_NOT_FOUND"


class Refused(Exception):
    """An evaluation that cannot be, with a sentence that says how to mend it."""

    def __init__(self, code: Code, details: str) -> None:
        super().__init__(details)
        self.answer = {"errorCode": code, "errorDetails": details}


async def within_limit(
    portal: PortalDep, _key: Reader, given: Annotated[HTTPAuthorizationCredentials, Depends(BEARER)]
) -> None:
    """Raise 429 for a key that asks too often. It is counted by its id, once it is known to be one."""
    presented = parse(given.credentials.strip())
    if presented and (seconds := await portal.unlock_limit.wait(presented.id)):
        raise HTTPException(429, portal.unlock_limit.sentence, {"Retry-After": str(seconds)})


router = APIRouter(prefix="/ofrep/v1/evaluate/flags", include_in_schema=False, dependencies=[Depends(within_limit)])


@router.post("")
async def every(
    request: Request, _key: Reader, session: ReaderDep, *, portal: PortalDep, conditions: ConditionsDep
) -> Response:
    """Every feature at once; to whoever has the answer already, only that."""
    try:
        found = await _evaluate(request, portal, session)
    except Refused as refused:
        return JSONResponse(refused.answer, 400)
    content = msgspec.json.encode({"flags": [_flag(one) for one in found.values()]})
    headers = {**HEADERS, "ETag": etag(content)}
    if headers["ETag"] in conditions.none_match:
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type="application/json")


@router.post("/{key}")
async def one(request: Request, _key: Reader, session: ReaderDep, *, portal: PortalDep, key: str) -> Response:
    """One feature."""
    try:
        found = await _evaluate(request, portal, session)
    except Refused as refused:
        return JSONResponse({"key": key, **refused.answer}, 400)
    if key not in found:
        return JSONResponse({"key": key, "errorCode": Code.FLAG_NOT_FOUND, "errorDetails": UNKNOWN}, 404)
    return JSONResponse(_flag(found[key]), headers=HEADERS)


async def _evaluate(request: Request, portal: Portal, session: AsyncSession) -> Mapping[str, Standing]:
    target = _target(await request.body())
    try:
        return await unlocks.evaluate(session, playbook=portal.playbook, target=target)
    except Invalid as refusal:
        raise Refused(Code.INVALID_CONTEXT, refusal.message) from None


def _target(body: bytes) -> Target:
    """Whom the request asks about. Raises Refused."""
    try:
        context = msgspec.json.decode(body, type=Asked).context
    except msgspec.ValidationError:
        raise Refused(Code.INVALID_CONTEXT, UNFIT) from None
    except (msgspec.DecodeError, RecursionError):
        raise Refused(Code.PARSE_ERROR, DAMAGED) from None
    if not context.targeting_key:
        raise Refused(Code.TARGETING_KEY_MISSING, NOBODY)
    if any(len(text) > LONGEST or "\0" in text for text in (context.targeting_key, context.account or "")):
        raise Refused(Code.INVALID_CONTEXT, UNFIT)
    return Target(context.targeting_key, context.account)


def _flag(standing: Standing) -> dict[str, Any]:
    """A feature as OpenFeature reads it."""
    milestone = {"milestone": standing.milestone_id} if standing.milestone_id else {}
    return {
        "key": standing.feature,
        "value": standing.open,
        "variant": "open" if standing.open else "closed",
        "reason": "DEFAULT" if standing.why is Why.NOT_YET else "TARGETING_MATCH",
        "metadata": {"why": standing.why, **milestone},
    }
