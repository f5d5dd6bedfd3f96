// Asks a technician, line by line.
#include "cli/setup/questions.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <istream>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <sstream>
#include <stdexcept>

#include "base/settings.h"

namespace loa::setup {
namespace {

using base::Text;
using Json = nlohmann::ordered_json;

constexpr std::size_t kMostCommunes = 12;
constexpr std::size_t kMostHosts = 16;  // that a configuration may have

class Interview {
 public:
  Interview(std::istream& in, std::ostream& out, const Machine& machine, Json old)
      : in_(in), out_(out), machine_(machine), old_(std::move(old)) {}

  Json run() {
    ask_name();
    ask_commune();
    ask_amplifier();  // before the test tones, which it is to be on for
    ask_output();
    answers_["zone"] = ask({"Múi giờ", "Time zone"}, old_text("/zone", "Asia/Ho_Chi_Minh"));
    ask_clock();
    ask_system();
    ask_page();
    ask_first_person();
    ask_centre();
    ask_board();
    return std::move(answers_);
  }

 private:
  std::string old_text(const char* where, const std::string& otherwise) const {
    const Json::json_pointer pointer(where);
    const bool there = old_.contains(pointer) && old_.at(pointer).is_string();
    return there ? old_.at(pointer).get<std::string>() : otherwise;
  }

  int old_number(const char* where, int otherwise) const {
    const Json::json_pointer pointer(where);
    const bool there = old_.contains(pointer) && old_.at(pointer).is_number_integer();
    return there ? old_.at(pointer).get<int>() : otherwise;
  }

  std::string ask(const Text& question, const std::string& otherwise) {
    out_ << question.shown();
    if (!otherwise.empty()) out_ << " [" << otherwise << "]";
    out_ << ": " << std::flush;
    std::string line;
    if (!std::getline(in_, line)) {
      throw std::runtime_error(
          Text{"hết câu trả lời; chưa ghi gì", "the answers end here; nothing was written"}
              .shown());
    }
    const auto end = line.find_last_not_of(" \t\r");
    const auto begin = line.find_first_not_of(" \t");
    return begin == std::string::npos ? otherwise : line.substr(begin, end - begin + 1);
  }

  bool yes(const Text& question, bool otherwise) {
    while (true) {
      const auto answer = ask({question.vi + " (c/k)", question.en + " (y/n)"},
                              Text{otherwise ? "c" : "k", otherwise ? "y" : "n"}.shown());
      if (answer == "c" || answer == "C" || answer == "y" || answer == "Y") return true;
      if (answer == "k" || answer == "K" || answer == "n" || answer == "N") return false;
    }
  }

  struct Range {
    int least = 1;
    int most = 1;
  };

  int number(const Text& question, Range range, std::optional<int> otherwise) {
    while (true) {
      const auto answer = ask(question, otherwise ? std::to_string(*otherwise) : "");
      int value = 0;
      const auto* end = answer.data() + answer.size();
      const bool whole = std::from_chars(answer.data(), end, value).ptr == end;
      if (whole && value >= range.least && value <= range.most) return value;
    }
  }

  void say(const Text& text) { out_ << text.shown() << '\n'; }

  void ask_name() {
    std::string name;
    while (name.empty()) {
      name = ask({"Tên đài (thí dụ: Đài truyền thanh xã Phú Vân)", "The station's name"},
                 old_text("/name", ""));
    }
    answers_["name"] = name;
  }

  // By its code or by words of its name; "-" for none.
  void ask_commune() {
    auto words = ask({"Đài ở xã, phường nào (mã năm số, hay tên xã và tỉnh; - nếu không ghi)",
                      "The commune (its code, or words of its name; - for none)"},
                     old_text("/commune", "-"));
    while (words != "-") {
      const auto found = machine_.communes.like(words, kMostCommunes);
      for (const auto& each : found) {
        say({fmt::format("  {}  {}, {}", each.code, each.name, each.province),
             fmt::format("  {}  {}, {}", each.code, each.name, each.province)});
      }
      if (found.size() == 1) {
        answers_["commune"] = found.front().code;
        return;
      }
      if (found.empty()) say({"  Danh mục không có.", "  Not in the list."});
      words = ask({"Mã của xã, phường", "Its code"}, old_text("/commune", "-"));
    }
    if (old_.contains("commune")) answers_["commune"] = nullptr;
  }

  void ask_amplifier() {
    const bool before = old_.contains("amplifier");
    if (before && yes({"Giữ các chân GPIO của âm-ly như đang có?",
                       "Keep the amplifier's GPIO lines as they are?"},
                      true)) {
      return;
    }
    const bool wanted =
        !machine_.facts.chips.empty() &&
        yes({"Đài tự bật tắt âm-ly qua chân GPIO?", "Switch the amplifier by a GPIO line?"}, false);
    if (wanted) {
      ask_line();
    } else if (before) {
      answers_["amplifier"] = nullptr;
    }
  }

  void ask_line() {
    for (const auto& chip : machine_.facts.chips) {
      say({fmt::format("  {} ({}), {} chân", chip.name, chip.label, chip.lines),
           fmt::format("  {} ({}), {} lines", chip.name, chip.label, chip.lines)});
    }
    std::string line;
    while (line.empty()) {
      line = ask({"Chân nối rơ-le (thí dụ pinctrl-bcm2711:17 hoặc GPIO17)",
                  "The relay's line (such as pinctrl-bcm2711:17 or GPIO17)"},
                 "");
    }
    if (const auto fault = machine_.line_fault(line)) say({"  " + fault->vi, "  " + fault->en});
    const bool low =
        yes({"Rơ-le đóng khi chân ở mức thấp?", "Is the relay on at low voltage?"}, false);
    const auto lead = ask({"Bật âm-ly trước khi phát bao lâu", "How long before a sound"}, "3s");
    answers_["amplifier"]["lines"] = Json::array(
        {{{"name", "nguồn âm-ly"}, {"line", line}, {"activeLow", low}, {"lead", lead}}});
  }

  // As answered, or as it was. What is wrong in it is told when it is to be written.
  daemon::AmplifierConfig amplifier() const {
    const auto& place = answers_.contains("amplifier") ? answers_ : old_;
    daemon::AmplifierConfig config;
    if (!place.contains("amplifier") || place["amplifier"].is_null()) return config;
    try {
      base::read_settings(place["amplifier"].dump(), "", [&](base::Fields& fields) {
        config = daemon::read_amplifier(fields, {});
      });
    } catch (const base::BadInput&) {
      config = {};
    }
    return config;
  }

  void offer_tone(const audio::SoundCard& card) {
    const Text question{fmt::format("Phát thử một tiếng ở {} ({})?", card.id, card.name),
                        fmt::format("Play a test tone on {} ({})?", card.id, card.name)};
    if (!yes(question, true)) return;
    if (const auto why = machine_.play_tone(card.id, amplifier())) {
      say({"  không phát được: " + why->vi, "  it does not play: " + why->en});
    }
  }

  void ask_output() {
    const auto before = old_text("/output", "");
    if (machine_.facts.cards.empty()) {
      say({"Không thấy thẻ âm thanh nào. Cắm thẻ rồi chạy lại loa setup.",
           "There is no sound card. Plug one in and run loa setup again."});
      if (before.empty()) answers_["output"] = "alsa:default";
      return;
    }
    const int count = static_cast<int>(machine_.facts.cards.size());
    std::optional<int> chosen;
    for (std::size_t i = 0; i < machine_.facts.cards.size(); ++i) {
      const auto& card = machine_.facts.cards[i];
      out_ << fmt::format("  {}. {} ({})\n", i + 1, card.id, card.name);
      if (before == "alsa:" + card.id) chosen = static_cast<int>(i) + 1;
      offer_tone(card);
    }
    // A plug, a file: something that is no card by its name.
    const bool special = !before.empty() && !chosen;
    if (special) say({fmt::format("  0. giữ {}", before), fmt::format("  0. keep {}", before)});
    const auto card = number({"Loa nối với thẻ số", "The amplifier is at card number"},
                             {special ? 0 : 1, count}, special ? std::optional(0) : chosen);
    if (card == 0) return;
    answers_["output"] = "alsa:" + machine_.facts.cards[static_cast<std::size_t>(card) - 1].id;
  }

  void ask_clock() {
    const bool by_network = old_text("/clock", "ntp") == "ntp";
    if (!machine_.facts.clock_battery && by_network) {
      answers_["clock"] = "ntp";
      say({"Máy không có pin đồng hồ: giờ lấy từ mạng.",
           "No clock battery: the time comes from the network."});
      return;
    }
    const bool network = yes({"Chờ giờ mạng rồi mới phát? (k: tin đồng hồ của máy)",
                              "Wait for the network's time? (n: trust this machine's clock)"},
                             by_network);
    answers_["clock"] = network ? "ntp" : "system";
  }

  // What is the machine's and not the station's, for whom it is to change.
  void ask_system() {
    if (!machine_.facts.by_systemd) return;
    if (answers_["clock"] == "ntp") ask_time_servers();
    if (!machine_.facts.watchdog_off) return;
    const bool on = yes({"Bật mạch canh (watchdog): cả máy treo thì máy tự khởi động lại?",
                         "Switch the watchdog on: the machine starts again where all of it hangs?"},
                        true);
    if (on) answers_["system"]["watchdog"] = true;
  }

  void ask_time_servers() {
    std::istringstream words(ask({"Máy chủ giờ riêng của mạng (Enter: để như đang có)",
                                  "The network's own time servers (Enter: as they are)"},
                                 ""));
    for (std::string server; words >> server;) answers_["system"]["timeServers"].push_back(server);
  }

  void ask_page() {
    const auto address = old_text("/listen/address", "127.0.0.1");
    const bool open = yes({"Cho máy khác trong mạng mở trang của đài?",
                           "May other machines in the network open the station's page?"},
                          address != "127.0.0.1");
    if (!open) {
      answers_["listen"]["address"] = "127.0.0.1";
      return;
    }
    answers_["listen"] = {{"address", address == "127.0.0.1" ? "0.0.0.0" : address},
                          {"hosts", hosts()}};
  }

  // Those that were there, names that only somebody here knows among them, and the machine's own.
  Json hosts() const {
    const Json::json_pointer pointer("/listen/hosts");
    const bool there = old_.contains(pointer) && old_.at(pointer).is_array();
    auto names = there ? old_.at(pointer) : Json::array();
    for (const auto& address : machine_.facts.addresses) {
      const bool known = std::ranges::count(names, Json(address)) > 0;
      if (!known && names.size() < kMostHosts) names.push_back(address);
    }
    return names;
  }

  // Nobody comes in by a password that others know: either one that is typed here, or a code.
  void ask_first_person() {
    if (!old_text("/firstPerson/name", "").empty()) return;
    const auto name = ask({"Tên người quản trị trang (Enter: để sau, dùng mã một lần)",
                           "The page's administrator (Enter: later, by a one-time code)"},
                          "");
    const auto hash = name.empty() ? "" : machine_.new_password_hash();
    if (!hash.empty()) {
      answers_["firstPerson"] = {{"name", name}, {"password", hash}};
      return;
    }
    say(
        {"  Đài chạy với cấu hình mới thì mã để lập người quản trị hiện ở đây; xem lại: sudo loa "
         "people code.",
         "  Once the station runs with it, the code that makes one is shown here; again: sudo loa "
         "people code."});
  }

  void ask_centre() {
    const auto before = old_text("/centre/url", "");
    const auto url = ask({"Địa chỉ trung tâm (thí dụ https://10.0.0.1:8480; - nếu không có)",
                          "The centre's address (https://10.0.0.1:8480; - for none)"},
                         before.empty() ? "-" : before);
    if (url == "-") {
      if (!before.empty()) answers_["centre"] = nullptr;
      return;
    }
    const auto token = ask({"Mã ghi danh do trung tâm cấp", "The centre's enrolment token"},
                           url == before ? old_text("/centre/token", "-") : "-");
    answers_["centre"]["url"] = url;
    if (token != "-") answers_["centre"]["token"] = token;
  }

  void ask_board() {
    const bool before = old_.contains("board") && !old_["board"].empty();
    if (before && yes({"Giữ bảng chữ như đang có?", "Keep the board as it is?"}, true)) {
      return;
    }
    if (!yes({"Có bảng chữ điện tử?", "Is there a slogan board?"}, false)) {
      answers_["board"] = nullptr;
      return;
    }
    Json board;
    const auto address = ask({"Địa chỉ bảng (serial:/dev/ttyUSB0, tcp:MÁY:CỔNG, tên máy)",
                              "The board's address (serial:/dev/ttyUSB0, tcp:HOST:PORT, a host)"},
                             old_text("/board/address", "serial:/dev/ttyUSB0"));
    if (!found_by_itself(address, board)) ask_kind(address, board);
    if (!board.contains("width")) ask_size(board);
    answers_["board"] = board;
  }

  bool found_by_itself(const std::string& address, Json& board) {
    const auto result = machine_.probe_board(address);
    if (result.found.empty()) return false;
    const auto& found = result.found.front();
    const auto& settings = found.settings;
    board = {{"kind", signs::drivers::name_of(settings.kind)}, {"address", settings.address}};
    if (!settings.model.empty()) board["model"] = settings.model;
    if (found.sized) {
      board["width"] = settings.geometry.width;
      board["height"] = settings.geometry.height;
      board["colours"] = signs::name_of(settings.geometry.palette);
    }
    say({"  Thấy: " + found.what, "  Found: " + found.what});
    return true;
  }

  void ask_kind(const std::string& address, Json& board) {
    say({"  Không bảng nào trả lời ở đó.", "  No board answers there."});
    board["kind"] = ask({"Loại bảng (firmware, onbon, ddp, e131, artnet, colorlight)",
                         "Kind (firmware, onbon, ddp, e131, artnet, colorlight)"},
                        old_text("/board/kind", "firmware"));
    board["address"] = address;
  }

  void ask_size(Json& board) {
    board["width"] = number({"Bảng rộng bao nhiêu điểm", "Width in pixels"}, {16, 1024},
                            old_number("/board/width", 128));
    board["height"] = number({"Bảng cao bao nhiêu điểm", "Height in pixels"}, {16, 64},
                             old_number("/board/height", 16));
    board["colours"] = ask({"Màu (one, red-green, rgb)", "Colours (one, red-green, rgb)"},
                           old_text("/board/colours", "one"));
  }

  std::istream& in_;
  std::ostream& out_;
  const Machine& machine_;
  Json old_;
  Json answers_ = Json::object();
};

}  // namespace

std::string ask_all(std::istream& in, std::ostream& out, const Machine& machine,
                    const std::string& old) {
  auto json = Json::parse(old, nullptr, false, true);
  if (!json.is_object()) json = Json::object();
  return Interview(in, out, machine, std::move(json)).run().dump(2);
}

}  // namespace loa::setup
