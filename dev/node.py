"""What comes from the npm registry: prettier (linting) and one script that Debian
leaves out.
"""

import shutil

from dev.console import step
from dev.programs import run
from dev.workplace import build_once, digest


def ensure(workplace):
    """The folder ``node_modules`` with what ``package-lock.json`` pins."""
    sources = [
        workplace.checkout / "dev" / name
        for name in ("package.json", "package-lock.json")
    ]
    recipe = digest([path.read_text("utf-8") for path in sources])
    target = workplace.home / f"node-{recipe}"

    def build(folder):
        with step("Installing prettier"):
            for path in sources:
                shutil.copy(path, folder)
            # npm verifies each package against the lock file's checksum.
            run(
                workplace,
                "Installing the node packages",
                ["npm", "ci", "--ignore-scripts", "--cache", workplace.folder("npm")],
                cwd=folder,
                online=True,
            )

    build_once(target, recipe, build)
    return target / "node_modules"
