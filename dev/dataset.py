"""The CRM dataset: five CSV files, made ready to be loaded.

What becomes users, teams and products is judged here, row by row. Companies,
opportunities and leads the room *loading* loads, and judges: their files are only
written anew, with the dates moved.

Nothing here knows Odoo; ``dev/scripts/load_dataset.py`` loads what :class:`Dataset`
holds.
"""

import re
import unicodedata
from datetime import date, timedelta

from dev.csvfile import CsvFile, RowError
from dev.errors import DevError

ACCOUNTS = ("accounts.csv", ("Account", "Revenue", "Employees"))
PRODUCTS = ("products.csv", ("Product", "Sales_Price"))
TEAMS = ("sales-teams.csv", ("Sales_Agent", "Manager", "Regional_Office"))
PIPELINE = (
    "sales-pipeline.csv",
    (
        *("Account", "Opportunity_ID", "Sales_Agent", "Deal_Stage"),
        *("Product", "Close_Date", "Close_Value", "Created_On"),
    ),
)
CLICKS = ("clicks.csv", ("Created_On", "Source", "Industry"))
# What the files to be loaded have before their own columns.
KEY, NAME, STAGE = "Line ID", "Subject", "Stage"
OPEN, WON = "In_Progress", "Won"
DATES = ("Created_On", "Close_Date")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
EARLIEST = date(1970, 1, 1)
# Logins that a database has from the beginning.
TAKEN_LOGINS = ("admin", "default", "demo", "portal", "portaltemplate", "public")


class Dataset:
    """The files of a folder, and the ``rejections`` of rows of which no user, team or
    product can be made.

    :param clicks: whether ``clicks.csv`` is loaded too.
    :param today: the day after which nothing can have happened.
    :raise DevError: when a file is missing or of no use as a whole.
    """

    def __init__(self, folder, *, clicks, today):
        self.today = today
        self.rejections = []
        self.products = {}
        self.managers = {}
        self.offices = {}
        wanted = [ACCOUNTS, PRODUCTS, TEAMS, PIPELINE, *([CLICKS] if clicks else [])]
        _check_folder(folder, [name for name, _columns in wanted])
        self.files = {name: CsvFile(folder / name, told) for name, told in wanted}
        self.files[PRODUCTS[0]].take(self._take_product, self.rejections)
        self.files[TEAMS[0]].take(self._take_agent, self.rejections)

    def _take_product(self, line):
        price = line.number_in("Sales_Price")
        _once(self.products, line.text("Product"), "Product", price)

    def _take_agent(self, line):
        manager, office = line.text("Manager"), line.text("Regional_Office")
        if self.offices.get(manager, office) != office:
            raise RowError(f"Manager “{manager}” is in {self.offices[manager]} above")
        _once(self.managers, line.text("Sales_Agent"), "Sales_Agent", manager)
        self.offices[manager] = office

    def days(self):
        """Every date that can have been."""
        for file in self.files.values():
            for line in file.lines.values():
                days = [self._day((line.values or {}).get(name, "")) for name in DATES]
                yield from filter(None, days)

    def _day(self, text):
        try:
            day = date.fromisoformat(text) if DAY.fullmatch(text) else None
        except ValueError:
            return None
        return day if day and EARLIEST <= day <= self.today else None

    def get_people(self):
        """The users, the teams and the products, as JSON can hold them."""
        login = _logins(dict.fromkeys([*self.managers, *self.offices]))
        return {
            "products": self.products,
            "users": {name: [login[name], name in self.offices] for name in login},
            "teams": [
                {
                    "name": f"{office} - {manager}",
                    "leader": manager,
                    "members": [a for a, m in self.managers.items() if m == manager],
                }
                for manager, office in self.offices.items()
            ],
        }

    def get_tables(self, weeks):
        """The content of the files to be loaded by name, all dates moved by ``weeks``;
        their lines are numbered as in the folder.
        """

        def move(line):
            return line.values | {
                name: str(day + timedelta(weeks=weeks))
                for name in DATES
                if (day := self._day(line.values.get(name, "")))
            }

        def move_deal(line):
            values = move(line)
            product, account = values["Product"], values["Account"]
            if not values["Close_Value"]:
                values["Close_Value"] = self.products.get(product, "")
            # In which stage one was lost is not told: as far as the open ones are.
            stage = "" if values["Deal_Stage"] == WON else OPEN
            name = f"{product} - {account or values['Opportunity_ID']}"
            return {**values, NAME: name, STAGE: stage}

        def move_click(line):
            values = move(line)
            name = f"{values['Source']} - {values['Industry']}"
            return {**values, KEY: line.number, NAME: name}

        told = {ACCOUNTS: ((), move), PIPELINE: ((NAME, STAGE), move_deal)}
        told |= {CLICKS: ((KEY, NAME), move_click)}
        return {
            name: self.files[name].rewrite(added, change)
            for (name, _columns), (added, change) in told.items()
            if name in self.files
        }


def weeks_to_yesterday(days, today):
    """The largest number of whole weeks that leaves all ``days`` before ``today``."""
    return (today - timedelta(days=1) - max(days)).days // 7 if days else 0


def _check_folder(folder, names):
    if not folder.is_dir():
        raise DevError(
            f"DATA={folder} is no folder.", "Name the folder that holds the CSV files."
        )
    missing = [name for name in names if not (folder / name).exists()]
    if missing:
        raise DevError(
            f"{folder} lacks {', '.join(missing)}.",
            f"A dataset is {', '.join(names)} in one folder.",
        )


def _once(taken, key, column, value):
    if key in taken:
        raise RowError(f"{column} “{key}” stands further up already")
    taken[key] = value


def _logins(names):
    """A login for each name, like ``ana.sol``; a second one gets a number."""
    logins = {}
    taken = set(TAKEN_LOGINS)
    for name in names:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        base = re.sub(r"[^a-z0-9]+", ".", plain.lower()).strip(".") or "user"
        login, number = base, 1
        while login in taken:
            number += 1
            login = f"{base}.{number}"
        taken.add(login)
        logins[name] = login
    return logins
