#include "cli/begin_again.h"

#include <fmt/format.h>

#include <thread>

namespace loa::cli {
namespace {

using base::Text;

// systemd has been told that the station is ready before it answers its first caller.
constexpr int kTries = 40;
constexpr std::chrono::milliseconds kBetween{250};

void say(const Text& text) { fmt::print("{}\n", text.shown()); }

// Whether the running station has taken it upon itself.
bool waits_for_the_air(const std::optional<daemon::Config>& before) {
  const auto url = before ? url_here(*before) : std::nullopt;
  if (!url) return false;
  const StationClient station(*url, before->state);
  if (!is_on_air(station)) return false;
  station.command("/v1/restart", {{"now", false}});
  say({"đài đang phát: phát xong thì đài tự khởi động lại với cấu hình mới",
       "something is on the air: the station begins again by itself after it"});
  return true;
}

// A start makes the owner's token anew.
std::optional<std::string> code_once_it_answers(const std::string& url, const daemon::Config& now) {
  for (int i = 1;; ++i) {
    try {
      return first_code(StationClient(url, now.state));
    } catch (const NoStation&) {
      if (i == kTries) throw;
    }
    std::this_thread::sleep_for(kBetween);
  }
}

}  // namespace

void begin_again(const StationService& service, const std::optional<daemon::Config>& before,
                 const daemon::Config& now) {
  if (waits_for_the_air(before)) return;
  service.restart();
  const auto url = url_here(now);
  if (!url) {
    return say(
        {"đài đã khởi động lại; chưa có người quản trị thì mã nằm trong: journalctl -u "
         "loa-station",
         "the station has been started again; where there is no administrator, the code is "
         "in: journalctl -u loa-station"});
  }
  const auto code = code_once_it_answers(*url, now);
  say({fmt::format("đài đã khởi động lại, trang của nó: {}", *url),
       fmt::format("the station has been started again, its page: {}", *url)});
  if (!code || !now.asks_login) return;
  say({fmt::format("Chưa có người quản trị. Mở trang và nhập mã này, dùng được tới lần khởi động "
                   "sau: {}",
                   *code),
       fmt::format("There is no administrator yet. Open the page and type this code, good until "
                   "the next start: {}",
                   *code)});
}

}  // namespace loa::cli
