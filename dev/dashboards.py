"""The dashboards: spreadsheets written from short descriptions in dev/dashboards/.

Each gives two files: the dashboard, whose pivots read measurements, and a sample of it
with made-up figures, which Odoo shows to whoever has none yet.
"""

import json
import tomllib
from pathlib import Path

from dev.console import say
from dev.dashboards_blocks import BLOCKS
from dev.dashboards_book import Book
from dev.dashboards_indicators import read_indicators

DESCRIPTIONS = Path(__file__).parent / "dashboards"
TARGET = "data/results/files"


def write(workplace):
    """Write the files of all dashboards."""
    folder = workplace.checkout / TARGET
    folder.mkdir(exist_ok=True)
    for name, text in generate(workplace.checkout).items():
        (folder / name).write_text(text, "utf-8")
        say(f"Wrote {TARGET}/{name}.")


def generate(checkout):
    """What the files hold, by their names.

    :param checkout: the folder of the addon, whose data says what indicators there are.
    """
    indicators = read_indicators(checkout / "data/results")
    sample = tomllib.loads((DESCRIPTIONS / "sample.toml").read_text("utf-8"))
    files = {}
    for path in sorted(DESCRIPTIONS.glob("*.toml")):
        if path.stem == "sample":
            continue
        description = tomllib.loads(path.read_text("utf-8"))
        for made_up in (None, sample):
            book = Book(description, indicators, made_up)
            for block in description["blocks"]:
                BLOCKS[block["kind"]](book, block)
            kind = "sample_dashboard" if made_up else "dashboard"
            text = json.dumps(book.render(), indent=1, ensure_ascii=False)
            files[f"{path.stem}_{kind}.json"] = f"{text}\n"
    return files
