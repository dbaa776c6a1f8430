"""Take pictures with headless Chromium: ``take_screenshots.py <plan as JSON>``.

The plan is written by dev/screenshots.py.
"""

import json
import sys
import tempfile
from pathlib import Path

from chromium import Page, log_in


def main(plan):
    target = Path(plan["target"])
    sessions = {}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        page = Page(plan["browser"], folder)
        for name, login, path, *clicks in plan["shots"]:
            if login not in sessions:
                sessions[login] = log_in(plan["address"], login)
            for label, size in plan["widths"].items():
                page.show(plan["address"] + path, sessions[login], size)
                for selector in clicks:
                    page.click(selector)
                page.picture(target / f"{name}-{label}.png")
                print(target / f"{name}-{label}.png")
        page.close()


main(json.loads(sys.argv[1]))
