// All facts, each by its own file.
#include "cli/doctor/gather.h"

#include <system_error>

namespace loa::doctor {
namespace {

// Nothing where it cannot be used; then the facts say why.
std::optional<daemon::Config> read_config(const std::filesystem::path& file, Facts& facts) {
  facts.config_file = file.string();
  try {
    auto config = daemon::read_config(file);
    facts.configured = true;
    return config;
  } catch (const base::BadInput& error) {
    facts.config_problems = error.problems();
  } catch (const std::system_error& error) {
    facts.config_problems = {{base::Severity::error,
                              "config-unread",
                              {file.string()},
                              "",
                              {"không đọc được: " + error.code().message(),
                               "cannot be read: " + error.code().message()}}};
  }
  return std::nullopt;
}

}  // namespace

Facts gather(const Where& where) {
  Facts facts;
  const auto config = read_config(where.config, facts);
  if (!config) {
    facts.sound.cards = audio::sound_cards();
    facts.clock = gather_clock(base::ClockTrust::ntp);
    facts.zone = gather_zone("", facts.clock.now);
    facts.limits = gather_limits(0);
    return facts;
  }
  facts.station = gather_station(*config, where.station);
  facts.sound = gather_sound(*config, facts.station);
  remember_cards(facts.sound.cards, config->state);
  facts.limits = gather_limits(holder_of(config->state));
  facts.clock = gather_clock(config->clock);
  facts.zone = gather_zone(config->zone, facts.clock.now);
  facts.state = gather_state(config->state);
  facts.centre = gather_centre(*config);
  facts.amplifier = gather_amplifier(*config, facts.station);
  facts.page = gather_page(*config);
  facts.board = gather_board(*config, facts.station);
  gather_week(*config, facts.clock.now, facts.trust, facts.media);
  return facts;
}

}  // namespace loa::doctor
