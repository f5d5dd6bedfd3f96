// Reading a schedule file and telling its problems.
#include "cli/schedule_file.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <system_error>

#include "base/document.h"
#include "base/files.h"

namespace loa::cli {
namespace {

base::Problem unreadable(const std::string& file, const std::error_code& code) {
  if (code == std::errc::no_such_file_or_directory) {
    return {base::Severity::error,
            "file-missing",
            {file, 0, 0},
            "",
            {"không có tệp này", "there is no such file"}};
  }
  return {base::Severity::error,
          "file-unreadable",
          {file, 0, 0},
          "",
          {fmt::format("không đọc được tệp ({})", code.message()),
           fmt::format("cannot read the file ({})", code.message())}};
}

}  // namespace

schedules::ReadSchedule read_schedule_file(const std::string& file) {
  try {
    return schedules::read_schedule(base::read_file(file, base::DocumentLimits{}.bytes), file);
  } catch (const std::system_error& error) {
    return {nullptr, {unreadable(file, error.code())}};
  }
}

void print_problems(std::FILE* out, const base::Problems& problems) {
  for (const auto& problem : problems) fmt::print(out, "{}\n", base::to_string(problem));
}

void print_problems_json(std::FILE* out, const base::Problems& problems) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& problem : problems) {
    list.push_back({{"severity", problem.severity == base::Severity::error ? "error" : "warning"},
                    {"code", problem.code},
                    {"file", problem.place.file},
                    {"line", problem.place.line},
                    {"column", problem.place.column},
                    {"field", problem.field},
                    {"message", problem.message.shown()}});
  }
  // A file name, or a piece of the file in a message, need not be UTF-8.
  const auto text = list.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  fmt::print(out, "{}\n", text);
}

}  // namespace loa::cli
