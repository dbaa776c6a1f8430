"""The linters: style, Odoo's and the OCA's rules, XML layout."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from dev import environment
from dev.console import say, step
from dev.errors import DevError
from dev.lock import locked
from dev.programs import show
from dev.workplace import MODULE

# Checks of the OCA that contradict this project: a README in Markdown is Odoo's own way
# in 19.
OCA_OFF = "prefer-readme-rst,weblate-component-too-long"


def lint(workplace):
    """Run every linter, so that one run shows all there is to mend.

    :return: 0 when all are content, 1 otherwise.
    """
    python = environment.ensure_python(workplace)
    node_modules = environment.ensure_node(workplace)
    folder = workplace.checkout
    files = tracked_files(folder)
    environ = _environ(workplace)
    results = {
        "ruff": show([python, "-m", "ruff", "check", folder], env=environ),
        "ruff format": show(
            [python, "-m", "ruff", "format", "--check", "--quiet", folder],
            env=environ,
        ),
        "pylint-odoo": _pylint(workplace, python),
        "OCA checks": _oca_checks(workplace, python, files),
        "prettier": _prettier(workplace, node_modules, files, "--check"),
    }
    failed = [name for name, code in results.items() if code]
    if failed:
        say(f"lint: {', '.join(failed)} found something (make format mends layout).")
        return 1
    say(f"lint: {', '.join(results)} found nothing.")
    return 0


def format_code(workplace):
    """Let ruff and prettier lay the files out."""
    python = environment.ensure_python(workplace)
    node_modules = environment.ensure_node(workplace)
    folder = workplace.checkout
    environ = _environ(workplace)
    show([python, "-m", "ruff", "check", "--fix", folder], env=environ)
    show([python, "-m", "ruff", "format", folder], env=environ)
    _prettier(workplace, node_modules, tracked_files(folder), "--write")


def lint_odoo(workplace):
    """Run Odoo's own ``test_lint`` with the addon in the addons path.

    Its pylint and eslint parts are left out: ours are stricter, and they read all of
    Odoo.
    """
    env = environment.ensure(workplace, cluster="test")
    database = workplace.database("lint")
    with (
        locked(workplace, f"lint-{workplace.key}", "another run is linting"),
        step("Running Odoo's test_lint"),
    ):
        env.databases.clone(env.databases.template(demo=False), database)
        tags = "/test_lint,-/test_lint:TestPyLint,-/test_lint:TestESLint"
        output = env.odoo.run(
            "Odoo's test_lint",
            *("-d", database, "-i", f"{MODULE},test_lint", "--test-tags", tags),
            *("--stop-after-init", "--http-port", "0"),
            log="test-lint",
        )
        env.databases.drop(database)
    result = [line for line in output.splitlines() if "failed, " in line]
    if not result:
        raise DevError("test_lint ran no test.", f"See {workplace.log('test-lint')}.")
    say(result[-1].partition("odoo.tests.result: ")[2] or result[-1])
    return 0


def tracked_files(folder):
    """The files below ``folder`` that git does not ignore, relative to it."""
    listed = subprocess.run(
        ["git", "-C", folder, "ls-files", "-co", "--exclude-standard", "-z"],
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        raise DevError(
            f"{folder} is no git checkout: {listed.stderr.strip()}",
            "Clone the repository; the linters ask git which files there are.",
        )
    names = filter(None, listed.stdout.split("\0"))
    return [Path(name) for name in names if (folder / name).is_file()]


def export(folder, files, target):
    """Copy ``files`` of the checkout ``folder`` to ``target``."""
    for path in files:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(folder / path, target / path)


def _environ(workplace):
    """The environment in which linters keep their caches out of the checkout."""
    return {
        **workplace.environ,
        "RUFF_CACHE_DIR": workplace.folder("ruff"),
        "PYLINTHOME": workplace.folder("pylint"),
    }


def _pylint(workplace, python):
    return show(
        [python, "-m", "pylint", "--rcfile=.pylintrc", "--jobs=0", "."],
        env=_environ(workplace),
        cwd=workplace.checkout,
    )


def _oca_checks(workplace, python, files):
    """Run the OCA's module checks on a copy.

    They find no module whose manifest stands at the top of a git checkout (and then
    exit 0), so the copy has the module one level below.
    """
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        export(workplace.checkout, files, top / MODULE)
        subprocess.run(["git", "-C", top, "init", "--quiet"], check=True)
        return show(
            [python.parent / "oca-checks-odoo-module", f"--disable={OCA_OFF}", MODULE],
            env=workplace.environ,
            cwd=top,
        )


def _prettier(workplace, node_modules, files, mode):
    chosen = [p for p in files if p.suffix in (".xml", ".js", ".scss")]
    if not chosen:
        return 0
    environ = {**workplace.environ, "NODE_PATH": node_modules}
    config = ("--config", "prettier.config.cjs", "--log-level", "warn")
    return show(
        ["node", node_modules / "prettier/bin/prettier.cjs", *config, mode, *chosen],
        env=environ,
        cwd=workplace.checkout,
    )
