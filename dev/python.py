"""The Python packages: a virtual environment outside the checkout, pinned."""

import os
import subprocess
import sys
from pathlib import Path

from dev.console import step
from dev.errors import DevError
from dev.programs import find, run
from dev.workplace import build_once, digest

OLDEST, NEWEST = (3, 11), (3, 13)


def ensure(workplace, odoo):
    """The interpreter that has Odoo's, the addon's and the tools' packages.

    :param odoo: the :class:`dev.odoo.Source` that is put on its path.
    """
    python = base_interpreter(workplace)
    requirements = workplace.checkout / "requirements.txt"
    recipe = digest(
        requirements.read_text("utf-8"), python, _version(python), odoo.identity
    )
    target = workplace.home / f"venv-{recipe}"

    def build(folder):
        with step("Installing the Python packages of requirements.txt"):
            _make_venv(workplace, python, folder)
            run(
                workplace,
                "Installing the Python packages",
                [
                    folder / "bin/python",
                    *("-m", "pip", "install", "--disable-pip-version-check"),
                    *("--prefer-binary", "--requirement", requirements),
                ],
                online=True,
            )

    build_once(target, recipe, build)
    _put_on_path(target, odoo)
    return target / "bin/python"


def _put_on_path(venv, odoo):
    """Make ``import odoo`` find the chosen Odoo (after the pinned packages)."""
    (site_packages,) = venv.glob("lib/python*/site-packages")
    entry = site_packages / "odoo_home.pth"
    if not entry.exists() or entry.read_text() != f"{odoo.package_root}\n":
        entry.write_text(f"{odoo.package_root}\n")


def _make_venv(workplace, python, folder):
    run(workplace, "Making the virtual environment", [python, "-m", "venv", folder])


def base_interpreter(workplace):
    """An interpreter of a version that Odoo 19 and our pins run on."""
    names = [f"python{OLDEST[0]}.{m}" for m in range(OLDEST[1], NEWEST[1] + 1)]
    candidates = [Path(os.path.realpath(sys.executable))]
    candidates += [found for name in names if (found := find(workplace, name))]
    for python in candidates:
        if OLDEST <= _version(python) <= NEWEST:
            return python
    raise DevError(
        f"Python {'.'.join(map(str, _version(candidates[0])))} is too old or too new: "
        f"the pinned packages need {OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}.",
        f"Install one of {', '.join(names)} so that it is found on the PATH.",
    )


def _version(python):
    """``(major, minor)`` of an interpreter; (0, 0) when it does not run."""
    code = "import sys; print(*sys.version_info[:2])"
    told = subprocess.run(
        [python, "-c", code], capture_output=True, text=True, check=False
    )
    return tuple(map(int, told.stdout.split())) or (0, 0)
