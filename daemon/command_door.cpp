#include "daemon/command_door.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "daemon/by_hand.h"

namespace loa::daemon {
namespace {

constexpr auto kRemembered = "commands";
constexpr auto kOtpRemembered = "command-otp";
constexpr auto kFile = "command";  // in places
constexpr std::size_t kNonceBytes = 8;

std::string written(const trust::Counters& obeyed) {
  auto json = nlohmann::json::object();
  for (const auto& [issuer, counter] : obeyed) json[trust::to_hex(issuer)] = counter;
  return json.dump();
}

// What cannot be read is left out: it was written by us.
trust::Counters read_counters(const std::string& text) {
  trust::Counters obeyed;
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return obeyed;
  for (const auto& [issuer, counter] : json.items()) {
    const auto key = trust::public_key_from(issuer);
    if (key && counter.is_number_integer()) obeyed[*key] = counter.get<std::int64_t>();
  }
  return obeyed;
}

base::Problems problem(const std::string& code, const base::Text& message) {
  return {{base::Severity::error, code, {kFile}, "", message}};
}

// Somebody has no right, or tries alone what two must want, or hears an old word again. The rest is
// bad luck or a mistake; but a centre offers a station only what is for it. One that is over it may
// send: the line is slow.
bool is_attack(const std::string& code, const std::string& by) {
  static constexpr std::string_view kAttacks[] = {"unsigned", "second-person", "no-commanders",
                                                  "replayed", "wrong-type",    "wrong-otp"};
  if (code == "not-for-station") return by == CommandDoor::kByCentre;
  return std::ranges::find(kAttacks, code) != std::end(kAttacks);
}

// For the record, as the issuer said it.
struct Told {
  nlohmann::json& json;

  void operator()(const trust::PlayFile& play) const {
    json["play"] = play.path;
    json["level"] = play.level;
  }
  void operator()(const trust::Say& say) const {
    json["say"] = say.text;
    json["level"] = say.level;
  }
  void operator()(const trust::StopSound& stop) const { json["stop"] = stop.all ? "all" : "this"; }
  void operator()(const trust::Reboot&) const { json["reboot"] = true; }
  void operator()(const trust::SetVolume& volume) const { json["volume"] = volume.percent; }
};

schedules::Item item_of(const trust::PlayFile& play) {
  schedules::Item item;
  item.source = schedules::AudioFile{play.path, base::to_hex(play.content.hash)};
  return item;
}

schedules::Item item_of(const trust::Say& say) {
  schedules::Item item;
  item.source = schedules::Speech{say.text, kVoiceByHand};
  item.title = "Thông báo theo lệnh";
  return item;
}

}  // namespace

CommandDoor::CommandDoor(const WeekTrust& trust, Station& station, journal::Journal& journal,
                         MediaLibrary& library, std::string station_id, int volume_ceiling,
                         AskReboot reboot, trust::OtpSecrets otp)
    : trust_(trust),
      station_(station),
      journal_(journal),
      library_(library),
      station_id_(std::move(station_id)),
      volume_ceiling_(volume_ceiling),
      reboot_(std::move(reboot)),
      obeyed_(read_counters(journal.remembered(kRemembered).value_or(""))),
      otp_secrets_(std::move(otp)),
      otp_used_(read_counters(journal.remembered(kOtpRemembered).value_or(""))),
      nonce_(base::random_hex(kNonceBytes)) {}

trust::CommandQuestion CommandDoor::question() const {
  return {station_id_, station_.view().trusted_wall(), nonce_, kFile, otp_secrets_, otp_used_};
}

void CommandDoor::take(std::string_view text, const std::string& by, const Done& done) {
  base::Problems problems;
  const auto envelope = trust::read_envelope(text, kFile, problems);
  if (!envelope) return done(problems);
  auto asked = question();
  if (!otp_guesses_.left(station_.view().now.steady)) asked.otp_secrets.clear();
  auto judged = trust::judge(*envelope, trust_.commanders(), obeyed_, asked);
  if (!judged.command) return refuse(judged.problems, by, done);
  remember(*judged.command, judged.otp_step);
  carry_out({std::move(*judged.command), by, done});
}

void CommandDoor::refuse(const base::Problems& problems, const std::string& by, const Done& done) {
  const auto& code = problems.front().code;
  if (code == "wrong-otp") otp_guesses_.take(station_.view().now.steady);
  // Strangers may not fill the record.
  if (is_attack(code, by) && notes_.take(station_.view().now.steady)) {
    station_.note_refused_command(code, by);
  }
  done(problems);
}

void CommandDoor::remember(const trust::Command& command, std::optional<std::int64_t> otp_step) {
  // First the code: where the power goes between the two, it is used, and nothing was done.
  if (otp_step) {
    auto used = otp_used_;
    used[command.issuer] = *otp_step;
    journal_.remember(kOtpRemembered, written(used));
    otp_used_ = std::move(used);
  }
  auto obeyed = obeyed_;
  obeyed[command.issuer] = command.counter;
  journal_.remember(kRemembered, written(obeyed));
  obeyed_ = std::move(obeyed);
  if (command.nonce == nonce_) nonce_ = base::random_hex(kNonceBytes);
}

void CommandDoor::carry_out(const Order& order) {
  const auto& command = order.command;
  nlohmann::json told{
      {"issuer", trust::to_hex(command.issuer)}, {"counter", command.counter}, {"by", order.by}};
  std::visit(Told{told}, command.action);
  station_.note_command(told.dump());
  if (std::holds_alternative<trust::Reboot>(command.action)) return reboot(order, told.dump());
  if (const auto* play = std::get_if<trust::PlayFile>(&command.action)) {
    return this->play(order, item_of(*play), play->level);
  }
  if (const auto* say = std::get_if<trust::Say>(&command.action)) {
    return this->play(order, item_of(*say), say->level);
  }
  if (const auto* stop = std::get_if<trust::StopSound>(&command.action)) {
    station_.stop(stop->all, order.by);
  } else if (const auto* volume = std::get_if<trust::SetVolume>(&command.action)) {
    station_.set_volume(std::min(volume->percent, volume_ceiling_), order.by);
  }
  order.done({});
}

// An emergency is heard to its end: whoever gives both commands means the warning first.
void CommandDoor::reboot(const Order& order, const std::string& told) {
  const auto on_air = station_.view().on_air;
  base::Problems against;
  if (on_air && on_air->level == 1) {
    against = problem("emergency-on-air", {"bản tin khẩn cấp đang phát, máy không khởi động lại",
                                           "an emergency is on the air, nothing is restarted"});
  } else if (!reboot_()) {
    against = problem("no-reboot", {"máy này không có loa-station-reboot.socket để khởi động lại",
                                    "this machine has no loa-station-reboot.socket to restart by"});
  }
  if (!against.empty()) {
    auto but = nlohmann::json::parse(told);
    but["not"] = against.front().code;
    station_.note_command(but.dump());
  }
  order.done(against);
}

void CommandDoor::play(const Order& order, const schedules::Item& item, int level) {
  play_by_hand(station_, library_, item, {level, order.by},
               [done = order.done](const Played& played) {
                 const auto* no = std::get_if<NotBegun>(&played);
                 done(no == nullptr ? base::Problems{} : problem(no->code, no->why));
               });
}

}  // namespace loa::daemon
