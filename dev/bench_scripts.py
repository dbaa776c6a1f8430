"""Run a measuring script of ``dev/scripts`` and read what it tells."""

import json


def bench_script(env, name, database, **variables):
    """Run the script ``name`` in an Odoo shell on ``database``.

    :param variables: handed over as environment variables.
    :return: what it told.
    """
    dev = env.workplace.checkout / "dev"
    output = env.odoo.script(
        f"Measuring ({name})",
        database,
        dev / "scripts" / name,
        log="bench",
        # Where it finds bench_measure.py and the SQL that is compared with.
        PYTHONPATH=dev / "scripts",
        BENCH_SQL=dev / "bench",
        **variables,
    )
    (line,) = [line for line in output.splitlines() if line.startswith("BENCH ")]
    return json.loads(line.removeprefix("BENCH "))
