"""Where the templates, the static files and the shipped playbook are: in the checkout, or in the wheel."""

from pathlib import Path

PACKAGE = Path(__file__).parent
ROOT = PACKAGE / "_shipped" if (PACKAGE / "_shipped").is_dir() else PACKAGE.parent

TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
PLAYBOOK = ROOT / "role_ladders"
