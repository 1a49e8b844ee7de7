"""From `make demo` in a fresh checkout to its first page, where the packages it needs were fetched before."""

import subprocess
import tempfile
import time
from pathlib import Path

from tests.bench.table import Figure, Round, Sample
from tests.process import free_port, run_demo

DEMO, SECONDS = "make demo", "s"
ROOT = Path(__file__).parents[2]


def rows() -> list[Figure]:
    """What is printed."""
    return [Figure("make demo → first page, s", DEMO, SECONDS, must=60, goal=20)]


def measure() -> Round:
    """Make a checkout, without an environment, and start the demo in it."""
    with tempfile.TemporaryDirectory() as name:
        folder, checkout = Path(name), Path(name) / "checkout"
        subprocess.run(["git", "checkout-index", "--all", f"--prefix={checkout}/"], cwd=ROOT, check=True)  # noqa: S603, S607 - git, as a person would
        # The shell gets `--data` and the folder, and gives make what make understands; the bench's own ARGS stay here.
        command = ["sh", "-c", f'exec make demo ARGS= PORT={free_port(2)} DATA="$2"', "demo"]
        start = time.perf_counter()
        with run_demo(command, data=folder / "data", cwd=checkout) as demo:
            page = demo.get("/login")
            seconds = time.perf_counter() - start
    if page.status != 200 or "<html" not in page.text:
        message = f"The demo's first page answers {page.status}: {page.text[:300]}"
        raise RuntimeError(message)
    return {DEMO: Sample(1, seconds, figures={SECONDS: seconds})}
