"""Weeks as lines of text."""

WEEK = """\
ỦY BAN NHÂN DÂN XÃ PHÚ MỸ
LỊCH PHÁT THANH TUẦN 48 (từ ngày 23/11 đến ngày 29/11/2026)

Thứ Hai, ngày 23/11
BUỔI SÁNG
– 5h00 Đài hiệu + Giới thiệu chương trình
– 5h05 Chuyên mục: Cải cách hành chính
– 5h20 Thông báo của UBND xã
– 6h00 Tiếp âm Thời sự Đài Tiếng nói Việt Nam
BUỔI CHIỀU
– 17h00 Bản tin xã
– 17h30 Chuyên mục: Cải cách hành chính (PL)

Thứ Tư, ngày 25/11
BUỔI SÁNG
– 5h00 Đài hiệu + Giới thiệu chương trình
– 5h05 Chuyên mục: Nông nghiệp và đời sống
– 6h00 Tiếp âm Thời sự Đài Tiếng nói Việt Nam
BUỔI CHIỀU
– 17h00 Bản tin xã
– 17h30' Bản tin xã (PL)

Chủ nhật, ngày 29/11
– 6h00 Tiếp âm Thời sự Đài Tiếng nói Việt Nam
– 7h00 Ca nhạc theo yêu cầu thính giả
"""

CHAT = """\
Chị Hạnh gửi lịch tuần tới nhé:
* T2, T4, T6
5g30 Nhạc hiệu
5g35 - 5g50: Bản tin địa phương
5g50 Tiếp âm Đài tỉnh
* T3, T5
05:30 Nhạc hiệu
05:35 Chuyên mục Pháp luật và đời sống
05:50 Tiếp âm Đài tỉnh
* T7, CN: nghỉ
"""

OLD_MACHINE = """\
LỊCH PHÁT THANH PHƯỜNG ĐỒNG TÂM
Từ thứ 2 đến thứ 6 hằng tuần
\u2022 6h30 Nhạc hiệu, lời chào
\u2022 6h32 Tin tức trong phường
\u2022 6h40 Hướng dẫn nộp hồ sơ trực tuyến
\u2022 16h45 Tin tức trong phường (phát lại)
"""
