"""Weeks as workbooks."""
from flat_odf import COVERED, Cell, date, spreadsheet, table, time, wide
from office_xml import workbook

DAYS = ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"]
FIRST_DAY = 23  # Monday 2026-11-23

# A column a day, times as text, what is the same all week in one wide cell.
GRID = table("Tuần 48", [
    [wide("LỊCH PHÁT THANH XÃ PHÚ MỸ", columns=8)] + [COVERED] * 7,
    [wide("Tuần 48, từ ngày 23/11/2026 đến ngày 29/11/2026", columns=8)] + [COVERED] * 7,
    ["Giờ"] + DAYS,
    ["5h00", wide("Nhạc hiệu, lời chào", columns=7)] + [COVERED] * 6,
    ["5h05", "Bản tin xã", "Pháp luật và đời sống", "Bản tin xã", "Sức khỏe cho mọi người",
     "Bản tin xã", "Câu chuyện cuối tuần", None],
    ["5h30", wide("Chuyên mục Cải cách hành chính", columns=5)] + [COVERED] * 4 + [None, None],
    ["6h00", wide("Tiếp âm Thời sự Đài Tiếng nói Việt Nam", columns=7)] + [COVERED] * 6,
    ["17h00", "Thông báo của UBND xã", None, "Thông báo của UBND xã", None, "Bản tin xã (PL)",
     wide("Ca nhạc", columns=2, rows=2), COVERED],
    ["17h30", "Bản tin xã (PL)", "Pháp luật và đời sống (PL)", "Bản tin xã (PL)",
     "Sức khỏe cho mọi người (PL)", None, COVERED, COVERED],
])

# The same habit with real dates and times of day.
REAL_DATES = table("Lịch tuần", [
    ["Giờ"] + [date(f"2026-11-{FIRST_DAY + i}", "dayname") for i in range(7)],
    [time("05:00", "gio")] + ["Nhạc hiệu"] * 7,
    [time("05:05", "gio"), "Bản tin xã", "Bản tin xã", "Nông nghiệp và đời sống", "Bản tin xã",
     "Bản tin xã", None, None],
    [time("05:45", "gio")] + ["Tiếp âm Đài tỉnh"] * 5 + [None, None],
    [time("17:15", "gio"), "Thông báo; nhắc việc", None, "Thông báo; nhắc việc", None,
     "Thông báo; nhắc việc", None, None],
])


def slot(day, start, end, title, level=3, area=None):
    return [day, start, end, title, Cell(level, "float"), area]


# A row for each slot; the day is written once and spans its slots.
ONE_ROW_A_SLOT = table("Lịch phát", [
    ["Thứ", "Giờ bắt đầu", "Giờ kết thúc", "Chương trình", "Mức", "Lĩnh vực"],
    slot(wide("Thứ Hai\n23/11/2026", rows=3), "5h00", "5h15", "Bản tin xã", 3, "tthc"),
    slot(COVERED, "5h15", "5h45", "Chuyên mục “Một cửa”, số 12; có phát lại", 3, "tthc"),
    slot(COVERED, "17h00", "17h05", "Thông báo cắt điện", 2),
    slot(wide("Thứ Ba\n24/11/2026", rows=2), "05:00", "05:15", "Bản tin xã", 3, "the-che"),
    slot(COVERED, "17h30'", None, "Bản tin xã (PL)", 3, "the-che"),
    slot("Thứ Sáu\n27/11/2026", "5g30", "6g00", "Tiếp âm Đài Tiếng nói Việt Nam"),
])

# Formulas for days and ends, rows that were hidden instead of deleted, old weeks kept in the file.
FORMULAS = table("Tuần 48", [
    ["Ngày", "Bắt đầu", "Thời lượng", "Kết thúc", "Nội dung"],
    [date("2026-11-23"), time("05:00"), time("00:15", "span"),
     time("05:15", formula="=[.B2]+[.C2]"), "Bản tin xã"],
    [date("2026-11-24", formula="=[.A2]+1"), time("05:00"), time("00:30", "span"),
     time("05:30", formula="=[.B3]+[.C3]"), "Chuyên mục Chuyển đổi số"],
    [date("2026-11-24", formula="=[.A3]"), time("05:30"), time("00:30", "span"),
     time("06:00", formula="=[.B4]+[.C4]"), "Ca nhạc (đã bỏ)"],
    [date("2026-11-25", formula="=[.A3]+1"), time("17:00"), time("01:00", "span"),
     time("18:00", formula="=[.B5]+[.C5]"), "Tiếp âm Đài tỉnh"],
], hidden_rows=[3])
OLD_WEEK = table("Tuần 47", [
    ["Ngày", "Bắt đầu", "Thời lượng", "Kết thúc", "Nội dung"],
    [date("2026-11-16"), time("05:00"), time("00:15", "span"), time("05:15"), "Bản tin xã cũ"],
])
LISTS = table("Danh mục", [["Chương trình"], ["Bản tin xã"], ["Tiếp âm Đài tỉnh"]], hidden=True)

BY_LIBREOFFICE = {
    "luoi-ngay-cot": spreadsheet(GRID),
    "luoi-ngay-that": spreadsheet(REAL_DATES),
    "moi-hang-mot-khung": spreadsheet(ONE_ROW_A_SLOT),
    "cong-thuc-hang-an": spreadsheet(OLD_WEEK, FORMULAS, LISTS),
}

# A workbook of an old Mac: days count from 1904 (44521 is 2025-11-22 there, so 2026-11-23 is 44887);
# rich text, inline text, an own time format, and a column that is hidden.
STRINGS = ["<t>Thứ</t>", "<t>Giờ</t>", "<t>Chương trình</t>",
           '<r><t xml:space="preserve">Bản tin </t></r><r><rPr><b/></rPr><t>xã</t></r>',
           "<t>Tiếp âm_x000D_\nĐài tỉnh</t><rPh sb=\"0\" eb=\"1\"><t>đọc</t></rPh>"]
MAC_ROWS = """
<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>
<c r="C1" t="inlineStr"><is><t>Ghi chú nội bộ</t></is></c><c r="D1" t="s"><v>2</v></c></row>
<row r="2"><c r="A2" s="1"><v>44887</v></c><c r="B2" s="2"><v>0.2083333333333333</v></c>
<c r="C2" t="inlineStr"><is><t>hỏi anh Ba</t></is></c><c r="D2" t="s"><v>3</v></c></row>
<row r="4"><c r="B4" s="2"><v>0.72916666666666663</v></c><c r="D4" t="s"><v>4</v></c></row>
<row r="5"><c r="A5" s="1"><f>A2+1</f><v>44888</v></c><c r="B5" s="3"><v>530</v></c>
<c r="D5" t="str"><f>D2&amp;" (PL)"</f><v>Bản tin xã (PL)</v></c></row>"""
BY_HAND = {
    "may-mac-1904.xlsx": workbook(
        [("Tuần 48", "visible", MAC_ROWS), ("Nháp", "veryHidden", "")], STRINGS,
        ["dd/mm/yyyy", 'h"h"mm', '0"h"00'], date1904=True, merges=["A2:A4"],
        columns='<cols><col min="3" max="3" width="12" hidden="1"/></cols>'),
}
