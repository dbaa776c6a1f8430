"""What the measuring scripts share; they find it on PYTHONPATH."""

import json
import os
import time
from pathlib import Path

STALE_DAYS = 40
DUE_DATE = """
    SELECT id, CASE WHEN ROW_NUMBER() OVER (ORDER BY id) <= %(count)s
                    THEN CURRENT_DATE - %(days)s ELSE CURRENT_DATE END AS date
      FROM crm_lead WHERE active
"""


def measure(env, func):
    """What one call costs, flush included: seconds, CPU seconds, queries, memory in MB.

    The cache is empty before. The CPU seconds are those of this process and of its
    backend; where PostgreSQL runs on another machine, whose CPU cannot be seen, seconds
    stand in for them. Memory is by how much this process grew at most.
    """
    env.flush_all()
    env.invalidate_all()
    # The peak of memory begins here.
    Path("/proc/self/clear_refs").write_text("5", "ascii")
    memory, queries = _memory("VmRSS"), env.cr.sql_log_count
    cpu, wall = _cpu(env), time.perf_counter()
    func()
    env.flush_all()
    return {
        "wall": time.perf_counter() - wall,
        "cpu": _cpu(env) - cpu,
        "queries": env.cr.sql_log_count - queries,
        "memory": _memory("VmHWM") - memory,
    }


def _cpu(env):
    process = Path(f"/proc/{env.cr._cnx.info.backend_pid}")
    if not process.exists() or (process / "comm").read_text("utf-8") != "postgres\n":
        return time.perf_counter()
    # Nanoseconds; the ticks of stat are too coarse.
    backend = int((process / "schedstat").read_text("ascii").split()[0]) / 1e9
    return time.process_time() + backend


def _memory(name):
    status = Path("/proc/self/status").read_text("ascii")
    (line,) = [line for line in status.splitlines() if line.startswith(f"{name}:")]
    return int(line.split()[1]) / 1024


def tell(results):
    """Hand ``results`` to who started the script."""
    print("BENCH " + json.dumps(results))


def set_due(env, count, days=STALE_DAYS):
    """Have the first ``count`` open leads stand still for ``days`` days, the rest not
    at all; nothing has been done about any.
    """
    if _with_addon(env):
        env.cr.execute("DELETE FROM playbook_enrollment")
    env.cr.execute("DELETE FROM mail_activity WHERE res_model = 'crm.lead'")
    env.cr.execute("DELETE FROM mail_followers WHERE res_model = 'crm.lead'")
    env.cr.execute("UPDATE crm_lead SET active = TRUE WHERE NOT active")
    for table, key, column in _dates(env):
        env.cr.execute(
            f"UPDATE {table} SET {column} = due.date FROM ({DUE_DATE}) due"  # noqa: S608
            f" WHERE due.id = {table}.{key} AND {table}.{column} != due.date",
            {"count": count, "days": days},
        )
    env.cr.commit()
    env.invalidate_all()
    tidy(env)


def set_late(env, count):
    """Have the first ``count`` leads match later: the one half when they are given to
    somebody, the other, 10 days old, when the delay becomes shorter.

    :return: the first half.
    """
    set_due(env, count, days=10)
    unassigned = env["crm.lead"].search([], order="id", limit=count // 2)
    unassigned.user_id = False
    env.flush_all()
    for table, key, column in _dates(env):
        env.cr.execute(
            f"UPDATE {table} SET {column} = CURRENT_DATE - %s"  # noqa: S608
            f" WHERE {key} = ANY(%s)",
            [STALE_DAYS, unassigned.ids],
        )
    env.cr.commit()
    env.invalidate_all()
    return unassigned


def _dates(env):
    """Where it stands since when a lead has been in its stage."""
    yield "crm_lead", "id", "date_last_stage_update"
    if _with_addon(env):
        yield "playbook_transition", "lead_id", "date"


def _with_addon(env):
    return "playbook.workflow" in env


def tidy(env):
    """Clear away what the round before has left, which the next would pay for."""
    env.cr.commit()
    env.cr._cnx.autocommit = True
    env.cr.execute("VACUUM ANALYZE")
    env.cr._cnx.autocommit = False


def statement(name):
    """The SQL of ``dev/bench/<name>.sql``."""
    folder = Path(os.environ["BENCH_SQL"])
    return (folder / f"{name}.sql").read_text("utf-8")


def counts():
    """How many leads are due, one count after the other."""
    return json.loads(os.environ["BENCH_COUNTS"])
