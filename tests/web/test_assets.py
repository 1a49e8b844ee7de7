from portal.web.assets import static_url
from tests.web.conftest import World


async def test_an_address_with_a_hash_is_kept_for_ever_and_one_without_for_a_day(world: World) -> None:
    hashed = await world.member.get(static_url("css/app.css"))
    plain = await world.member.get("/static/fonts/figtree.woff2")
    assert "immutable" in hashed.headers["Cache-Control"]
    assert plain.headers["Cache-Control"] == "public, max-age=86400"


async def test_text_travels_compressed_and_what_is_compressed_already_does_not_twice(world: World) -> None:
    offer = {"Accept-Encoding": "gzip"}
    for address in ("/", static_url("css/app.css"), static_url("js/htmx-4.0.1.min.js")):
        assert (await world.member.get(address, headers=offer)).headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in (await world.member.get("/static/fonts/figtree.woff2", headers=offer)).headers


async def test_a_reader_who_offers_no_compression_gets_none(world: World) -> None:
    answer = await world.member.get("/", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in answer.headers
