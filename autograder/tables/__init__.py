"""CSV files as people's programs write them: any separator, any encoding, and bytes that stay where nothing changes."""

from autograder.tables.rows import Row, Table, read_table, refuse_fields, simplify
from autograder.tables.sheet import Sheet, read_sheet

__all__ = ["Row", "Sheet", "Table", "read_sheet", "read_table", "refuse_fields", "simplify"]
