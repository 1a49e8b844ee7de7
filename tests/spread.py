"""How the tests are spread over processes: what shares something dear to start stays together, and begins first."""

from collections.abc import Mapping

from xdist.scheduler import LoadScopeScheduling

TOGETHER: Mapping[str, tuple[str, ...]] = {
    "pages": ("tests/e2e/test_customer_pages.py", "tests/e2e/test_internal_pages.py"),
    "desk": ("tests/e2e/test_csm_journey.py", "tests/e2e/test_hostile_names.py", "tests/e2e/test_two_editors.py"),
    "journeys": ("tests/e2e/",),
    "faults": ("tests/faults/",),
    "package": ("tests/test_package.py",),
    "clients": ("tests/interop/events/test_browser_clients.py", "tests/interop/events/test_node_clients.py"),
    "sign-in": ("tests/interop/test_sign_in.py",),
    "architecture": ("tests/test_architecture.py", "tests/test_templates.py", "tests/web/test_marks.py"),
    "story": ("tests/demo/story/",),
}
"""What stays together, by the files and folders it is in; the first that fits decides.

Pages and journeys start a demo each, faults their servers; the package has its environment and the clients have theirs;
the architecture is read from every file there is, and a story is told for its tests. One process does that once.
"""


class Spread(LoadScopeScheduling):  # type: ignore[misc]  # the package comes without types
    """Gives every process the next test when it is done, and the groups first, by how many tests they have.

    The marks that pytest-xdist has for groups do nothing: it hands them over in a field that pytest no longer reads.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((group for group, places in TOGETHER.items() if nodeid.startswith(places)), nodeid)
