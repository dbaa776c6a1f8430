"""What a demo shows: Odoo's demo data and ours, or with ``DATA=`` a CRM dataset.

Each kind stands in a database of its own, so that neither disturbs the other.
"""

import csv
import hashlib
import io
import json
import tempfile
from datetime import datetime, timezone
from pathlib import Path

from dev import dataset
from dev.console import say, step
from dev.errors import DevError
from dev.workplace import MODULE, digest, file_digest, write_atomically

REJECTIONS_SHOWN = 5
STATES = ("won", "lost", "pending")


def chosen(workplace):
    """What the command line asks for.

    :raise DevError: when it is a dataset that cannot be read.
    """
    folder = workplace.environ.get("DATA")
    return CrmDataset(workplace, Path(folder).expanduser()) if folder else OdooData()


def install_with_demo_data(env, database):
    """Make ``database`` anew, with the addon and all demo data."""
    template = env.databases.template(demo=True)
    with step("Installing the addon with demo data"):
        env.databases.clone(template, database)
        env.odoo.install(database, [MODULE], demo=True)


class OdooData:
    """Odoo's demo data and the addon's, which give every user the login as password.

    ``stamp`` is empty: whatever one did in this database, it is never out of date.
    """

    purpose = "demo"
    stamp = ""
    logins = (
        ("admin", "Settings administrator and CRM Configurator"),
        ("sales", "Sales"),
        ("sales2", "Sales, another team"),
        ("marketing", "Marketing"),
        ("service", "Customer Service"),
        ("management", "Sales Management"),
        ("configurator", "CRM Configurator"),
        ("demo", "Odoo's own demo user, without a profile"),
    )

    def report(self, workplace):
        """Nothing of it can be refused."""

    def install(self, env, database):
        """Make ``database`` anew."""
        install_with_demo_data(env, database)


class CrmDataset:
    """The CSV files in ``folder``, which are read when this is made.

    ``stamp`` is the fingerprint of what is loaded: a database with another one is made
    anew.
    """

    purpose = "dataset"

    def __init__(self, workplace, folder):
        today = datetime.now(tz=timezone.utc).date()
        self.folder = folder
        self.script = workplace.checkout / "dev" / "scripts" / "load_dataset.py"
        self.found = dataset.Dataset(
            folder, clicks=workplace.flag("CLICKS"), today=today
        )
        self.weeks = _weeks(workplace, list(self.found.days()), today)
        self.people = self.found.get_people()
        self.tables = self.found.get_tables(self.weeks)
        contents = {
            name: hashlib.sha256(content).hexdigest()
            for name, content in self.tables.items()
        }
        self.stamp = digest(self.people, contents, file_digest(self.script))

    @property
    def logins(self):
        """The administrator, a manager and somebody of the manager's team."""
        users, team = self.people["users"], self.people["teams"][0]
        (leader, _directs), (member, _sells) = (
            users[name] for name in (team["leader"], team["members"][0])
        )
        return (
            ("admin", "Settings administrator and CRM Configurator"),
            (leader, f"Sales Management and Sales, leads {team['name']}"),
            (member, f"Sales, in {team['name']} (the others: first.last)"),
        )

    def report(self, workplace):
        """Say which rows were not loaded, as the file says that lists them."""
        file = _rejected_file(workplace)
        if not file.exists():
            return
        with file.open(encoding="utf-8", newline="") as content:
            _header, *rows = csv.reader(content)
        say(f"Rows that are not loaded: {len(rows):,}, listed in {file}:")
        for name, line, reason, _row in rows[:REJECTIONS_SHOWN]:
            say(f"  {name}, line {line}: {reason}")
        if len(rows) > REJECTIONS_SHOWN:
            say("  ...")

    def install(self, env, database):
        """Make ``database`` anew, without Odoo's demo data.

        :raise DevError: when no opportunity can be loaded.
        """
        workplace, odoo, databases = env
        template = databases.template(demo=False)
        with step("Installing the addon without demo data"):
            databases.clone(template, database)
            odoo.install(database, [MODULE])
        with step(f"Loading {self.folder}, dates moved by {self.weeks} weeks"):
            told = self._load(odoo, database)
        figures = told["figures"]
        self.keep_rejected(workplace, told["rejected"])
        if not any(figures[state] for state in STATES):
            self.report(workplace)
            raise DevError(
                f"{self.folder} has no opportunity that can be loaded.",
                f"See {_rejected_file(workplace)} and mend the rows.",
            )
        _tell(figures)

    def _load(self, odoo, database):
        """What ``dev/scripts/load_dataset.py`` tells."""
        with tempfile.TemporaryDirectory(prefix="dataset-") as name:
            folder = Path(name)
            (folder / "people.json").write_text(json.dumps(self.people), "utf-8")
            for file, content in self.tables.items():
                (folder / file).write_bytes(content)
            told = odoo.script(
                "Loading the dataset", database, self.script, DATASET=folder
            )
        (line,) = [x for x in told.splitlines() if x.startswith("LOADED ")]
        return json.loads(line.removeprefix("LOADED "))

    def keep_rejected(self, workplace, rejected):
        """List the rows that were not loaded in a file.

        :param rejected: from names of files to pairs of a line and the reason.
        """
        rejections = [
            *self.found.rejections,
            *(
                self.found.files[name].lines[number].reject(name, reason)
                for name, lines in rejected.items()
                for number, reason in lines
            ),
        ]
        file = _rejected_file(workplace)
        if rejections:
            write_atomically(file, _as_csv(rejections))
        else:
            file.unlink(missing_ok=True)


def _rejected_file(workplace):
    return workplace.folder("demo") / f"rejected-{workplace.key}.csv"


def _weeks(workplace, days, today):
    """By how many weeks dates are moved; ``SHIFT=0`` keeps them."""
    shift = workplace.environ.get("SHIFT", "")
    if shift not in ("", "0"):
        raise DevError(
            f"SHIFT={shift} is not understood.",
            "SHIFT=0 keeps the dates; without it they are moved up to today.",
        )
    return 0 if shift else dataset.weeks_to_yesterday(days, today)


def _tell(loaded):
    count = {name: f"{number:,}" for name, number in loaded.items()}
    total = sum(loaded[state] for state in STATES)
    say(
        f"    {total:,} opportunities: {count['won']} won, {count['lost']} lost, "
        f"{count['pending']} open; {count['without']} without account"
    )
    say(
        f"    {count['companies']} companies, {count['users']} users in "
        f"{count['teams']} teams, {count['products']} products, {count['leads']} leads"
    )


def _as_csv(rejections):
    """The rejections as a CSV file, its columns named as in :class:`Rejection`."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(rejections[0]._fields)
    writer.writerows(rejections)
    return text.getvalue()
