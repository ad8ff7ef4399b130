"""What a catalogue file may hold; beyond it a file or a row is refused by a sentence."""

from decimal import Decimal

HIGHEST_PRICE = Decimal(1_000_000_000)
"""The highest price, in whichever currency: a house in Jakarta still has one."""
MOST_PLACES = 4
"""Decimals of a price."""
HIGHEST_STOCK = 1_000_000_000
LONGEST_CODE = 100
LONGEST_LINE = 500
"""Signs in what is said or shown in one line: a name, a unit, a coupon, a contact."""
LONGEST_TEXT = 20_000
"""Signs in what has many lines: points, notes. Below what a cell of Excel may hold."""
MOST_PARTS = 200
"""Points, pictures or specifications of one product."""
MOST_POINTS = 30
"""Points that are taken from a shop's description; the rest is left out and told."""

LONGEST_FIELD = 1_000_000
"""Signs in one field of a file. A shop's longest descriptions stay below a tenth of it."""
LONGEST_ROW_LINES = 5_000
"""Line breaks within one row; a quote that never closes would swallow the rest of the file."""
MOST_COLUMNS = 2_000
"""Columns whose headers are looked at, to find the row in which they stand."""
MOST_PRODUCTS = 5_000_000
"""Products in one file: their codes are remembered, twelve bytes each, to find duplicates."""

LARGEST_WORKBOOK = 1_500_000_000
"""Bytes of a workbook when unpacked; a sheet that is full of ordinary rows stays below it."""
LARGEST_PACKED = 500_000_000
"""Bytes of a workbook as it lies on the disk."""
MOST_MEMBERS = 10_000
"""Files within a workbook."""
MOST_CELLS = 15_000_000
"""Cells of a sheet, rows by columns: the reader makes room for each, also for empty ones; full
ones take some 95 bytes each."""
MOST_MERGED = 200_000
"""Merged cells of a sheet that are looked at."""
MOST_SHEET_ROWS = 1_048_576
"""Rows of a sheet of Excel, headers included."""
MOST_SHEET_TEXT = 32_767
"""Signs in a cell of Excel."""
