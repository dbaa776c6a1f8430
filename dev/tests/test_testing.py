"""How results are judged: skips, Odoo's suites with and without the addon, T=."""

from types import SimpleNamespace

import pytest

from dev import testing

PASSED = ("passed", "")
MANY = "Query count more than expected for user admin: {} > 100 in test_x"


@pytest.mark.parametrize(
    ("without", "with_addon", "code"),
    [
        (PASSED, PASSED, 0),
        (PASSED, ("failed", "AssertionError: 1 != 2"), 1),
        (("failed", "x"), ("failed", "x"), 0),
        (PASSED, ("failed", MANY.format(110)), 0),
        (PASSED, ("failed", MANY.format(111)), 1),
        (("failed", MANY.format(200)), ("failed", MANY.format(220)), 0),
        (("failed", MANY.format(200)), ("failed", MANY.format(221)), 1),
        (("failed", "x"), ("failed", MANY.format(111)), 1),
    ],
)
def test_only_what_the_addon_breaks_counts(without, with_addon, code):
    assert testing.compare({"a.b": without}, {"a.b": with_addon}) == code


def test_suites_that_did_not_run_count():
    assert testing.compare({}, {}) == 1
    assert testing.compare({"a.b": PASSED, "a.c": PASSED}, {"a.b": PASSED}) == 1
    broken = {".test_module": ("failed", "import error")}
    assert testing.compare(broken, broken) == 1


def test_report_tells_results_apart(tmp_path):
    path = tmp_path / "report.xml"
    path.write_text(
        """<testsuites><testsuite>
        <testcase classname="a" name="good"/>
        <testcase classname="a" name="bad"><failure message="no">x</failure></testcase>
        <testcase classname="a" name="error"><error message="no">x</error></testcase>
        <testcase classname="a" name="left"><skipped message="no browser"/></testcase>
        </testsuite></testsuites>"""
    )
    results = {
        name: result for name, (result, _text) in testing.read_report(path).items()
    }
    assert results == {
        "a.good": "passed",
        "a.bad": "failed",
        "a.error": "failed",
        "a.left": "skipped",
    }
    assert testing.read_report(tmp_path / "none.xml") == {}


def test_chosen_tests(workplace):
    (workplace.checkout / "tests").mkdir()
    (workplace.checkout / "tests/test_a.py").touch()
    env = SimpleNamespace(workplace=workplace)
    select = testing._selection
    assert select(env, None) == ["crm_playbook/tests"]
    assert select(env, "tests/test_a.py") == ["crm_playbook/tests/test_a.py"]
    assert select(env, "test_a.py::TestA") == ["crm_playbook/tests/test_a.py::TestA"]
    assert select(env, "portal") == ["crm_playbook/tests", "-k", "portal"]


@pytest.mark.parametrize("level", ["WARNING", "ERROR", "CRITICAL"])
def test_logged_warnings_are_seen(level):
    line = f"2026-11-22 04:40:35,456 10766 {level} db odoo.registry: something"
    assert testing.LOGGED.match(line)
    assert not testing.LOGGED.match(line.replace(level, "INFO"))
