// The way by which a live command comes in, whoever brings it: believed, remembered, carried out.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "daemon/media_library.h"
#include "daemon/station.h"
#include "daemon/week_trust.h"
#include "entrance/ration.h"
#include "trust/command.h"

namespace loa::daemon {

// One thread, the loop's. All references outlive it.
class CommandDoor {
 public:
  // Who brings what comes from the centre.
  static constexpr auto kByCentre = "centre";
  // What there is against it; empty: it was carried out.
  using Done = std::function<void(const base::Problems& problems)>;

  // Asks for a restart of the machine (daemon/reboot.h); false where there is nobody to ask.
  using AskReboot = std::function<bool()>;

  // `volume_ceiling`: percent; no command sets more. `otp`: of commanders who may give an emergency
  // without a second person.
  CommandDoor(const WeekTrust& trust, Station& station, journal::Journal& journal,
              MediaLibrary& library, std::string station_id, int volume_ceiling, AskReboot reboot,
              trust::OtpSecrets otp = {});

  // An envelope. That it came is durable before anything is done, so that a power cut cannot have
  // it done twice. Whoever brings one that no commander may have given is recorded, and it is a
  // fault, once a minute. Answers at once, or, where words must be spoken, within 15 s. Blocks on
  // the disk; throws std::system_error and base::SqliteError where that refuses.
  void take(std::string_view envelope, const std::string& by, const Done& done);

  // What a command must carry while the clock is not trusted. Another one once it was used.
  const std::string& nonce() const { return nonce_; }

 private:
  struct Order {
    trust::Command command;
    std::string by;
    Done done;
  };
  trust::CommandQuestion question() const;
  void refuse(const base::Problems& problems, const std::string& by, const Done& done);
  void remember(const trust::Command& command, std::optional<std::int64_t> otp_step);
  void carry_out(const Order& order);
  void reboot(const Order& order, const std::string& told);
  void play(const Order& order, const schedules::Item& item, int level);

  const WeekTrust& trust_;
  Station& station_;
  journal::Journal& journal_;
  MediaLibrary& library_;
  std::string station_id_;
  int volume_ceiling_;
  AskReboot reboot_;
  trust::Counters obeyed_;
  trust::OtpSecrets otp_secrets_;
  trust::OtpUsed otp_used_;
  entrance::Ration otp_guesses_{5, std::chrono::minutes{10}};  // six digits are soon tried through
  std::string nonce_;
  entrance::Ration notes_{1, std::chrono::minutes{1}};
};

}  // namespace loa::daemon
