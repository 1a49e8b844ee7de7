from fastapi import APIRouter
from fastapi.routing import APIRoute

from portal.app import ROUTES
from portal.web.routing import together


async def nothing() -> None:
    return None


def test_routes_keep_their_order_and_what_their_module_gave_them() -> None:
    one, other = APIRouter(prefix="/one", include_in_schema=False), APIRouter(prefix="/other")
    one.get("/page")(nothing)
    other.post("")(nothing)
    found = [route for route in together(one, other).routes if isinstance(route, APIRoute)]
    assert [(route.path, route.methods, route.include_in_schema) for route in found] == [
        ("/one/page", {"GET"}, False),
        ("/other", {"POST"}, True),
    ]


def test_no_route_of_the_portal_is_behind_another_router() -> None:
    assert [route for route in ROUTES if not isinstance(route, APIRoute)] == []
