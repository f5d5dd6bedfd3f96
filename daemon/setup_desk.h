// The first start, and any later one, at the station's own page.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/timers.h"
#include "daemon/config.h"
#include "daemon/renewal.h"
#include "daemon/setup_answers.h"
#include "daemon/tone_worker.h"

namespace loa::daemon {

// One thread, the loop's; the disk is waited for.
class SetupDesk {
 public:
  // `post`: ToneWorker's.
  SetupDesk(const Config& config, std::function<void(std::function<void()>)> post)
      : config_(config), tones_(std::move(post)) {}

  // Why this process could not write the configuration; nothing if it could.
  std::optional<base::Text> fault() const;
  // What the configuration file has of the members that setup asks about, JSON; without what must
  // not be shown: the token, and the first person's password. "{}" where it cannot be read.
  std::string present() const;
  // As take_answers(); what has changed wants a restart then.
  std::optional<Config> take(const std::string& answers, base::Steady now);
  // Read when it is first asked for. Throws as base::Communes::beside() does.
  const base::Communes& communes();

  Renewal& renewal() { return renewal_; }
  ToneWorker& tones() { return tones_; }

 private:
  const Config& config_;
  std::optional<base::Communes> communes_;
  Renewal renewal_;
  ToneWorker tones_;
};

// Where browsers find the page of a station with that configuration, the machine itself first.
// `port` is the one it listens on.
std::vector<std::string> page_addresses(const Config& config, unsigned short port);

}  // namespace loa::daemon
