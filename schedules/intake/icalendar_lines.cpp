// Unfolding and nesting. RFC 5545, 3.1: a line that begins with a space goes on the one before,
// even in the middle of a character.
#include "schedules/intake/icalendar_lines.h"

#include <fmt/format.h>

#include <algorithm>

#include "schedules/intake/icalendar.h"
#include "schedules/intake/rows.h"

namespace loa::schedules::intake::icalendar {
namespace {

using base::Severity;

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

std::string in_capitals(std::string_view text) {
  std::string capitals(text);
  std::ranges::transform(capitals, capitals.begin(), upper);
  return capitals;
}

// The physical lines put together, as bytes.
std::vector<Line> unfolded(std::string_view bytes) {
  std::vector<Line> lines;
  int number = 0;
  while (!bytes.empty()) {
    const auto end = std::min(bytes.find('\n'), bytes.size());
    auto line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    const bool goes_on = line.starts_with(' ') || line.starts_with('\t');
    if (goes_on && !lines.empty()) {
      lines.back().text += line.substr(1);
    } else if (!line.empty()) {
      lines.push_back({number, std::string(line)});
    }
  }
  return lines;
}

// Follows BEGIN and END and gives each line to where it belongs.
class Nesting {
 public:
  Nesting(const std::string& file, base::Problems& problems) : file_(file), problems_(problems) {}

  void take(Line line) {
    const auto name = line.name();
    const bool marks = name == "BEGIN" || name == "END";
    const auto colon = std::min(line.text.find(':'), line.text.size() - 1);
    const auto what = marks ? in_capitals(line.text.substr(colon + 1)) : std::string();
    if (name == "BEGIN") return begin(what, line.number);
    if (name == "END") return end(what, line.number);
    if (Component* component = open()) {
      put(*component, std::move(line));
    } else if (inside_ == std::vector<std::string>{"VCALENDAR"}) {
      calendar_.properties.push_back(std::move(line));
    }
  }

  CalendarText finish() {
    if (!inside_.empty() && !broken_) {
      error(last_, "ics-cut-off",
            {fmt::format("tệp bị cụt: thiếu END:{}; hãy tải hoặc xuất lại", inside_.back()),
             fmt::format("the file is cut off: END:{} is missing; download or export it again",
                         inside_.back())});
    }
    return std::move(calendar_);
  }

 private:
  // What a line belongs to now: an event without its alarms, a zone with all of it.
  Component* open() {
    if (inside_.size() < 2 || broken_) return nullptr;
    if (inside_[1] == "VTIMEZONE") return &calendar_.zones.back();
    return inside_[1] == "VEVENT" && inside_.size() == 2 ? &calendar_.events.back() : nullptr;
  }

  void put(Component& component, Line line) {
    if (component.lines.size() < kMostEventLines) return component.lines.push_back(std::move(line));
    stop(line.number, {fmt::format("một sự kiện có quá {} dòng", kMostEventLines),
                       fmt::format("one event has more than {} lines", kMostEventLines)});
  }

  void begin(const std::string& what, int number) {
    last_ = number;
    if (broken_) return;
    constexpr std::size_t kDeepest = 8;
    if (inside_.size() >= kDeepest) {
      return stop(number, {"các phần lồng nhau quá sâu", "the components are nested too deep"});
    }
    if (inside_.size() == 1 && what == "VTIMEZONE") calendar_.zones.push_back({number, {}});
    if (inside_.size() == 1 && what == "VEVENT") calendar_.events.push_back({number, {}});
    inside_.push_back(what);
    if (calendar_.events.size() > kMostEvents || calendar_.zones.size() > kMostEvents) {
      stop(number, {fmt::format("lịch có quá {} sự kiện", kMostEvents),
                    fmt::format("the calendar has more than {} events", kMostEvents)});
    }
  }

  void end(const std::string& what, int number) {
    last_ = number;
    if (broken_) return;
    if (!inside_.empty() && inside_.back() == what) return inside_.pop_back();
    broken_ = true;
    error(number, "ics-nesting",
          {fmt::format("END:{} không khớp với phần đang mở", what),
           fmt::format("END:{} does not close what is open", what)});
  }

  void stop(int number, base::Text message) {
    if (!broken_) error(number, "ics-too-much", std::move(message));
    broken_ = true;
  }

  void error(int number, const char* code, base::Text message) {
    problems_.push_back({Severity::error, code, {file_, number, 1}, "", std::move(message)});
  }

  const std::string& file_;
  base::Problems& problems_;
  CalendarText calendar_;
  std::vector<std::string> inside_;  // the names of what is open, the outermost first
  int last_ = 0;
  bool broken_ = false;
};

}  // namespace

std::string Line::name() const {
  return in_capitals(std::string_view(text).substr(0, text.find_first_of(":;")));
}

CalendarText read_lines(std::string_view bytes, const std::string& file, base::Problems& problems) {
  const auto refuse = [&](const char* code, base::Text message) {
    problems.push_back({Severity::error, code, {file, 0, 0}, "", std::move(message)});
    return CalendarText{};
  };
  if (bytes.size() > kMostFileBytes) {
    return refuse("file-too-big", {"tệp lớn hơn 16 MB", "the file is larger than 16 MB"});
  }
  const bool utf16 = bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff");
  const auto decoded = utf16 ? decode_text(bytes) : std::string();
  if (utf16) bytes = decoded;
  if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
  auto lines = unfolded(bytes);
  if (lines.empty() || in_capitals(lines.front().text) != "BEGIN:VCALENDAR") {
    return refuse("not-icalendar", {"không phải tệp iCalendar: thiếu BEGIN:VCALENDAR ở đầu",
                                    "not an iCalendar file: no BEGIN:VCALENDAR at its beginning"});
  }
  Nesting nesting(file, problems);
  for (auto& line : lines) {
    line.text = decode_text(line.text);
    nesting.take(std::move(line));
  }
  return nesting.finish();
}

}  // namespace loa::schedules::intake::icalendar
