"""What a file to load may measure at most, and why."""

# What Odoo itself takes in one upload by default, and what a worker can hold twice.
MAX_BYTES = 64 * 1024 * 1024
# A workbook of half a million rows unpacks to about this much XML.
MAX_UNPACKED = 512 * 1024 * 1024
# Spreadsheet XML shrinks ten to forty times; only a file made to harm shrinks more.
# Below MIN_SUSPECT nothing can harm, and a sheet of blank rows shrinks a lot.
MAX_RATIO = 200
MIN_SUSPECT = 96 * 1024 * 1024
# A workbook has a few dozen parts; each one costs an entry in memory.
MAX_PARTS = 5_000
# More columns than anybody maps by hand.
MAX_COLUMNS = 200
# What a cell of Excel holds.
MAX_CELL = 32_767
# What is kept of a cell that holds more.
CUT_CELL = 200
# Filled rows: more belongs into several files, which can be reviewed apart.
MAX_ROWS = 500_000
# The last row that a spreadsheet has.
MAX_ROW_NUMBER = 1_048_576
# How far a quotation mark may stand open before it counts as never closed.
MAX_QUOTED = 4 * 1024 * 1024
# Values that one line is split into at most; the others stay in the last one.
MAX_SPLIT = 2_000
# Problems that are told of one line at most.
MAX_PROBLEMS = 20
