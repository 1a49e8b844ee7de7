"""Where the templates, the static files, the translations and the shipped playbook are, in checkout and wheel."""

from pathlib import Path

PACKAGE = Path(__file__).parent
ROOT = PACKAGE / "_shipped" if (PACKAGE / "_shipped").is_dir() else PACKAGE.parent

TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
PLAYBOOK = ROOT / "role_ladders"
CATALOGUES = PACKAGE / "web" / "catalogues"
