#include "daemon/start_count.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace loa::daemon {
namespace {

constexpr std::array kSafeModes{"none", "last-week", "no-week"};

SafeMode safe_mode_of(int points) {
  if (points >= StartCount::kNoWeek) return SafeMode::no_week;
  return points >= StartCount::kLastWeek ? SafeMode::last_week : SafeMode::none;
}

}  // namespace

StartCount after_start(StartCount before, const std::string& boot) {
  if (before.running) {
    const int more = before.boot == boot ? StartCount::kCrash : StartCount::kCut;
    before.points = std::min(before.points + more, StartCount::kNoWeek);
  }
  before.safe = std::max(before.safe, safe_mode_of(before.points));
  before.running = true;
  before.boot = boot;
  return before;
}

StartCount after_settling(StartCount before) {
  before.points = 0;
  return before;
}

StartCount after_stop(StartCount before) {
  before.points = 0;
  before.running = false;
  return before;
}

StartCount after_new_week(StartCount before) {
  before.points = 0;
  before.safe = SafeMode::none;
  return before;
}

std::string to_text(const StartCount& count) {
  return nlohmann::json{{"points", count.points},
                        {"safeMode", kSafeModes[static_cast<std::size_t>(count.safe)]},
                        {"running", count.running},
                        {"boot", count.boot}}
      .dump();
}

std::optional<StartCount> start_count_from(std::string_view text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  try {
    const auto safe = std::ranges::find(kSafeModes, json.at("safeMode").get<std::string>());
    if (safe == kSafeModes.end()) return std::nullopt;
    StartCount count;
    count.points = std::clamp(json.at("points").get<int>(), 0, StartCount::kNoWeek);
    count.safe = static_cast<SafeMode>(safe - kSafeModes.begin());
    count.running = json.at("running").get<bool>();
    count.boot = json.at("boot").get<std::string>();
    return count;
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

}  // namespace loa::daemon
