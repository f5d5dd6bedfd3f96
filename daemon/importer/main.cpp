// loa-importer: reads one operator's file (Excel, Word, CSV, text, iCalendar) in a sandbox of its
// own and prints what it understood as JSON (schedules/intake/understand.h). loa-station starts it;
// request.h says what it is handed.
#include <date/tz.h>
#include <iconv.h>
#include <unistd.h>

#include <stdexcept>
#include <string>
#include <utility>

#include "audio/decoder/sandbox.h"
#include "base/descriptor_io.h"
#include "daemon/importer/request.h"
#include "schedules/intake/icalendar.h"

namespace loa::daemon::importer {
namespace {

namespace intake = schedules::intake;

// The station's week, policy and list of media beside the file.
constexpr std::size_t kMostInput = intake::kMostFileBytes + (16U << 20);

std::string read_input() {
  auto all = base::read_all(STDIN_FILENO, kMostInput);
  if (!all) throw std::runtime_error("the request is too long");
  return std::move(*all);
}

// What libraries load from the disk when they are first asked is loaded while that is still
// possible: zones, encodings, ICU's names of zones.
void warm_up(const std::string& zone, bool any_zone) {
  date::locate_zone(zone)->get_info(date::sys_seconds{});
  // Never closed: a module that nobody holds may be let go.
  for (const char* encoding : {"WINDOWS-1258", "UTF-16LE", "UTF-16BE"}) {
    static_cast<void>(::iconv_open("UTF-8", encoding));
  }
  if (!any_zone) return;
  for (const auto& each : date::get_tzdb().zones) each.get_info(date::sys_seconds{});
  intake::read_icalendar(
      "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:a\r\nDURATION:PT1M\r\n"
      "DTSTART;TZID=SE Asia Standard Time:20260105T050000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
      "");
}

int run() {
  audio::limit_resources();
  const auto input = read_input();
  const auto request = read_request(input);
  // A calendar may name any zone.
  warm_up(request.context.zone, request.file.find("VCALENDAR") != std::string_view::npos);
  audio::enter(audio::Sandbox::document);
  base::write_all(STDOUT_FILENO,
                  intake::to_json(intake::understand_file(request.file, request.context)));
  return 0;
}

}  // namespace
}  // namespace loa::daemon::importer

int main() { loa::audio::end_as("loa-importer", loa::daemon::importer::run); }
