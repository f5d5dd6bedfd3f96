// loa status.
#include <fmt/format.h>

#include "base/language.h"
#include "cli/station_commands.h"
#include "cli/words.h"

namespace loa::cli {
namespace {

using base::Text;
using Json = nlohmann::ordered_json;

void line(const Text& name, const std::string& value) {
  // Padding by hand: fmt counts the width of Vietnamese letters right, and so do terminals.
  fmt::print("{:<11} {}\n", name.shown() + ":", value);
}

std::string on_air_text(const Json& air) {
  if (air.is_null()) return Text{"không phát gì", "nothing"}.shown();
  const auto under = air.value("under", "");
  const Text over{", đè lên " + under, ", over " + under};
  return fmt::format("{} ({}), {} / {}{}{}", air.value("title", ""),
                     level_word(air.value("level", 0)), length_word(air.value("elapsed", 0.0)),
                     length_word(air.value("elapsed", 0.0) + air.value("remaining", 0.0)),
                     under.empty() ? "" : over.shown(),
                     air.value("paused", false) ? Text{", tạm dừng", ", paused"}.shown() : "");
}

std::string next_text(const Json& next) {
  if (next.is_null()) return Text{"không có", "nothing"}.shown();
  return fmt::format("{}  {}", next.value("start", "").substr(0, 16), next.value("title", ""));
}

std::string centre_text(const Json& centre) {
  if (centre.value("url", "").empty()) return Text{"không dùng", "not used"}.shown();
  const auto rows = centre.value("unacknowledged", 0);
  const Text state = !centre.value("enrolled", false)   ? Text{"chưa ghi danh", "not enrolled"}
                     : centre.value("connected", false) ? Text{"liên lạc được", "in touch"}
                                                        : Text{"mất liên lạc", "out of reach"};
  return fmt::format("{} {}, {} {}", centre.value("url", ""), state.shown(), rows,
                     Text{"dòng chưa gửi", "rows to send"}.shown());
}

// What it shows, and whether the board says so itself.
std::string board_text(const Json& board) {
  const auto state = board.value("state", "");
  std::string how = word_for("board-" + board.value("picture", ""));
  if (board.value("kind", "") == "simulated") how = word_for("board-simulated");
  if (state == "connecting") how = word_for("board-connecting");
  if (state == "silent" || state == "refused") {
    how = board.at("problem").value(Text{"vi", "en"}.shown(), "");
  }
  const auto text = board.value("text", "");
  return fmt::format("{} ({}, {} %)", text.empty() ? Text{"trống", "blank"}.shown() : text, how,
                     board.value("brightness", 0));
}

// Of the lines that cannot be had, why.
std::string amplifier_text(const Json& amplifier) {
  if (amplifier.is_null()) return Text{"không điều khiển", "not switched"}.shown();
  std::string problems;
  for (const auto& line : amplifier.at("lines")) {
    if (line.at("problem").is_null()) continue;
    problems += (problems.empty() ? "" : "; ") + line.value("name", "") + ": " +
                line.at("problem").value(Text{"vi", "en"}.shown(), "");
  }
  if (!problems.empty()) return problems;
  return word_for(amplifier.value("on", false) ? "amplifier-is-on" : "amplifier-is-off");
}

// Of a page that other machines may open: what their browsers show of its certificate.
std::string page_text(const Json& status) {
  const auto page = status.value("page", Json::object());
  if (!page.value("tls", false) || !page.value("fingerprint", Json()).is_string()) return "";
  return fmt::format("HTTPS, {} {}", Text{"dấu SHA-256", "SHA-256"}.shown(),
                     page.value("fingerprint", ""));
}

std::string faults_text(const Json& faults) {
  std::string text;
  for (const auto& fault : faults) {
    text += (text.empty() ? "" : "; ") + word_for(fault.get<std::string>());
  }
  return text.empty() ? Text{"không", "none"}.shown() : text;
}

void print(const Json& status) {
  const auto& clock = status.at("clock");
  const auto& sound = status.at("sound");
  fmt::print("{} ({}), Loa {}\n", status.value("name", ""), status.value("station", ""),
             status.value("software", ""));
  line({"Đang phát", "On air"}, on_air_text(status.at("onAir")));
  line({"Tiếp theo", "Next"}, next_text(status.at("next")));
  line({"Lịch", "Schedule"}, status.at("schedule").value("id", ""));
  line({"Đồng hồ", "Clock"},
       fmt::format("{} {}", clock.value("time", ""), word_for(clock.value("quality", ""))));
  if (!clock.value("trusted", true))
    line({"Mã cho lệnh", "Nonce for commands"}, clock.value("nonce", ""));
  line({"Âm thanh", "Sound"},
       fmt::format("{} {}, {} %", sound.value("output", ""), word_for(sound.value("state", "")),
                   sound.value("volume", 0)));
  line({"Âm-ly", "Amplifier"}, amplifier_text(status.at("amplifier")));
  line({"Bảng chữ", "Board"}, board_text(status.at("board")));
  line({"Trung tâm", "Centre"}, centre_text(status.at("centre")));
  if (const auto print = page_text(status); !print.empty()) line({"Trang", "Page"}, print);
  line({"Sự cố", "Faults"}, faults_text(status.at("faults")));
}

int show_status(const std::string& url, bool json) {
  const auto answer = StationClient(url).need("/v1/status");
  if (json) {
    fmt::print("{}\n", answer.body);
  } else {
    print(answer.json());
  }
  return kFine;
}

}  // namespace

void add_status_command(CLI::App& app, Action& chosen, const StationUrl& url) {
  auto json = std::make_shared<bool>(false);
  auto* command =
      app.add_subcommand("status", Text{"tình trạng của đài", "the station's state"}.shown());
  command->fallthrough();
  command->add_flag("--json", *json, Text{"in JSON", "print JSON"}.shown());
  command->callback([&chosen, url, json] { chosen = [=] { return show_status(*url, *json); }; });
}

}  // namespace loa::cli
