"""Weeks as Word documents."""
from flat_odf import COVERED, table, text, wide
from office_xml import (cell, deleted, inserted, paragraph, row, rows_table, run, word)

GRID = table("Bang1", [
    ["Giờ", "Thứ Hai\n23/11", "Thứ Ba\n24/11", "Thứ Tư\n25/11", "Thứ Năm\n26/11", "Thứ Sáu\n27/11"],
    ["5h00", wide("Nhạc hiệu", columns=5)] + [COVERED] * 4,
    ["5h05", "Bản tin xã", "An toàn giao thông", "Bản tin xã", "An toàn giao thông", "Bản tin xã"],
    ["5h30", wide("Tiếp âm Đài Tiếng nói Việt Nam", columns=5)] + [COVERED] * 4,
    ["17h00", "Thông báo", None, wide("Chuyên mục Cải cách hành chính", columns=2), COVERED,
     "Bản tin xã (PL)"],
])
ONE_ROW_A_SLOT = table("Bang1", [
    ["Ngày", "Giờ phát", "Nội dung", "Ghi chú"],
    [wide("Thứ Hai\n(23/11)", rows=2), "5h00 - 5h15", "Bản tin xã", None],
    [COVERED, "17h00 - 17h10", "Thông báo tiêm chủng", "ưu tiên"],
    [wide("Thứ Năm\n(26/11)", rows=3), "5h00 - 5h15", "Nông nghiệp và đời sống", None],
    [COVERED, "5h15 - 5h45", "Tiếp âm Đài tỉnh", None],
    [COVERED, "17h30 - 17h45", "Nông nghiệp và đời sống", "PL"],
])
MONDAY = table("Bang1", [["Giờ", "Nội dung"], ["5h00", "Bản tin xã"], ["17h00", "Thông báo"]])
FRIDAY = table("Bang2", [["Giờ", "Nội dung"], ["5h00", "Ca nhạc"], ["17h00", "Bản tin xã (PL)"]])

BY_LIBREOFFICE = {
    "bang-ngay-cot": text("ỦY BAN NHÂN DÂN PHƯỜNG ĐỒNG TÂM", "LỊCH PHÁT THANH TUẦN 48/2026", GRID,
                          "Người lập: Trần Thị Hạnh"),
    "bang-moi-hang": text("LỊCH TUYÊN TRUYỀN TRÊN HỆ THỐNG TRUYỀN THANH", ONE_ROW_A_SLOT),
    "bang-theo-ngay": text("LỊCH PHÁT THANH TUẦN 48", "Thứ Hai, ngày 23/11/2026", MONDAY,
                           "Thứ Sáu, ngày 27/11/2026", FRIDAY),
    "dong-chu": text("LỊCH PHÁT THANH XÃ PHÚ MỸ", "Thứ Hai ngày 23/11/2026", "– 5h00 Nhạc hiệu",
                     "– 5h05 Bản tin xã", "– 17h30 Bản tin xã (PL)", "Thứ Ba ngày 24/11/2026",
                     "– 5h00 Tiếp âm Đài Tiếng nói Việt Nam"),
}


def words(value):
    return cell(paragraph(run(value)))


# As the week came back from the chairman: changes are tracked, one row is struck out, one is new.
TRACKED = rows_table(
    row(words("Thứ"), words("Giờ"), words("Chương trình")),
    row(words("Thứ Hai"), cell(paragraph(deleted("5h00"), inserted(run("5h15")))),
        cell(paragraph(run("Bản tin "), deleted("huyện"), inserted(run("xã"))))),
    row(words("Thứ Ba"), words("5h00"), words("Ca nhạc"),
        properties='<w:del w:id="3" w:author="Lan"/>'),
    row(words("Thứ Tư"), words("17h00"), cell(paragraph(inserted(run("Thông báo")))),
        properties='<w:ins w:id="4" w:author="Lan"/>'))

# A page laid out with a table: the week's table stands in a cell of it.
NESTED = rows_table(
    row(cell(paragraph(run("UBND XÃ PHÚ MỸ"))), cell(paragraph(run("Tuần 48")))),
    row(cell(paragraph(run("Lịch phát:")),
             rows_table(row(words("Thứ Hai"), words("5h00"), words("Bản tin xã")),
                        row(words("Thứ Ba"), words("5h30"),
                            cell(paragraph(run("Tiếp âm"), "<w:r><w:br/></w:r>", run("Đài tỉnh"))))),
             paragraph(),
             properties='<w:gridSpan w:val="2"/>')))

BY_HAND = {
    "co-sua-doi.docx": word(paragraph(run("LỊCH PHÁT "), deleted("NHÁP"), inserted(run("THANH"))) +
                            TRACKED + paragraph(run("Duyệt"))),
    "bang-long-nhau.docx": word(NESTED),
}
