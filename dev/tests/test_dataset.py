"""The CRM dataset: who is made of it, and how the files to be loaded are written."""

import csv
import io
import json
from datetime import date, timedelta

import pytest

from dev.dataset import Dataset, weeks_to_yesterday
from dev.errors import DevError
from dev.tests.datasets import FILES, add_row

TODAY = date(2024, 5, 15)
GOOD = "Acorn,O9,Ana Sol,Won,Chair,2020-03-01,90,2020-02-01"


def _read(folder, *, clicks=False):
    return Dataset(folder, clicks=clicks, today=TODAY)


def _rows(found, name, weeks=0):
    text = found.get_tables(weeks)[name].decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_people_and_products_of_a_good_dataset(folder):
    found = _read(folder, clicks=True)
    assert not found.rejections
    people = found.get_people()
    assert people["products"] == {"Chair": 100.0, "Desk": 250.5}
    assert people["users"] == {
        "Ana Sol": ["ana.sol", True],
        "Bea Mar": ["bea.mar", False],
        "Cid Rey": ["cid.rey", False],
        "Eva Luz": ["eva.luz", True],
    }
    assert people["teams"] == [
        {
            "name": "North - Eva Luz",
            "leader": "Eva Luz",
            "members": ["Ana Sol", "Bea Mar"],
        },
        {"name": "South - Ana Sol", "leader": "Ana Sol", "members": ["Cid Rey"]},
    ]
    json.dumps(people)


def test_files_to_load_are_as_they_were_but_for_dates_names_and_prices(folder):
    found = _read(folder, clicks=True)
    tables = found.get_tables(0)
    assert tables["accounts.csv"].decode() == FILES["accounts.csv"]
    assert sorted(tables) == ["accounts.csv", "clicks.csv", "sales-pipeline.csv"]
    deals = _rows(found, "sales-pipeline.csv", 1)
    assert [(x["Opportunity_ID"], x["Subject"], x["Close_Value"]) for x in deals] == [
        ("O1", "Chair - Acorn", "100.0"),
        ("O2", "Desk - Acorn", "240"),
        ("O3", "Desk - O3", "0.0"),
        ("O4", "Chair - Birch", "100.0"),
    ]
    assert (deals[0]["Created_On"], deals[0]["Close_Date"]) == ("2020-02-10", "")
    assert (deals[1]["Created_On"], deals[1]["Close_Date"]) == (
        "2020-02-08",
        "2020-03-08",
    )
    assert _rows(found, "clicks.csv", -1) == [
        {
            "Line ID": "2",
            "Subject": "Email - Farming",
            "Created_On": "2020-02-27",
            "Source": "Email",
            "Industry": "Farming",
        }
    ]


@pytest.mark.parametrize(
    "text",
    ["2020-13-01", "01/03/2020", "20200301", "0020-02-01", "2202-03-01", "soon"],
)
def test_dates_that_cannot_have_been_stay_as_they_are(folder, text):
    add_row(folder, "sales-pipeline.csv", GOOD.replace("2020-03-01", text))
    found = _read(folder)
    row = _rows(found, "sales-pipeline.csv", 52)[-1]
    assert (row["Close_Date"], row["Created_On"]) == (text, "2021-01-30")
    assert max(found.days()) == date(2020, 3, 4)


@pytest.mark.parametrize(
    "row",
    [
        b"Acorn,O9",
        b"Acorn,O9,Ana Sol,Won,Chair,2020-03-01,90,2020-02-01,x",
        b'"Acorn,O9,Ana Sol,Won,Chair,2020-03-01,1,2020-02-01',
        b'"Acorn"x,O9,Ana Sol,Won,Chair,2020-03-01,1,2020-02-01',
        b"Ac\xffrn,O9,Ana Sol,Won,Chair,2020-03-01,1,2020-02-01",
    ],
)
def test_rows_that_are_none_are_loaded_as_they_are_on_their_line(folder, row):
    add_row(folder, "sales-pipeline.csv", b"")
    add_row(folder, "sales-pipeline.csv", row)
    add_row(folder, "sales-pipeline.csv", GOOD)
    lines = _read(folder).get_tables(52)["sales-pipeline.csv"].splitlines()
    assert lines[5:7] == [b"", b",," + row]
    assert lines[7].startswith(b"Chair - Acorn,,Acorn,O9,")


@pytest.mark.parametrize(
    ("name", "row", "reason"),
    [
        ("products.csv", "Sofa,", "Sales_Price is empty"),
        ("products.csv", "Sofa,much", "Sales_Price “much” is no number"),
        ("products.csv", "Sofa,-1", "Sales_Price “-1” is no number"),
        ("products.csv", "Sofa,1,2", "it has 3 fields; the header has 2"),
        ("products.csv", b"Sof\xe1,1", "it is not UTF-8 from byte 4"),
        ("products.csv", "Desk,1", "Product “Desk” stands further up"),
        ("sales-teams.csv", "Ana Sol,Eva Luz,North", "“Ana Sol” stands further up"),
        ("sales-teams.csv", "Dan,Eva Luz,West", "Manager “Eva Luz” is in North above"),
        ("sales-teams.csv", "Dan,,North", "Manager is empty"),
    ],
)
def test_bad_row_of_people_or_products_is_refused(folder, name, row, reason):
    before = _read(folder).get_people()
    add_row(folder, name, row)
    found = _read(folder)
    (told,) = found.rejections
    assert told.file == name
    assert reason in told.reason
    assert found.get_people() == before


def test_bom_crlf_quotes_blank_lines_and_more_columns_are_understood(folder):
    text = 'Note,Account,Revenue,Employees\n,"Acorn, ""A""",1,2\n\n  \nx, Birch ,3,4'
    content = "\ufeff" + text.replace("\n", "\r\n")
    (folder / "accounts.csv").write_bytes(content.encode())
    assert _read(folder).get_tables(0)["accounts.csv"].decode() == (
        'Note,Account,Revenue,Employees\n,"Acorn, ""A""",1,2\n\n\nx,Birch,3,4\n'
    )


def test_logins_differ_and_are_never_those_of_the_database(folder):
    rows = "\n".join(f"{name},李雷,East" for name in ("Ána Sol", "Admin", "韩梅梅"))
    add_row(folder, "sales-teams.csv", rows)
    users = _read(folder).get_people()["users"]
    logins = {name: login for name, (login, _directs) in users.items()}
    assert logins["Ána Sol"] == "ana.sol.2"
    assert logins["Admin"] == "admin.2"
    assert {logins["韩梅梅"], logins["李雷"]} == {"user", "user.2"}


@pytest.mark.parametrize("name", [name for name in FILES if name != "clicks.csv"])
def test_missing_file_is_told_at_once(folder, name):
    (folder / name).unlink()
    (folder / "clicks.csv").unlink()
    with pytest.raises(DevError, match=rf"lacks {name}, clicks.csv\."):
        _read(folder, clicks=True)


def test_clicks_are_not_needed_when_they_are_not_loaded(folder):
    (folder / "clicks.csv").unlink()
    assert "clicks.csv" not in _read(folder).get_tables(0)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "needs the columns Product, Sales_Price.*see to Product, Sales_Price"),
        (b"Product,Price\nChair,1\n", "see to Sales_Price"),
        (b"Product;Sales_Price\nChair;1\n", "see to Product, Sales_Price"),
        (b"Product,Product,Sales_Price\nChair,Desk,1\n", "see to Product"),
        ("Product,Sales_Price\nChair,1\n".encode("utf-16"), "see to Product"),
        (b'"Product,Sales_Price\nChair,1\n', "see to Product"),
        (b"Product,Sales_Price\n\n", "holds no row below its header"),
    ],
)
def test_file_of_no_use_is_told(folder, content, message):
    (folder / "products.csv").write_bytes(content)
    with pytest.raises(DevError, match=message):
        _read(folder)


def test_no_folder_and_no_file(folder):
    with pytest.raises(DevError, match="is no folder"):
        _read(folder / "accounts.csv")
    (folder / "accounts.csv").unlink()
    (folder / "accounts.csv").mkdir()
    with pytest.raises(DevError, match="cannot be read: Is a directory"):
        _read(folder)


@pytest.mark.parametrize(
    ("days_before", "weeks"), [(0, -1), (1, 0), (7, 0), (8, 1), (14, 1), (15, 2)]
)
def test_dates_are_moved_by_whole_weeks_until_before_today(days_before, weeks):
    last = TODAY - timedelta(days=days_before)
    days = [last - timedelta(days=400), last]
    assert weeks_to_yesterday(days, TODAY) == weeks
    moved = last + timedelta(weeks=weeks)
    assert moved < TODAY <= moved + timedelta(weeks=1)
