// How long a workbook of 500 rows takes from its bytes to a week that may be taken: by the reader
// alone, by what the rows mean, and in all. Prints JSON.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "schedules/intake/understand.h"
#include "schedules/notation.h"
#include "tests/schedules/intake/made_office.h"

namespace {

using namespace loa::schedules;
using namespace loa::schedules::intake;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr int kRows = 500;
constexpr int kTitles = 60;
constexpr double kMonday = 46349;  // 2026-11-23 as Excel counts days

// A row for each slot: date, start, title, minutes; shared strings, styles and dates as Excel
// writes them.
std::string workbook() {
  test::MadeWorkbook book;
  book.formats = "dd/mm/yyyy\nh:mm";
  for (const auto* header : {"Ngày", "Giờ", "Nội dung", "Thời lượng (phút)"}) {
    book.strings += fmt::format("<si><t>{}</t></si>", header);
  }
  for (int i = 0; i < kTitles; ++i) {
    book.strings += fmt::format("<si><t>Chuyên mục Cải cách hành chính số {}</t></si>", i);
  }
  book.rows = R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>)"
              R"(<c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c></row>)";
  const int a_day = (kRows + 6) / 7;
  for (int i = 0; i < kRows; ++i) {
    const int row = i + 2;
    book.rows += fmt::format(
        R"(<row r="{0}"><c r="A{0}" s="1"><v>{1}</v></c><c r="B{0}" s="2"><v>{2:.10f}</v></c>)"
        R"(<c r="C{0}" t="s"><v>{3}</v></c><c r="D{0}"><v>10</v></c></row>)",
        row, kMonday + i / a_day, (300 + (i % a_day) * 14) / 1440.0, 4 + i % kTitles);
  }
  return book.bytes();
}

Context context() {
  Context context;
  context.file = "tuan.xlsx";
  context.today = *date_from("2026-11-22");
  context.media.emplace();
  for (int i = 0; i < kTitles; ++i) {
    context.media->push_back(
        {fmt::format("cchc/chuyên mục cải cách hành chính số {}.mp3", i), Seconds(590)});
  }
  for (int i = 0; i < 940; ++i) {
    context.media->push_back({fmt::format("khác/Bản tin xã {}.mp3", i), Seconds(300)});
  }
  return context;
}

template <class Work>
double median_ms(Work work) {
  std::vector<double> times;
  for (int i = 0; i < 15; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    times.push_back(Milliseconds(std::chrono::steady_clock::now() - begin).count());
  }
  std::ranges::nth_element(times, times.begin() + 7);
  return times[7];
}

}  // namespace

int main() {
  const auto bytes = workbook();
  const auto with = context();
  Tables tables;
  Understood understood;
  const double read_ms = median_ms([&] { tables = read_xlsx(bytes, with.file); });
  const double understand_ms = median_ms([&] { understood = understand(tables, with); });
  const double whole_ms = median_ms([&] { understood = understand_file(bytes, with); });
  fmt::print(
      "{{\"rows\":{},\"bytes\":{},\"media\":{},\"slots\":{},\"ok\":{},\"read_ms\":{:.2f},"
      "\"understand_ms\":{:.2f},\"import_ms\":{:.2f}}}\n",
      kRows, bytes.size(), with.media->size(), understood.slots.size(),
      understood.schedule != nullptr, read_ms, understand_ms, whole_ms);
  return understood.schedule ? 0 : 1;
}
