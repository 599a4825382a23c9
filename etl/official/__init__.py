"""Official files as published: recognised by their header, read whole as text, turned into observations in columns.

Large and regular, unlike what people transcribe: everything here works on whole columns, never row by row.
"""

from etl.official.layout import INSEE_MARKERS, Absence, Edition, Flag, Layout, Measure, Share, Vintage
from etl.official.raw import RawFile
from etl.official.table import Table

__all__ = ["INSEE_MARKERS", "Absence", "Edition", "Flag", "Layout", "Measure", "RawFile", "Share", "Table", "Vintage"]
