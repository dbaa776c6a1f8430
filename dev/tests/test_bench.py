import pytest

from dev import (
    bench_followup,
    bench_indicators,
    bench_loading,
    bench_quality,
    bench_reports,
    bench_rfm,
)
from dev.bench import SIZES
from dev.bench_table import TOLD, Result, fails, show_table, told


def result(**values):
    columns = {"name": "run", "without": "1 s", "with_addon": "2 s", "compared": "x 2"}
    return Result(**{**columns, "limit": "x 1.5", "kept": False, **values})


def test_binding_limit_that_is_exceeded_fails():
    assert fails([result(kept=True), result()])
    assert not fails([result(kept=True), result(binding=False)])


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ({}, "LIMIT EXCEEDED"),
        ({"kept": True}, "x 1.5"),
        ({"binding": False}, "LIMIT EXCEEDED (measured, binding later)"),
        ({"kept": True, "binding": False}, "kept (measured, binding later)"),
        ({"kept": True, "binding": False, "limit": TOLD}, TOLD),
    ],
)
def test_each_line_ends_with_its_verdict(capsys, values, verdict):
    show_table(
        "title", ("what", "peer", "ours", "compared", "limit"), [result(**values)]
    )
    assert capsys.readouterr().out.splitlines()[-1].endswith(verdict)


def test_costs_are_told_with_their_spread():
    costs = [{"wall": wall, "cpu": 0.5} for wall in (2, 1, 3)]
    assert told(costs) == "2.00 s (1.00 s to 3.00 s), CPU 500 ms"
    assert told(costs[:1]) == "2.00 s, CPU 500 ms"


@pytest.mark.parametrize("size", SIZES)
def test_no_more_leads_are_due_than_there_are(size):
    plan = bench_followup.PLANS[size]
    _partners, leads, _orders = SIZES[size]
    assert max(plan.few, plan.many, plan.open, *plan.automated) <= leads


def test_each_way_is_measured_alone_where_memory_counts():
    plan = bench_followup.PLANS["S"]
    many = [ways for due, ways in bench_followup._rounds(plan) if due == [plan.many]]
    assert many == [[["backlog"], ["limit"]]] * bench_followup.MANY_ROUNDS


@pytest.mark.parametrize("size", SIZES)
def test_a_load_is_compared_and_one_bad_line_of_a_hundred_left_out(size):
    plan = bench_loading.PLANS[size]
    cost = {"wall": 1, "cpu": 2, "memory": 3}
    costs = {name: [cost] for name in ("peer", "read", "review", "load")}
    compared = list(bench_loading._compare("file", costs))
    assert [each.compared[:6] for each in compared] == ["x 2.00", "x 3.00", ""]
    assert [each.kept for each in compared] == [False, False, True]
    bad = plan.bad // 100
    found = {"ours": plan.bad - bad, "rejected": bad, "peer": 0}
    assert bench_loading._bad(plan, found).kept
    assert not bench_loading._bad(plan, {**found, "rejected": 0}).kept


def _rfm_costs(ours, written=0):
    cost = {"cpu": 1.0, "wall": 1.0, "queries": 1, "memory": 1}
    run = {"scored": 1_000, "changed": written, "removed": 0, "moved": 0}
    return {
        "peer": [cost],
        "ours": [{**cost, "cpu": ours}],
        "again": [cost],
        "few": [cost],
        "naive": [cost],
        "found": {"run": run, "again": run, "few": run, "naive": 10},
        "backend": 100,
    }


def test_rfm_is_judged_by_the_sql_and_writes_nothing_twice(monkeypatch):
    def measured(size, ours, **kwargs):
        costs = _rfm_costs(ours, **kwargs)
        monkeypatch.setattr(bench_rfm, "bench_script", lambda *_a, **_k: costs)
        return [each.kept for each in bench_rfm.measure(None, size, "db")]

    assert all(measured("S", 1.2))
    assert not all(measured("S", 1.4))
    # At the smallest size the statement's own time is no measure.
    assert all(measured("XS", 9.0))
    assert not all(measured("XS", 1.0, written=1))


def test_quality_is_judged_by_the_sql(monkeypatch):
    def measured(size, ours):
        cost = {"cpu": 1.0, "wall": 1.0, "queries": 1, "memory": 1}
        costs = {
            "peer": [cost],
            "ours": [{**cost, "cpu": ours}],
            "again": [cost],
            "rows": [1_000, 1_000],
        }
        monkeypatch.setattr(bench_quality, "bench_script", lambda *_a, **_k: costs)
        return [each.kept for each in bench_quality.measure(None, size, "db")]

    assert all(measured("L", 1.9))
    assert not all(measured("L", 2.1))
    assert all(measured("XS", 9.0))


def test_indicators_are_judged_by_the_sql_and_write_nothing_twice(monkeypatch):
    def measured(size, ours, written=0):
        cost = {"cpu": 1.0, "wall": 1.0, "queries": 1, "memory": 1}
        both = {"peer": [cost], "ours": [{**cost, "cpu": ours}]}
        told = {"compared": {"new_customers": both}, "indicators": 2, "rows": 5}
        costs = {
            **{name: [cost] for name in ("all", "again", "back")},
            "slowest": "new_customers 0.10 s",
            "runs": 40,
            "written": written,
            **told,
        }
        monkeypatch.setattr(bench_indicators, "bench_script", lambda *_a, **_k: costs)
        return [each.kept for each in bench_indicators.compare(None, size, "db")]

    assert all(measured("L", 1.9))
    assert not all(measured("L", 2.1))
    assert all(measured("XS", 9.0))
    assert not all(measured("XS", 1.0, written=1))


def test_reports_are_judged_by_what_is_lost_and_by_their_queries(monkeypatch):
    def measured(queries=2_000, **told):
        cost = {"cpu": 1.0, "wall": 1.0, "queries": queries, "memory": 1}
        found = {"count": 100, "sent_after": 50, "begun": 53, "made_before": 50}
        costs = {"costs": [cost], "lost": 0, "doubled": 0, "left": 0, **found, **told}
        monkeypatch.setattr(bench_reports, "bench_script", lambda *_a, **_k: costs)
        return [each.kept for each in bench_reports.measure(None, "S", "db")]

    assert all(measured())
    for worse in ({"queries": 6_000}, {"lost": 1}, {"doubled": 1}, {"left": 1}):
        assert not all(measured(**worse))
    assert not all(measured(begun=61))
