"""The tests: ours in a database of their own, Odoo's with and without the addon."""

import os
import re
import xml.etree.ElementTree as ET
from pathlib import Path

from dev import environment
from dev.console import say, step
from dev.errors import DevError
from dev.lint import lint, lint_odoo
from dev.lock import locked
from dev.programs import show
from dev.workplace import MODULE

LOGGED = re.compile(r"^\S+ \S+ \d+ (WARNING|ERROR|CRITICAL) ")
WORKERS = 2
BUSY = "another run is testing this checkout"
ODOO_SUITES = ("crm", "sales_team", "sale_crm")
# Of a module that the addon works with and does not need.
MARGINS = "sale_margin"
MARGIN_TESTS = "test_results_margin_"
QUERY_COUNT = re.compile(r"(\d+) > (\d+)")
ALLOWED_GROWTH = 1.10


def test(workplace, *, full=False):
    """Lint, then run our tests; with ``T=<path or pattern>`` only some tests.

    :param full: also the long forms of the tests, with coverage, and all once more in a
        database with demo data.
    :return: the exit code.
    """
    chosen = workplace.environ.get("T")
    env = environment.ensure(workplace, cluster="test", browser=True, printer=full)
    with locked(workplace, f"test-{workplace.key}", BUSY):
        if not chosen and (lint(workplace) or _test_dev(env)):
            return 1
        return _test_addon(env, chosen, full=full) or (
            _test_addon(env, chosen, demo=True) if full else 0
        )


def test_full(workplace):
    """Everything: our tests in their long forms, those of margins with the module for
    them, Odoo's linter, Odoo's suites.
    """
    codes = [
        test(workplace, full=True),
        test_margins(workplace),
        lint_odoo(workplace),
        test_odoo(workplace),
    ]
    return int(any(codes))


def _test_dev(env):
    """Run the tests of ``dev/``, which need no Odoo."""
    folder = env.workplace.checkout / "dev" / "tests"
    command = [
        *(
            env.odoo.python,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:odoo",
            "-p",
            "no:cacheprovider",
        ),
        *("-n", str(WORKERS), f"--rootdir={folder}", f"--confcutdir={folder}", folder),
    ]
    environ = {**env.odoo.env, "PYTHONPATH": str(env.workplace.checkout)}
    return show(command, env=environ, cwd=folder)


def _test_addon(env, chosen, *, full=False, demo=False):
    database = env.workplace.database("test")
    template = prepare(env, database, demo=demo)
    report = env.workplace.folder("reports") / f"test-{env.workplace.key}.xml"
    extra = {
        "CRM_PLAYBOOK_TEMPLATE_DB": template,
        "CRM_PLAYBOOK_TEST_DB": database,
        **({"CRM_PLAYBOOK_FULL": "1"} if full else {}),
    }
    code = _pytest(env, database, _selection(env, chosen), report, extra, full=full)
    skipped = [
        name
        for name, (result, _text) in read_report(report).items()
        if result == "skipped"
    ]
    if skipped:
        say(f"Skipped tests count as failures here: {', '.join(skipped)}")
        return 1
    return code


def prepare(env, database, *, demo=False):
    """Install the addon into ``database``, a clone of the template.

    :return: the template's name.
    :raise DevError: when the installation logs a warning or an error.
    """
    template = env.databases.template(demo=demo)
    for leftover in range(WORKERS):
        env.databases.drop(f"{database}-gw{leftover}")
    with step("Installing the addon into the test database"):
        env.databases.clone(template, database)
        output = env.odoo.install(database, [MODULE], demo=demo, log="test-install")
        warnings = [line for line in output.splitlines() if LOGGED.match(line)]
        if warnings:
            raise DevError(
                "Installing the addon logged warnings:\n" + "\n".join(warnings),
                f"Mend them; the whole log is {env.workplace.log('test-install')}.",
            )
    with step("Building the web assets"):
        # Now, once: workers that did it at the same time would each clear away what the
        # others have made, for they share the files.
        env.databases.warm_assets(database)
    return template


def test_margins(workplace):
    """Run the tests of margins where Odoo's module for them was installed before the
    addon, and where it was after it; with ``T`` others.

    :return: the exit code.
    """
    env = environment.ensure(workplace, cluster="test", browser=True)
    chosen = workplace.environ.get("T") or MARGIN_TESTS
    with locked(workplace, f"test-{workplace.key}", BUSY):
        codes = [
            _test_with_margins(env, chosen, first, second)
            for first, second in ((MARGINS, MODULE), (MODULE, MARGINS))
        ]
    return int(any(codes))


def _test_with_margins(env, chosen, *modules):
    database = env.workplace.database("margins")
    name = f"margins-{modules[0]}-first"
    report = env.workplace.folder("reports") / f"{name}-{env.workplace.key}.xml"
    _drop_with_workers(env, database)
    env.databases.clone(env.databases.template(demo=False), database)
    for module in modules:
        output = env.odoo.install(database, [module], log=name)
        warnings = [line for line in output.splitlines() if LOGGED.match(line)]
        if warnings:
            raise DevError(
                f"Installing {module} logged warnings:\n" + "\n".join(warnings),
                f"Mend them; the whole log is {env.workplace.log(name)}.",
            )
    extra = {"CRM_PLAYBOOK_WITH_MARGINS": "1", "CRM_PLAYBOOK_TEST_DB": database}
    code = _pytest(env, database, _selection(env, chosen), report, extra)
    _drop_with_workers(env, database)
    return code


def _drop_with_workers(env, database):
    for name in (database, *(f"{database}-gw{worker}" for worker in range(WORKERS))):
        env.databases.drop(name)


def _selection(env, chosen):
    """pytest's arguments for ``T``: a path below tests/, else one for ``-k``."""
    if not chosen:
        return [f"{MODULE}/tests"]
    name = chosen.removeprefix("tests/")
    path = name.partition("::")[0]
    if (env.workplace.checkout / "tests" / path).is_file():
        return [f"{MODULE}/tests/{name}"]
    return [f"{MODULE}/tests", "-k", chosen]


def _pytest(env, database, selection, report, extra, *, full=False):
    folder = env.odoo.own_addons
    coverage = [
        *(f"--cov={MODULE}/models", f"--cov={MODULE}/wizards", f"--cov={MODULE}/tools"),
        *("--cov-branch", "--cov-report=term-missing:skip-covered"),
        "--cov-fail-under=90",
    ]
    command = [
        *(env.odoo.python, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
        *("-p", "shared_filestore"),
        *("-W", "ignore:'crypt' is deprecated:DeprecationWarning"),
        *("-n", str(WORKERS), "--dist", "loadfile", f"--rootdir={folder}"),
        *(f"--odoo-database={database}", "--odoo-http", "--odoo-log-level=warn"),
        *(f"--junitxml={report}", *(coverage if full else []), *selection),
    ]
    report.unlink(missing_ok=True)
    # Where it finds the plugin.
    paths = [str(env.workplace.checkout / "dev" / "scripts")]
    paths += filter(None, [env.odoo.env.get("PYTHONPATH")])
    extra = {**extra, "PYTHONPATH": os.pathsep.join(paths)}
    return show(command, env={**env.odoo.env, **extra}, cwd=folder)


def read_report(path):
    """Read a JUnit file.

    :return: a dictionary from a test's full name to ``(result, message)``; ``result``
        is one of passed, failed, skipped.
    """
    results = {}
    if not path.exists():
        return results
    for case in ET.parse(path).iter("testcase"):
        result, message = "passed", ""
        for child in case:
            if child.tag in ("failure", "error", "skipped"):
                result = "skipped" if child.tag == "skipped" else "failed"
                message = f"{child.get('message', '')}\n{child.text or ''}"
        results[f"{case.get('classname')}.{case.get('name')}"] = (result, message)
    return results


def test_odoo(workplace):
    """Run Odoo's own suites with the addon and without it, and tell the difference.

    :return: 1 when a test fails with the addon that passes without it, except a count
        of queries that grows by no more than a tenth.
    """
    env = environment.ensure(workplace, cluster="test", browser=True)
    with locked(workplace, f"test-{workplace.key}", BUSY):
        without = _odoo_suites(env, "without", installed=False)
        with_addon = _odoo_suites(env, "with", installed=True)
    return compare(without, with_addon)


def _odoo_suites(env, label, *, installed):
    database = env.workplace.database(f"odoo_{label}")
    if installed:
        prepare(env, database)
    else:
        env.databases.clone(env.databases.template(demo=False), database)
    paths = [
        str(Path(folder) / suite / "tests")
        for suite in ODOO_SUITES
        for folder in env.odoo.source.addons
        if (Path(folder) / suite / "tests").is_dir()
    ]
    report = env.workplace.folder("reports") / f"odoo-{label}-{env.workplace.key}.xml"
    with step(f"Running Odoo's suites {', '.join(ODOO_SUITES)} {label} the addon"):
        _pytest(env, database, paths, report, {})
    env.databases.drop(database)
    return read_report(report)


def compare(without, with_addon):
    """Print what differs between two runs of the same suites.

    :return: 0 when nothing fails only with the addon (see :func:`test_odoo`), else 1.
    """
    say()
    for label, results in (("without", without), ("with", with_addon)):
        failed = sum(result == "failed" for result, _message in results.values())
        say(f"{label:>8} the addon: {len(results)} tests, {failed} failed")
    broken = [name for name in {**without, **with_addon} if name.startswith(".")]
    if not with_addon or broken or set(without) - set(with_addon):
        say(f"Some tests could not be run: {', '.join(broken) or 'see above'}")
        return 1
    worse = 0
    for name, (result, message) in sorted(with_addon.items()):
        if result != "failed":
            continue
        before, old_message = without.get(name, ("passed", ""))
        verdict = _judge(before, old_message, message)
        say(f"  {verdict}: {name}")
        if verdict.startswith("WORSE"):
            say(message[:2000])
            worse += 1
    return int(bool(worse))


def _judge(before, old_message, message):
    """What to say of a test that fails with the addon.

    A count of queries may be a tenth above what it is without the addon (above what the
    test allows, where it passes without).
    """
    counts = QUERY_COUNT.findall(message) if "uery count" in message else []
    old_counts = QUERY_COUNT.findall(old_message)
    if not counts:
        return "fails without the addon too" if before == "failed" else "WORSE"
    if len(old_counts) == len(counts):
        old = [count for count, _allowed in old_counts]
        pairs = list(zip((count for count, _ in counts), old, strict=True))
    else:
        pairs = counts
    told = ", ".join(f"{new} queries (without: {old})" for new, old in pairs)
    kept = all(int(new) <= int(old) * ALLOWED_GROWTH for new, old in pairs)
    return f"within 10 %, {told}" if kept else f"WORSE, {told}"
