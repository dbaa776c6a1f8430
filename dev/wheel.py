"""A wheel of the addon, for who installs Odoo's addons with pip."""

import tempfile
from pathlib import Path

from dev import environment
from dev.console import say, step
from dev.lint import export, tracked_files
from dev.programs import run
from dev.workplace import MODULE

# Only for who works on the addon.
LEFT_OUT = {
    *("dev", "docs", "newsfragments", "tests"),
    *("Makefile", "prettier.config.cjs", "requirements.txt"),
}


def build(workplace):
    """Build ``dist/crm_playbook-*.whl``."""
    python = environment.ensure_python(workplace)
    with step("Building the wheel"):
        path = build_wheel(workplace, python, workplace.checkout / "dist")
    say(f"Built {path}")


def build_wheel(workplace, python, target):
    """Build the wheel with ``python`` into the folder ``target``.

    It is built from an export: whool names the addon after its folder, and a checkout
    may have any name.

    :return: the wheel's path.
    """
    files = [path for path in tracked_files(workplace.checkout) if _belongs(path)]
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / MODULE
        export(workplace.checkout, files, source)
        run(
            workplace,
            "Building the wheel",
            [
                *(python, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation"),
                *("--disable-pip-version-check", "--wheel-dir", target, source),
            ],
            log="wheel",
        )
    return max(target.glob("*.whl"), key=lambda path: path.stat().st_mtime)


def _belongs(path):
    """Whether the file is part of the addon (``pyproject.toml`` builds it)."""
    hidden = path.parts[0].startswith(".")
    return not (
        hidden or path.parts[0] in LEFT_OUT or path.parts[:2] == ("static", "tests")
    )
