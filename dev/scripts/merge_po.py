"""Bring the ``.po`` files of a folder up to its ``.pot``: ``merge_po.py <folder>``.

A file named after a region (``es_419``) keeps only the terms that it says differently
from its language's own file; the others are taken from there.
"""

import sys
from pathlib import Path

import polib


def merge(folder):
    (template_path,) = folder.glob("*.pot")
    template = polib.pofile(str(template_path))
    for path in sorted(folder.glob("*.po")):
        po = polib.pofile(str(path))
        if "_" in path.stem:
            known = {entry.msgid for entry in template}
            for entry in [entry for entry in po if entry.msgid not in known]:
                po.remove(entry)
        else:
            po.merge(template)
            for entry in po.obsolete_entries():
                po.remove(entry)
        po.metadata["POT-Creation-Date"] = template.metadata["POT-Creation-Date"]
        po.save()
        print(f"{path.name}: {len(po)} terms, {len(po.untranslated_entries())} to do")


merge(Path(sys.argv[1]))
