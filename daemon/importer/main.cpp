// loa-importer: reads one operator's file (Excel, Word, CSV, text, iCalendar) in a sandbox of its
// own and prints what it understood as JSON (schedules/intake/understand.h). loa-station starts it;
// request.h says what it is handed.
#include <date/tz.h>
#include <iconv.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <exception>
#include <string>
#include <system_error>

#include "audio/decoder/sandbox.h"
#include "daemon/importer/request.h"
#include "schedules/intake/icalendar.h"

namespace loa::daemon::importer {
namespace {

namespace intake = schedules::intake;

// The station's week, policy and list of media beside the file.
constexpr std::size_t kMostInput = intake::kMostFileBytes + (16U << 20);

std::string read_all(int fd) {
  std::string all;
  std::string chunk(std::size_t{64} * 1024, '\0');
  for (;;) {
    const auto got = ::read(fd, chunk.data(), chunk.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw std::system_error(errno, std::generic_category(), "read");
    if (got == 0) return all;
    all.append(chunk, 0, static_cast<std::size_t>(got));
    if (all.size() > kMostInput) throw std::runtime_error("the request is too long");
  }
}

void write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const auto put = ::write(fd, text.data(), text.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) throw std::system_error(errno, std::generic_category(), "write");
    text.remove_prefix(static_cast<std::size_t>(put));
  }
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
  const auto input = read_all(STDIN_FILENO);
  const auto request = read_request(input);
  // A calendar may name any zone.
  warm_up(request.context.zone, request.file.find("VCALENDAR") != std::string_view::npos);
  audio::enter(audio::Sandbox::document);
  write_all(STDOUT_FILENO, intake::to_json(intake::understand_file(request.file, request.context)));
  return 0;
}

int run_or_complain() {
  try {
    return run();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "loa-importer: %s\n", error.what());
    return 2;
  }
}

}  // namespace
}  // namespace loa::daemon::importer

// Not by exit(): what other libraries do there is not what the sandbox allows.
int main() { _exit(loa::daemon::importer::run_or_complain()); }
