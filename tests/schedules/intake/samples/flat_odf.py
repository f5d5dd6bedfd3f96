"""Flat OpenDocument files, the source text of what LibreOffice turns into .xlsx, .docx and .csv."""
from xml.sax.saxutils import escape, quoteattr

NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in [("office", "office"), ("table", "table"), ("text", "text"),
                      ("style", "style"), ("number", "datastyle"), ("fo", "xsl-fo-compatible")]) + (
    ' xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"')

# Number styles by the name that Cell.style gives.
STYLES = {
    "time": '<number:time-style style:name="N{0}"><number:hours number:style="long"/>'
            '<number:text>:</number:text><number:minutes number:style="long"/></number:time-style>',
    "gio": '<number:time-style style:name="N{0}"><number:hours/>'
           '<number:text>h</number:text><number:minutes number:style="long"/></number:time-style>',
    "date": '<number:date-style style:name="N{0}"><number:day number:style="long"/>'
            '<number:text>/</number:text><number:month number:style="long"/><number:text>/'
            '</number:text><number:year number:style="long"/></number:date-style>',
    "dayname": '<number:date-style style:name="N{0}" number:language="vi" number:country="VN">'
               '<number:day-of-week number:style="long"/><number:text> </number:text>'
               '<number:day number:style="long"/><number:text>/</number:text>'
               '<number:month number:style="long"/></number:date-style>',
    "span": '<number:time-style style:name="N{0}" number:truncate-on-overflow="false">'
            '<number:hours/><number:text>:</number:text><number:minutes number:style="long"/>'
            '</number:time-style>',
}


class Cell:
    """A cell of a sheet or table. kind: string, time ("05:00"), date ("2026-11-23") or float."""

    def __init__(self, value, kind="string", style=None, columns=1, rows=1, formula=None):
        self.value, self.kind, self.style = value, kind, style
        self.columns, self.rows, self.formula = columns, rows, formula


def time(value, style="time", formula=None):
    return Cell(value, "time", style, formula=formula)


def date(value, style="date", formula=None):
    return Cell(value, "date", style, formula=formula)


def wide(value, columns=1, rows=1):
    return Cell(value, columns=columns, rows=rows)


COVERED = object()  # below or right of a cell that is wider than one


def _value_attributes(cell):
    if cell.kind == "time":
        hours, minutes = cell.value.split(":")
        return f' office:value-type="time" office:time-value="PT{hours}H{minutes}M00S"'
    if cell.kind == "date":
        return f' office:value-type="date" office:date-value="{cell.value}"'
    if cell.kind == "float":
        return f' office:value-type="float" office:value="{cell.value}"'
    return ' office:value-type="string"'


def _paragraphs(text):
    return "".join(f"<text:p>{escape(line)}</text:p>" for line in str(text).split("\n"))


def _cell(cell):
    if cell is COVERED:
        return "<table:covered-table-cell/>"
    if cell is None:
        return "<table:table-cell/>"
    if not isinstance(cell, Cell):
        cell = Cell(cell)
    attributes = _value_attributes(cell)
    if cell.style:
        attributes += f' table:style-name="C{cell.style}"'
    if cell.columns > 1:
        attributes += f' table:number-columns-spanned="{cell.columns}"'
    if cell.rows > 1:
        attributes += f' table:number-rows-spanned="{cell.rows}"'
    if cell.formula:
        attributes += f" table:formula={quoteattr('of:' + cell.formula)}"
    text = _paragraphs(cell.value) if cell.kind == "string" else ""
    return f"<table:table-cell{attributes}>{text}</table:table-cell>"


def table(name, rows, hidden_rows=(), hidden=False):
    """Rows are lists of values, Cells, None or COVERED; hidden_rows counts from 0."""
    columns = max(len(row) for row in rows)
    lines = []
    for index, row in enumerate(rows):
        visibility = ' table:visibility="collapse"' if index in hidden_rows else ""
        lines.append(f"<table:table-row{visibility}>" + "".join(map(_cell, row)) +
                     "</table:table-row>")
    style = ' table:style-name="hidden"' if hidden else ""
    return (f"<table:table table:name={quoteattr(name)}{style}>"
            f'<table:table-column table:number-columns-repeated="{columns}"/>' + "".join(lines) +
            "</table:table>")


def document(kind, mimetype, body):
    numbers = "".join(style.format(name) for name, style in STYLES.items())
    cells = "".join(f'<style:style style:name="C{name}" style:family="table-cell" '
                    f'style:data-style-name="N{name}"/>' for name in STYLES)
    hidden = ('<style:style style:name="hidden" style:family="table">'
              '<style:table-properties table:display="false"/></style:style>')
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {NAMESPACES} '
            f'office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.{mimetype}">'
            f"<office:automatic-styles>{numbers}{cells}{hidden}</office:automatic-styles>"
            f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document>\n")


def spreadsheet(*tables):
    return document("spreadsheet", "spreadsheet", "".join(tables))


def text(*blocks):
    """Blocks are tables, or lines of text."""
    return document("text", "text", "".join(
        block if block.startswith("<table:") else _paragraphs(block) for block in blocks))
