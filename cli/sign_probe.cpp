#include "cli/sign_probe.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/language.h"
#include "cli/commands.h"
#include "cli/words.h"
#include "signs/drivers/probe.h"

namespace loa::cli {
namespace {

using base::Text;
using Json = nlohmann::ordered_json;

// As loa-station reads it.
std::string configuration(const signs::drivers::Found& found) {
  const auto& settings = found.settings;
  Json board{{"kind", signs::drivers::name_of(settings.kind)}, {"address", settings.address}};
  if (!settings.model.empty()) board["model"] = settings.model;
  if (found.sized) {
    board["width"] = settings.geometry.width;
    board["height"] = settings.geometry.height;
    board["colours"] = signs::name_of(settings.geometry.palette);
  }
  return Json{{"board", board}}.dump();
}

void print(const signs::drivers::ProbeResult& result) {
  for (const auto& found : result.found) {
    fmt::print("{}\n  {}\n", found.what, configuration(found));
    if (!found.sized) {
      fmt::print("  {}\n", Text{"thêm \"width\", \"height\" và \"colours\" theo cỡ và màu của bảng",
                                "add \"width\", \"height\" and \"colours\" as the board has them"}
                               .shown());
    }
  }
  if (result.found.empty()) {
    fmt::print("{}\n", Text{"không có bảng nào trả lời", "no board answers"}.shown());
  }
  if (!result.note.vi.empty()) fmt::print("{}\n", result.note.shown());
}

}  // namespace

int probe_board(const std::string& address) try {
  const auto result = signs::drivers::probe(address);
  print(result);
  return result.found.empty() ? kProblems : kFine;
} catch (const std::invalid_argument&) {
  return refuse({"“" + address +
                     "” không phải địa chỉ của bảng: hãy viết serial:/dev/ttyUSB0, "
                     "tcp:MÁY:CỔNG, unix:/TỆP, tên máy hoặc tên cổng mạng",
                 "\"" + address +
                     "\" is no address of a board: write serial:/dev/ttyUSB0, "
                     "tcp:HOST:PORT, unix:/FILE, a host or a network interface"},
                kUsage);
}

}  // namespace loa::cli
