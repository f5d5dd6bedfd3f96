"""Office files (OOXML) put together by hand: what no program at hand writes, but others do."""
import io
import zipfile
from xml.sax.saxutils import escape

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def package(main, kind, parts):
    """A zip of `parts` (name: XML) whose main part is `main`, of the content type `kind`."""
    types = (f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
             'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
             '<Default Extension="xml" ContentType="application/xml"/>'
             f'<Override PartName="/{main}" ContentType="{kind}"/></Types>')
    root = relationships([("rId1", "officeDocument", main)])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": types, "_rels/.rels": root, **parts}.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 20, 8, 0, 0)), content,
                             zipfile.ZIP_DEFLATED)
    return out.getvalue()


def relationships(entries):
    return (f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">' + "".join(
        f'<Relationship Id="{i}" Type="{OFFICE}/relationships/{kind}" Target="{target}"/>'
        for i, kind, target in entries) + "</Relationships>")


def workbook(sheets, strings, formats, date1904=False, columns="", merges=()):
    """sheets: (name, state, rows as XML); strings: <si> contents; formats: number format codes,
    the first of which is style 1."""
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    space = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{OFFICE}/relationships"'
    parts = {}
    listed = ""
    targets = [("s", "sharedStrings", "sharedStrings.xml"), ("t", "styles", "styles.xml")]
    merged = "".join(f'<mergeCell ref="{ref}"/>' for ref in merges)
    for number, (name, state, rows) in enumerate(sheets, 1):
        listed += f'<sheet name="{escape(name)}" sheetId="{number}" state="{state}" r:id="r{number}"/>'
        targets.append((f"r{number}", "worksheet", f"worksheets/sheet{number}.xml"))
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f"{HEAD}<worksheet {space}>{columns}<sheetData>{rows}</sheetData>" +
            (f"<mergeCells>{merged}</mergeCells>" if merged and number == 1 else "") + "</worksheet>")
    parts["xl/workbook.xml"] = (f'{HEAD}<workbook {space}><workbookPr date1904="{int(date1904)}"/>'
                                f"<sheets>{listed}</sheets></workbook>")
    parts["xl/_rels/workbook.xml.rels"] = relationships(targets)
    parts["xl/sharedStrings.xml"] = (f"{HEAD}<sst {space}>" +
                                     "".join(f"<si>{s}</si>" for s in strings) + "</sst>")
    numbers = "".join(f'<numFmt numFmtId="{164 + i}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
                      for i, code in enumerate(formats))
    styles = '<xf numFmtId="0"/>' + "".join(f'<xf numFmtId="{164 + i}"/>' for i in range(len(formats)))
    parts["xl/styles.xml"] = (f"{HEAD}<styleSheet {space}><numFmts>{numbers}</numFmts>"
                              f"<cellXfs>{styles}</cellXfs></styleSheet>")
    return package("xl/workbook.xml", main, parts)


def word(body):
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return package("word/document.xml", main, {
        "word/document.xml": f"{HEAD}<w:document {space}><w:body>{body}</w:body></w:document>"})


def run(text, tag="t"):
    return f'<w:r><w:{tag} xml:space="preserve">{escape(text)}</w:{tag}></w:r>'


def inserted(*inside):
    return '<w:ins w:id="1" w:author="Lan" w:date="2026-11-20T08:00:00Z">' + "".join(inside) + "</w:ins>"


def deleted(text):
    return ('<w:del w:id="2" w:author="Lan" w:date="2026-11-20T08:00:00Z">' +
            run(text, "delText") + "</w:del>")


def paragraph(*inside):
    return "<w:p>" + "".join(inside) + "</w:p>"


def cell(*inside, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>" + "".join(inside) + "</w:tc>"


def row(*cells, properties=""):
    return f"<w:tr><w:trPr>{properties}</w:trPr>" + "".join(cells) + "</w:tr>"


def rows_table(*rows):
    return "<w:tbl><w:tblPr/>" + "".join(rows) + "</w:tbl>"
