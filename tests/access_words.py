"""The access matrix in words, for the README. Imports nothing: ``make`` runs it."""

WORDS = {"r": "read", "w": "write", "c": "create", "d": "delete"}
NOTHING = "-"


def render(columns, tables):
    """The access table in Markdown: ``COLUMNS`` and ``MATRIX`` of ``access_matrix``."""
    rows = [["", *(title for title, _holders in columns)]]
    rows.append(["---"] * len(rows[0]))
    for table in tables:
        cells = (_cell(table, holders) for _title, holders in columns)
        rows.append([table.title, *cells])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cell(table, holders):
    told = {
        name: _words(table.rights.get(holder, {})) for name, holder in holders.items()
    }
    if len(set(told.values())) == 1:
        return next(iter(told.values()))
    return "<br>".join(f"*{name}*: {words}" for name, words in told.items())


def _words(rights):
    """What ``rights`` are, each scope once: "read all; write, create leads"."""
    by_words = {}
    for letters, records in rights.items():
        by_words.setdefault(records.words, []).append(letters)
    parts = []
    for words, found in by_words.items():
        letters = "".join(found)
        told = ", ".join(word for letter, word in WORDS.items() if letter in letters)
        parts.append(f"{told} {words}".strip())
    return "; ".join(parts) or NOTHING
