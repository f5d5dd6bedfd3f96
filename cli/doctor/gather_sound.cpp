// Sound cards now, as they were last time, and whether the configured one opens.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "cli/doctor/gather.h"

namespace loa::doctor {
namespace {

constexpr auto kFile = "sound-cards.json";
constexpr std::size_t kLargest = 64UL * 1024;

// What cannot be read counts as never looked.
std::map<std::string, int> remembered_in(const std::filesystem::path& state) {
  std::map<std::string, int> cards;
  try {
    const auto text = base::read_file_if_exists(state / kFile, kLargest);
    if (text) nlohmann::json::parse(*text).at("cards").get_to(cards);
  } catch (const nlohmann::json::exception&) {
    cards.clear();
  } catch (const std::system_error&) {
    cards.clear();
  }
  return cards;
}

// The station's first, each once.
std::vector<std::string> outputs_of(const daemon::Config& config) {
  std::vector<std::string> outputs{config.output};
  for (const auto& cluster : config.mapped_clusters) {
    if (std::ranges::find(outputs, cluster.output) == outputs.end())
      outputs.push_back(cluster.output);
  }
  return outputs;
}

// A device that is about to be needed is not to be held, not even for a moment.
bool may_open(const StationFacts& station) {
  if (station.running) return station.sound_state == "closed" && !station.start_near;
  return !station.locked;
}

}  // namespace

SoundFacts gather_sound(const daemon::Config& config, const StationFacts& station) {
  SoundFacts facts;
  for (const auto& output : outputs_of(config)) facts.outputs.push_back({output});
  facts.cards = audio::sound_cards();
  facts.remembered = remembered_in(config.state);
  for (auto& [output, probe] : facts.outputs) {
    if (output.starts_with("alsa:") && may_open(station))
      probe = audio::probe_pcm(output.substr(5));
  }
  return facts;
}

void remember_cards(const std::vector<audio::SoundCard>& cards,
                    const std::filesystem::path& state) {
  auto numbers = remembered_in(state);
  const auto before = numbers;
  for (const auto& card : cards) numbers[card.id] = card.number;
  if (numbers == before) return;
  try {
    base::replace_file(state / kFile, nlohmann::json{{"cards", numbers}}.dump(1) + "\n");
  } catch (const std::system_error&) {
    // Who may not write there is told so by another finding.
  }
}

}  // namespace loa::doctor
