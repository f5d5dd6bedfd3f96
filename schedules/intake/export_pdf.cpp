#include "schedules/intake/export_pdf.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "schedules/intake/export_week.h"
#include "schedules/intake/pdf_page.h"
#include "schedules/notation.h"

namespace loa::schedules::intake {
namespace {

constexpr double kMargin = 28;
constexpr double kInner = PdfPages::kWidth - 2 * kMargin;
constexpr double kTimeWidth = 58;
constexpr double kDayWidth = (kInner - kTimeWidth) / 7;
constexpr double kBottom = PdfPages::kHeight - 40;
constexpr double kPadding = 3.5;
constexpr double kText = 8.5;
constexpr double kLine = 11;
constexpr double kPartHeight = 15;
constexpr double kHeaderHeight = 30;
constexpr Colour kHeaderColour{0.85, 0.89, 0.95};
constexpr Colour kPartColour{0.95, 0.95, 0.95};
constexpr Colour kQuiet{0.35, 0.35, 0.35};

std::optional<Colour> ground_of(Level level) {
  switch (level) {
    case Level::emergency:
      return Colour{0.97, 0.80, 0.68};
    case Level::priority:
      return Colour{1, 0.95, 0.80};
    case Level::normal:
      break;
  }
  return {};
}

std::string name_of(const WeeklySchedule& week) {
  return week.title.empty() ? week.id : week.title;
}

double column_at(std::size_t day) {
  return kMargin + kTimeWidth + kDayWidth * static_cast<double>(day);
}

class WallPages {
 public:
  // `pages`: how many there will be, for the feet; a first drawing says it.
  WallPages(const WeeklySchedule& week, date::local_days monday, int pages)
      : week_(week), monday_(monday), of_pages_(pages) {}

  std::string draw() {
    draw_head();
    const auto rows = grid_of(slots_of_week(week_, monday_), monday_);
    for (const auto& row : rows) draw_row(row);
    if (rows.empty()) {
      pages_.centred(kMargin, y_ + 20, kInner, "Tuần này không có khung giờ nào.", 11, false);
    }
    draw_foot();
    return pages_.finish();
  }

  int page() const { return page_; }

 private:
  void next_page() {
    draw_foot();
    pages_.next_page();
    ++page_;
    draw_head();
  }

  void draw_head() {
    const auto title = pages_.lines_of(name_of(week_), kInner, 15, true).front();
    pages_.centred(kMargin, 44, kInner, title, 15, true);
    pages_.centred(kMargin, 62, kInner, week_heading(monday_), 10.5, false);
    y_ = 74;
    head_cell(kMargin, kTimeWidth, "Giờ", "");
    for (std::size_t i = 0; i < 7; ++i) {
      const auto day = monday_ + date::days(static_cast<int>(i));
      head_cell(column_at(i), kDayWidth, day_name(day), short_date(day));
    }
    y_ += kHeaderHeight;
    part_ = nullptr;
  }

  void head_cell(double x, double width, const std::string& first, const std::string& second) {
    pages_.fill(x, y_, width, kHeaderHeight, kHeaderColour);
    pages_.frame(x, y_, width, kHeaderHeight);
    pages_.centred(x, y_ + (second.empty() ? 18 : 13), width, first, 9.5, true);
    if (!second.empty()) pages_.centred(x, y_ + 25, width, second, 9, false);
  }

  // A heading must not stay alone at the foot of a page.
  void draw_row(const GridRow& row) {
    std::array<std::vector<std::string>, 7> lines;
    std::size_t most = 1;
    for (std::size_t i = 0; i < 7; ++i) {
      if (row.slots[i] == nullptr) continue;
      lines[i] =
          pages_.lines_of(title_of(week_, *row.slots[i]), kDayWidth - 2 * kPadding, kText, false);
      most = std::max(most, lines[i].size() + 1);
    }
    const double height = static_cast<double>(most) * kLine + 2 * kPadding;
    const bool new_part = part_ != part_of_day(row.start);
    if (y_ + height + (new_part ? kPartHeight : 0) > kBottom) next_page();
    if (part_ != part_of_day(row.start)) draw_part(part_of_day(row.start));
    pages_.frame(kMargin, y_, kTimeWidth, height);
    pages_.centred(kMargin, y_ + kPadding + 9, kTimeWidth, spoken_time(row.start), 10, true);
    for (std::size_t i = 0; i < 7; ++i) draw_cell(i, row.slots[i], lines[i], height);
    y_ += height;
  }

  void draw_part(const char* part) {
    part_ = part;
    pages_.fill(kMargin, y_, kInner, kPartHeight, kPartColour);
    pages_.frame(kMargin, y_, kInner, kPartHeight);
    pages_.text(kMargin + kPadding, y_ + 11, part, 8.5, true);
    y_ += kPartHeight;
  }

  void draw_cell(std::size_t day, const Slot* slot, const std::vector<std::string>& lines,
                 double height) {
    const double x = column_at(day);
    if (slot != nullptr) {
      if (const auto ground = ground_of(slot->level))
        pages_.fill(x, y_, kDayWidth, height, *ground);
      double line = y_ + kPadding + 8;
      pages_.text(x + kPadding, line,
                  fmt::format("đến {}", spoken_time(slot->start + slot->length)), 7, false, kQuiet);
      for (const auto& text : lines) pages_.text(x + kPadding, line += kLine, text, kText, false);
    }
    pages_.frame(x, y_, kDayWidth, height);
  }

  void draw_foot() {
    const double line = PdfPages::kHeight - 23;
    draw_key(kMargin, "ưu tiên", Level::priority);
    draw_key(kMargin + 60, "khẩn cấp", Level::emergency);
    const auto page = fmt::format("Trang {}/{}", page_, of_pages_);
    const double width = pages_.width_of(page, 8, false);
    pages_.text(PdfPages::kWidth - kMargin - width, line, page, 8, false, kQuiet);
  }

  void draw_key(double x, const char* word, Level level) {
    pages_.fill(x, PdfPages::kHeight - 30, 10, 8, *ground_of(level));
    pages_.text(x + 14, PdfPages::kHeight - 23, word, 8, false, kQuiet);
  }

  const WeeklySchedule& week_;
  date::local_days monday_;
  int of_pages_;
  int page_ = 1;
  PdfPages pages_{name_of(week_), date_text(monday_)};
  double y_ = 0;
  const char* part_ = nullptr;  // of the day, under whose heading rows are drawn
};

}  // namespace

std::string export_pdf(const WeeklySchedule& week, date::local_days monday) {
  WallPages first(week, monday, 0);
  first.draw();
  return WallPages(week, monday, first.page()).draw();
}

}  // namespace loa::schedules::intake
