"""The files of the dashboards are what their descriptions say."""

import json
import re
from pathlib import Path

import pytest

from dev.dashboards import TARGET, generate, write
from dev.dashboards_indicators import read_indicators
from dev.workplace import CHECKOUT

FILES = generate(CHECKOUT)
LIVE = [name for name in FILES if "sample" not in name]


@pytest.mark.parametrize("name", FILES)
def test_files_are_up_to_date(name):
    written = (CHECKOUT / TARGET / name).read_text("utf-8")
    assert written == FILES[name], "run make dashboards"


def test_there_are_no_other_files():
    assert {path.name for path in (CHECKOUT / TARGET).iterdir()} == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_cells_refer_to_cells_that_are_there(name):
    book = json.loads(FILES[name])
    sheets = {sheet["name"]: sheet for sheet in book["sheets"]}
    data = sheets["Data"]["cells"]
    for sheet in sheets.values():
        for place, content in sheet["cells"].items():
            if "odoo://" in content:
                continue
            for target in re.findall(r"Data!\$?([A-Z])\$?(\d+)", content):
                # The end of a period stands where the formula beside it spills.
                cell = "".join(target)
                assert cell in data or cell == "O2", f"{place}: {content}"


@pytest.mark.parametrize("name", FILES)
def test_nothing_lies_beyond_the_sheet(name):
    for sheet in json.loads(FILES[name])["sheets"]:
        rows = [int(re.sub(r"\D", "", place)) for place in sheet["cells"]]
        assert max(rows) <= sheet["rowNumber"]
        assert all(figure["row"] < sheet["rowNumber"] for figure in sheet["figures"])


@pytest.mark.parametrize("name", LIVE)
def test_formulas_name_pivots_lists_and_indicators_that_are_there(name):
    book = json.loads(FILES[name])
    codes = read_indicators(CHECKOUT / "data/results")
    for sheet in book["sheets"]:
        for content in sheet["cells"].values():
            if not content.startswith("="):
                continue
            for number in re.findall(r"PIVOT\.(?:VALUE|HEADER)\((\d+),", content):
                assert number in book["pivots"]
            for number in re.findall(r"ODOO\.LIST\((\d+),", content):
                assert number in book["lists"]
            for code in re.findall(r'"indicator_code","(\w+)"', content):
                assert code in codes


@pytest.mark.parametrize("name", [name for name in FILES if name not in LIVE])
def test_samples_ask_the_server_for_nothing(name):
    book = json.loads(FILES[name])
    assert not book["pivots"]
    assert not book["lists"]
    assert "PIVOT" not in FILES[name]
    assert "ODOO." not in FILES[name]
    assert "odoo://" not in FILES[name]


def test_brackets_are_closed():
    for name, text in FILES.items():
        for sheet in json.loads(text)["sheets"]:
            for place, content in sheet["cells"].items():
                if content.startswith("="):
                    bare = re.sub(r'"[^"]*"', "", content)
                    assert bare.count("(") == bare.count(")"), f"{name} {place}"
                    assert content.count('"') % 2 == 0, f"{name} {place}"


def test_write_puts_them_where_they_belong(workplace):
    source = CHECKOUT / "data/results"
    target = Path(workplace.checkout) / "data/results"
    target.mkdir(parents=True)
    for path in source.glob("playbook_indicator_*_data.xml"):
        (target / path.name).write_text(path.read_text("utf-8"), "utf-8")
    write(workplace)
    assert {path.name for path in (target / "files").iterdir()} == set(FILES)
