"""The CRM dataset: five CSV files, judged row by row and made ready to be loaded.

Nothing here knows Odoo; ``dev/scripts/load_dataset.py`` loads what :func:`prepare`
makes.
"""

import re
import unicodedata
from datetime import timedelta

from dev.csvfile import RowError, read
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
STAGES = {"In_Progress": "open", "Lost": "lost", "Won": "won"}
# Logins that a database has from the beginning.
TAKEN_LOGINS = ("admin", "default", "demo", "portal", "portaltemplate", "public")


class Dataset:
    """The good rows of a folder, and the ``rejections`` of the others.

    :param clicks: whether ``clicks.csv`` is read too.
    :param today: the day after which nothing can have happened.
    :raise DevError: when a file is missing or of no use as a whole.
    """

    def __init__(self, folder, *, clicks, today):
        self.today = today
        self.rejections = []
        self.accounts = {}
        self.products = {}
        self.managers = {}
        self.offices = {}
        self.opportunities = {}
        self.clicks = []
        files = {
            ACCOUNTS: self._take_account,
            PRODUCTS: self._take_product,
            TEAMS: self._take_agent,
            PIPELINE: self._take_opportunity,
            **({CLICKS: self._take_click} if clicks else {}),
        }
        _check_folder(folder, [name for name, _columns in files])
        for (name, columns), take in files.items():
            read(folder / name, columns, take, self.rejections)

    def _take_account(self, row):
        account = row.text("Account")
        told = {"Revenue": row.number("Revenue"), "Employees": row.number("Employees")}
        _once(self.accounts, account, "Account", told)

    def _take_product(self, row):
        price = row.number("Sales_Price", required=True)
        _once(self.products, row.text("Product"), "Product", price)

    def _take_agent(self, row):
        manager, office = row.text("Manager"), row.text("Regional_Office")
        if self.offices.get(manager, office) != office:
            raise RowError(f"Manager “{manager}” is in {self.offices[manager]} above")
        _once(self.managers, row.text("Sales_Agent"), "Sales_Agent", manager)
        self.offices[manager] = office

    def _take_opportunity(self, row):
        account = row.text("Account", required=False)
        agent, product = row.text("Sales_Agent"), row.text("Product")
        identifier = row.text("Opportunity_ID")
        if account:
            _known(self.accounts, account, "Account", ACCOUNTS[0])
        _known(self.managers, agent, "Sales_Agent", TEAMS[0])
        _known(self.products, product, "Product", PRODUCTS[0])
        state, created, closed = self._take_course(row)
        value = row.number("Close_Value")
        opportunity = {
            "name": f"{product} - {account or identifier}",
            "state": state,
            "account": account,
            "agent": agent,
            "value": self.products[product] if value is None else value,
            "created": created,
            "closed": closed,
        }
        # As Odoo keeps it: an external id holds neither blanks nor points.
        kept = re.sub(r"[^\w-]", "_", identifier)
        _once(self.opportunities, kept, "Opportunity_ID", opportunity)

    def _take_course(self, row):
        """The state of an opportunity, when it began, and when it ended."""
        stage = row.text("Deal_Stage")
        if stage not in STAGES:
            raise RowError(f"Deal_Stage “{stage}” is none of {', '.join(STAGES)}")
        is_open = STAGES[stage] == "open"
        created = row.day("Created_On", self.today)
        closed = row.day("Close_Date", self.today, required=not is_open)
        if is_open and closed:
            raise RowError(f"it is {stage} and yet has a Close_Date")
        if closed and created > closed:
            raise RowError(f"Created_On {created} is after Close_Date {closed}")
        return STAGES[stage], created, closed

    def _take_click(self, row):
        self.clicks.append(
            {
                "source": row.text("Source"),
                "industry": row.text("Industry"),
                "created": row.day("Created_On", self.today),
            }
        )

    def days(self):
        """Every date of the good rows."""
        for opportunity in self.opportunities.values():
            yield opportunity["created"]
            if opportunity["closed"]:
                yield opportunity["closed"]
        for click in self.clicks:
            yield click["created"]


def weeks_to_yesterday(days, today):
    """The largest number of whole weeks that leaves all ``days`` before ``today``."""
    return (today - timedelta(days=1) - max(days)).days // 7 if days else 0


def prepare(dataset, weeks):
    """What is loaded, as JSON can hold it, with all dates moved by ``weeks``.

    Closed opportunities come first: what they teach Odoo's lead scoring is then known
    when the open ones are created.
    """
    login = _logins(dict.fromkeys([*dataset.managers, *dataset.offices]))

    def moment(day):
        return f"{day + timedelta(weeks=weeks)} 12:00:00" if day else False

    return {
        "companies": [
            {"name": name, "note": _note(told)}
            for name, told in dataset.accounts.items()
        ],
        "products": dataset.products,
        "users": {name: [login[name], name in dataset.offices] for name in login},
        "teams": _teams(dataset),
        "opportunities": [
            {
                **opportunity,
                "external_id": external_id,
                "created": moment(opportunity["created"]),
                "closed": moment(opportunity["closed"]),
            }
            for external_id, opportunity in sorted(
                dataset.opportunities.items(),
                key=lambda item: item[1]["state"] == "open",
            )
        ],
        "clicks": [{**x, "created": moment(x["created"])} for x in dataset.clicks],
    }


def _teams(dataset):
    """A team for each manager, with the salespeople who report to the manager."""
    return [
        {
            "name": f"{office} - {manager}",
            "leader": manager,
            "members": [a for a, m in dataset.managers.items() if m == manager],
        }
        for manager, office in dataset.offices.items()
    ]


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


def _known(known, name, column, file):
    if name not in known:
        raise RowError(f"{column} “{name}” is not in {file}, or was refused there")


def _note(told):
    """What the file says about a company; whole numbers without a point."""
    return "\n".join(
        f"{what}: {f'{number:,.2f}'.removesuffix('.00')}"
        for what, number in told.items()
        if number is not None
    )


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
