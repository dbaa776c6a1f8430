"""What `make demo DATA=` loads, tells and keeps."""

import csv
from datetime import date
from types import SimpleNamespace

import pytest

from dev import demo_data, serve
from dev.errors import DevError
from dev.tests.datasets import add_row

TODAY = date(2024, 5, 15)


@pytest.fixture
def choose(folder, workplace, monkeypatch):
    """``choose(SHIFT="0")``: what ``make demo DATA=`` loads with these variables."""
    script = workplace.checkout / "dev/scripts/load_dataset.py"
    script.parent.mkdir(parents=True)
    script.touch()

    def chosen(**environ):
        workplace.environ |= {"DATA": str(folder), **environ}
        return demo_data.chosen(workplace)

    return chosen


def test_all_dates_of_what_is_loaded_count(choose):
    weeks, with_clicks = choose().weeks, choose(CLICKS="1").weeks
    assert weeks > 200
    # The click is the day after the last opportunity: that may make a week.
    assert with_clicks in (weeks, weeks - 1)


def test_shift_0_keeps_the_dates(choose):
    assert b"2020-03-01" in choose(SHIFT="0").tables["sales-pipeline.csv"]


def test_shift_is_0_or_nothing(choose):
    with pytest.raises(DevError, match="SHIFT=52 is not understood"):
        choose(SHIFT="52")


def test_stamp_tells_what_is_loaded(choose, folder):
    stamps = {choose().stamp, choose().stamp}
    assert len(stamps) == 1
    stamps |= {choose(SHIFT="0").stamp, choose(SHIFT="0", CLICKS="1").stamp}
    add_row(folder, "accounts.csv", "Oak,1,1")
    assert len({*stamps, choose().stamp}) == 4


def test_without_data_it_is_the_demo_of_odoo(workplace):
    workplace.environ["DATA"] = ""
    content = demo_data.chosen(workplace)
    assert (content.purpose, content.stamp) == ("demo", "")


def test_logins_worth_knowing(choose):
    assert [login for login, _who in choose().logins] == ["admin", "eva.luz", "ana.sol"]


@pytest.fixture
def install(choose, workplace):
    """``install(rejected, won=1)``: install where loading tells that."""

    def installed(rejected, won=1):
        content = choose()
        figures = dict.fromkeys(
            (*demo_data.STATES, "without", "companies", "users", "teams", "products"), 0
        )
        told = {"figures": {**figures, "won": won, "leads": 0}, "rejected": rejected}
        content._load = lambda _odoo, _database: told
        odoo = SimpleNamespace(install=lambda *_args: None)
        databases = SimpleNamespace(
            template=lambda **_options: "template", clone=lambda *_args: None
        )
        content.install((workplace, odoo, databases), "database")
        return content

    return installed


def test_rejections_are_listed_in_a_file_that_goes_with_them(
    install, folder, workplace, capfd
):
    add_row(folder, "products.csv", "Sofa,-1")
    add_row(folder, "sales-pipeline.csv", b'"Acorn",O\xff9,Ana Sol')
    reasons = [[number, f"Reason {number}\nof many"] for number in (6, 2, 3, 4, 5)]
    content = install({"sales-pipeline.csv": reasons})
    content.report(workplace)
    (file,) = workplace.folder("demo").glob("rejected-*.csv")
    out = capfd.readouterr().out
    assert f"Rows that are not loaded: 6, listed in {file}" in out
    assert "products.csv, line 4: Sales_Price “-1” is no number" in out
    assert "sales-pipeline.csv, line 6: Reason 6\nof many" in out
    with file.open(encoding="utf-8", newline="") as lines:
        header, _product, first, *_others = csv.reader(lines)
    assert header == ["file", "line", "reason", "row"]
    assert first[1] == "6"
    assert first[3] == r'"Acorn",O\xff9,Ana Sol'
    (folder / "products.csv").write_text("Product,Sales_Price\nChair,1\n")
    install({"sales-pipeline.csv": []}).report(workplace)
    assert not file.exists()


def test_nothing_that_was_loaded_is_told(install, workplace):
    with pytest.raises(DevError, match="no opportunity that can be loaded"):
        install({"sales-pipeline.csv": [[2, "Why"]]}, won=0)
    assert list(workplace.folder("demo").glob("rejected-*.csv"))


def test_database_is_made_anew_only_for_another_content(choose, workplace):
    done = []
    existing = set()
    databases = SimpleNamespace(
        exists=existing.__contains__,
        drop=existing.discard,
        rename=lambda _old, new: existing.add(new),
    )
    env = (workplace, SimpleNamespace(run=lambda *_a: done.append("update")), databases)

    def serve_it(**environ):
        content = choose(**environ)
        content.install = lambda _env, database: done.append(database)
        return serve.demo_database(env, content)

    database = serve_it()
    building = f"{database}_building"
    assert (database, done) == (workplace.database("dataset"), [building])
    serve_it()
    assert done == [building]
    serve_it(SHIFT="0")
    assert done == [building] * 2
    serve_it(FRESH="1")
    assert done == [building] * 3
    (workplace.checkout / "models.py").touch()
    serve_it(FRESH="")
    assert done == [building] * 3 + ["update"]
