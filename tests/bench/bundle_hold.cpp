// For how long the largest bundle that the centre takes holds its loop: as the administrator gives
// it, read beside the loop before, and as a station fetches its week of it. Beside that what of it
// is done elsewhere or once: reading it, and cutting it for a station out of the whole. SQLite in a
// folder of its own. Prints JSON.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <variant>

#include "base/clock.h"
#include "centre/api.h"
#include "tests/trust/office.h"

namespace {

using namespace loa;

constexpr int kWeeks = 480;
constexpr int kStationsAWeek = 20;
constexpr int kFetches = 50;

std::string station_name(int number) { return fmt::format("st-{:016x}", number); }

// Some 80 kB, as a file of a commune's week with a year's exceptions may have.
std::string week_text(int number, std::size_t size) {
  std::string text = fmt::format(R"({{"id": "tuan-48-{}", "slots": [)", number);
  for (int slot = 0; text.size() < size; ++slot)
    text +=
        fmt::format(R"({{"id": "ban-tin-{}", "at": "05:{:02}", "title": "Bản tin buổi sáng"}}, )",
                    slot, slot % 60);
  return text + "{}]}";
}

std::string largest_bundle() {
  for (std::size_t size = 72'000;; size -= 1'000) {
    trust::testing::Office office;
    office.records.weeks.clear();
    office.change_programme([&](trust::Programme& programme) {
      programme.weeks.clear();
      for (int week = 0; week < kWeeks; ++week) {
        office.records.weeks.push_back(week_text(week, size));
        trust::SignedWeek said{{}, trust::reference_to(office.records.weeks.back()), false, {}};
        for (int i = 0; i < kStationsAWeek; ++i)
          said.stations.push_back(station_name(week * kStationsAWeek + i));
        for (int i = 0; i < 3; ++i)
          said.media[fmt::format("tin/{}-{}.mp3", week, i)] = trust::reference_to(said.stations[0]);
        programme.weeks.push_back(said);
      }
    });
    auto text = trust::write_bundle(office.seal());
    if (text.size() <= trust::kLargestBundle) return text;
  }
}

double milliseconds(const std::function<void()>& work) {
  const auto began = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began)
      .count();
}

}  // namespace

int main() {
  std::string name = "/var/tmp/loa-bundle-XXXXXX";
  const std::filesystem::path folder = mkdtemp(name.data());
  base::Clock clock{base::ClockTrust::system, {}};
  const auto key = base::SigningKey::generate();
  {
    centre::Store store(folder / "centre.db");
    centre::Config config;
    config.state = folder;
    centre::Api api(config, {"key", base::SigningKey::generate()}, store);
    store.put_station({station_name(7), "Đài", {key.public_key.begin(), key.public_key.end()}, {}});
    protocol::HttpRequest request{"POST", "/v1/admin/programme", {},
                                  {},     largest_bundle(),      "127.0.0.1"};
    request.headers["authorization"] = "Bearer key";
    nlohmann::ordered_json all{{"bundleBytes", request.body.size()}};
    const auto status = [](const centre::Outcome& outcome) {
      return std::get<protocol::HttpResponse>(outcome).status;
    };
    centre::ReadBundle read;
    all["readMs"] = milliseconds([&] { read = centre::read_offer(request.body); });
    all["hashMs"] = milliseconds([&] { base::sha256(request.body); });
    all["takeMs"] = milliseconds([&] {
      if (status(api.answer(request, read, clock.read())) != 200) std::abort();
    });
    base::Problems problems;
    std::optional<trust::Bundle> bundle;
    all["parseMs"] = milliseconds([&] { bundle = trust::read_bundle(request.body, "", problems); });
    all["cutMs"] =
        milliseconds([&] { trust::write_bundle(trust::cut_for(*bundle, station_name(7))); });
    auto fetch = protocol::signed_post(key, station_name(7), "/v1/programme", "{}");
    fetch.peer = "127.0.0.1";
    std::vector<double> took;
    for (int i = 0; i < kFetches; ++i)
      took.push_back(milliseconds([&] {
        if (status(api.answer(fetch, clock.read())) != 200) std::abort();
      }));
    std::ranges::sort(took);
    all["fetchMs"] = took[kFetches / 2];
    all["fetchMostMs"] = took.back();
    fmt::print("{}\n", all.dump());
  }
  std::filesystem::remove_all(folder);
}
