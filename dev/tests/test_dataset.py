"""The CRM dataset: what is taken, what is refused and why, and how dates are moved."""

import json
from datetime import date, timedelta

import pytest

from dev.dataset import Dataset, prepare, weeks_to_yesterday
from dev.errors import DevError
from dev.tests.datasets import FILES, add_row

TODAY = date(2024, 5, 15)
GOOD = "Acorn,O9,Ana Sol,Won,Chair,2020-03-01,90,2020-02-01"


def _read(folder, *, clicks=False):
    return Dataset(folder, clicks=clicks, today=TODAY)


def test_everything_of_a_good_dataset_is_taken(folder):
    found = _read(folder, clicks=True)
    assert not found.rejections
    content = prepare(found, 0)
    assert content["companies"] == [
        {"name": "Acorn", "note": "Revenue: 12.50\nEmployees: 40"},
        {"name": "Birch", "note": ""},
    ]
    assert content["products"] == {"Chair": 100.0, "Desk": 250.5}
    assert content["users"] == {
        "Ana Sol": ["ana.sol", True],
        "Bea Mar": ["bea.mar", False],
        "Cid Rey": ["cid.rey", False],
        "Eva Luz": ["eva.luz", True],
    }
    assert content["teams"] == [
        {
            "name": "North - Eva Luz",
            "leader": "Eva Luz",
            "members": ["Ana Sol", "Bea Mar"],
        },
        {"name": "South - Ana Sol", "leader": "Ana Sol", "members": ["Cid Rey"]},
    ]
    assert content["clicks"] == [
        {"source": "Email", "industry": "Farming", "created": "2020-03-05 12:00:00"}
    ]
    json.dumps(content)


def test_opportunities_closed_ones_first(folder):
    found = prepare(_read(folder), 1)["opportunities"]
    assert [
        (x["external_id"], x["name"], x["state"], x["value"], x["account"])
        for x in found
    ] == [
        ("O2", "Desk - Acorn", "won", 240.0, "Acorn"),
        ("O3", "Desk - O3", "lost", 0.0, ""),
        ("O4", "Chair - Birch", "won", 100.0, "Birch"),
        ("O1", "Chair - Acorn", "open", 100.0, "Acorn"),
    ]
    assert found[0]["created"] == "2020-02-08 12:00:00"
    assert found[0]["closed"] == "2020-03-08 12:00:00"
    assert found[3]["closed"] is False


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Acorn,O9,Ana Sol,Won,Chair,2020-13-01,1,2020-02-01", "is no date"),
        ("Acorn,O9,Ana Sol,Won,Chair,2020-02-30,1,2020-02-01", "is no date"),
        ("Acorn,O9,Ana Sol,Won,Chair,01/03/2020,1,2020-02-01", "is no date"),
        ("Acorn,O9,Ana Sol,Won,Chair,20200301,1,2020-02-01", "is no date"),
        ("Acorn,O9,Ana Sol,Won,Chair,2020-03-01,1,0020-02-01", "is before 1970"),
        ("Acorn,O9,Ana Sol,Won,Chair,2202-03-01,1,2020-02-01", "is in the future"),
        (
            "Acorn,O9,Ana Sol,Won,Chair,2020-01-31,1,2020-02-01",
            "Created_On 2020-02-01 is after Close_Date 2020-01-31",
        ),
        ("Acorn,O9,Ana Sol,Won,Chair,,1,2020-02-01", "Close_Date is empty"),
        ("Acorn,O9,Ana Sol,Won,Chair,2020-03-01,1,", "Created_On is empty"),
        (
            "Acorn,O9,Ana Sol,In_Progress,Chair,2020-03-01,1,2020-02-01",
            "it is In_Progress and yet has a Close_Date",
        ),
        (
            "Acorn,O9,Ana Sol,Wun,Chair,2020-03-01,1,2020-02-01",
            "Deal_Stage “Wun” is none of In_Progress, Lost, Won",
        ),
        ("Acorn,O9,Ana Sol,Won,Chair,2020-03-01,-1,2020-02-01", "“-1” is negative"),
        ("Acorn,O9,Ana Sol,Won,Chair,2020-03-01,nan,2020-02-01", "“nan” is no number"),
        ("Acorn,O9,Ana Sol,Won,Chair,2020-03-01,inf,2020-02-01", "“inf” is no number"),
        ("Acorn,O9,Ana Sol,Won,Chair,2020-03-01,1e5,2020-02-01", "“1e5” is no number"),
        ("Acorn,O9,Ana Sol,Won,Chair,2020-03-01,١,2020-02-01", "“١” is no number"),
        (
            f"Acorn,O9,Ana Sol,Won,Chair,2020-03-01,{'9' * 150},2020-02-01",
            "is too large",
        ),
        (
            "Oak,O9,Ana Sol,Won,Chair,2020-03-01,1,2020-02-01",
            "“Oak” is not in accounts",
        ),
        (
            "Acorn,O9,Who,Won,Chair,2020-03-01,1,2020-02-01",
            "“Who” is not in sales-team",
        ),
        (
            "Acorn,O9,Ana Sol,Won,Sofa,2020-03-01,1,2020-02-01",
            "“Sofa” is not in product",
        ),
        (
            "Acorn,O1,Ana Sol,Won,Chair,2020-03-01,1,2020-02-01",
            "“O1” stands further up",
        ),
        ("Acorn,,Ana Sol,Won,Chair,2020-03-01,1,2020-02-01", "Opportunity_ID is empty"),
        (
            f"{'A' * 10_000},O9,Ana Sol,Won,Chair,2020-03-01,1,2020-02-01",
            "Account has 10,000 characters; 200 are allowed",
        ),
        (
            f"{'A' * 200_000},O9,Ana Sol,Won,Chair,2020-03-01,1,2020-02-01",
            "it is no CSV: field larger than field limit",
        ),
        ("Acorn,O\0,Ana Sol,Won,Chair,2020-03-01,1,2020-02-01", "control character"),
        ("Acorn,O9", "it has 2 fields; the header has 8"),
        (GOOD + ",x", "it has 9 fields; the header has 8"),
        ('"Acorn,O9,Ana Sol,Won,Chair,2020-03-01,1,2020-02-01', "it is no CSV"),
        ('"Acorn"x,O9,Ana Sol,Won,Chair,2020-03-01,1,2020-02-01', "it is no CSV"),
        (b"Ac\xffrn,O9,Ana Sol,Won,Chair,2020-03-01,1,2020-02-01", "UTF-8 from byte 3"),
        (",,,,,,,", "Sales_Agent is empty"),
    ],
    ids=lambda value: str(value)[:50].replace("\0", "NUL"),
)
def test_bad_opportunity_is_refused_and_the_next_taken(folder, row, reason):
    add_row(folder, "sales-pipeline.csv", row)
    add_row(folder, "sales-pipeline.csv", GOOD.replace("O9", "O10"))
    found = _read(folder)
    (told,) = found.rejections
    assert (told.file, told.line) == ("sales-pipeline.csv", 6)
    assert reason in told.reason
    assert sorted(found.opportunities) == ["O1", "O10", "O2", "O3", "O4"]


@pytest.mark.parametrize(
    ("name", "row", "reason"),
    [
        ("accounts.csv", "Acorn,1,1", "Account “Acorn” stands further up"),
        ("accounts.csv", ",1,1", "Account is empty"),
        ("accounts.csv", "Oak,much,1", "Revenue “much” is no number"),
        ("accounts.csv", "Oak,1,-4", "Employees “-4” is negative"),
        ("products.csv", "Sofa,", "Sales_Price is empty"),
        ("products.csv", "Desk,1", "Product “Desk” stands further up"),
        ("sales-teams.csv", "Ana Sol,Eva Luz,North", "“Ana Sol” stands further up"),
        ("sales-teams.csv", "Dan,Eva Luz,West", "Manager “Eva Luz” is in North above"),
        ("sales-teams.csv", "Dan,,North", "Manager is empty"),
        ("clicks.csv", "2020-03-05,,Farming", "Source is empty"),
        ("clicks.csv", "2020-3-5,Email,Farming", "“2020-3-5” is no date"),
    ],
)
def test_bad_row_of_another_file_is_refused(folder, name, row, reason):
    before = prepare(_read(folder, clicks=True), 0)
    add_row(folder, name, row)
    found = _read(folder, clicks=True)
    (told,) = found.rejections
    assert (told.file, told.row) == (name, row)
    assert reason in told.reason
    assert prepare(found, 0) == before


def test_what_a_refused_row_would_have_brought_is_unknown(folder):
    add_row(folder, "accounts.csv", "Oak,-1,1")
    add_row(folder, "sales-pipeline.csv", GOOD.replace("Acorn", "Oak"))
    reasons = [told.reason for told in _read(folder).rejections]
    assert reasons[1] == "Account “Oak” is not in accounts.csv, or was refused there"


def test_bom_crlf_quotes_blank_lines_and_more_columns_are_understood(folder):
    text = 'Note,Account,Revenue,Employees\n,"Acorn, ""A""",1,2\n\n  \nx, Birch ,3,4'
    content = "\ufeff" + text.replace("\n", "\r\n")
    (folder / "accounts.csv").write_bytes(content.encode())
    assert list(_read(folder).accounts) == ['Acorn, "A"', "Birch"]


def test_external_id_is_one_that_odoo_takes(folder):
    add_row(folder, "sales-pipeline.csv", GOOD.replace("O9", "O 9.ñ"))
    add_row(folder, "sales-pipeline.csv", GOOD.replace("O9", "O_9_ñ"))
    found = _read(folder)
    assert list(found.opportunities)[-1] == "O_9_ñ"
    assert len(found.rejections) == 1


def test_logins_differ_and_are_never_those_of_the_database(folder):
    rows = "\n".join(f"{name},李雷,East" for name in ("Ána Sol", "Admin", "韩梅梅"))
    add_row(folder, "sales-teams.csv", rows)
    users = prepare(_read(folder), 0)["users"]
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
    assert not _read(folder).clicks


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
