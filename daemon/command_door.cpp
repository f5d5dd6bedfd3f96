#include "daemon/command_door.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace loa::daemon {
namespace {

constexpr auto kRemembered = "commands";
constexpr auto kFile = "command";  // in places
constexpr std::size_t kNonceBytes = 8;
constexpr base::Duration kSpeechPatience = std::chrono::seconds{15};
constexpr auto kVoice = "vi";
// Strangers may not fill the record.
constexpr base::Duration kNoteEvery = std::chrono::minutes{1};

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

// Somebody has no right, or hears an old word again. The rest is bad luck or a mistake.
bool is_attack(const std::string& code) {
  static constexpr std::string_view kAttacks[] = {"unsigned", "no-commanders", "replayed",
                                                  "wrong-type"};
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
  void operator()(const trust::SetVolume& volume) const { json["volume"] = volume.percent; }
};

std::string title_by_command(const trust::Command& command) {
  if (const auto* play = std::get_if<trust::PlayFile>(&command.action)) {
    return std::filesystem::path(play->path).filename().string();
  }
  return "Thông báo theo lệnh";
}

template <class Source>
schedules::Item item_of(Source source) {
  schedules::Item item;
  item.source = std::move(source);
  return item;
}

// The file that the commander meant: "" where the text was made here.
std::string expected_hash(const trust::Command& command) {
  const auto* play = std::get_if<trust::PlayFile>(&command.action);
  return play == nullptr ? "" : base::to_hex(play->content.hash);
}

}  // namespace

CommandDoor::CommandDoor(const WeekTrust& trust, Station& station, journal::Journal& journal,
                         MediaLibrary& library, std::string station_id, int volume_ceiling)
    : trust_(trust),
      station_(station),
      journal_(journal),
      library_(library),
      station_id_(std::move(station_id)),
      volume_ceiling_(volume_ceiling),
      obeyed_(read_counters(journal.remembered(kRemembered).value_or(""))),
      nonce_(base::random_hex(kNonceBytes)) {}

trust::CommandQuestion CommandDoor::question() const {
  const auto now = station_.view().now;
  const auto at = base::trusted(now.quality) ? std::optional(now.wall) : std::nullopt;
  return {station_id_, at, nonce_, kFile};
}

void CommandDoor::take(std::string_view text, const std::string& by, const Done& done) {
  base::Problems problems;
  const auto envelope = trust::read_envelope(text, kFile, problems);
  if (!envelope) return done(problems);
  auto judged = trust::judge(*envelope, trust_.commanders(), obeyed_, question());
  if (!judged.command) return refuse(judged.problems, by, done);
  remember(*judged.command);
  carry_out({std::move(*judged.command), by, done});
}

void CommandDoor::refuse(const base::Problems& problems, const std::string& by, const Done& done) {
  const auto& code = problems.front().code;
  const auto now = station_.view().now.steady;
  if (is_attack(code) && now >= note_from_) {
    note_from_ = now + kNoteEvery;
    station_.note_refused_command(code, by);
  }
  done(problems);
}

void CommandDoor::remember(const trust::Command& command) {
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
  if (const auto* play = std::get_if<trust::PlayFile>(&command.action)) {
    return this->play(order, item_of(schedules::AudioFile{play->path}), play->level);
  }
  if (const auto* say = std::get_if<trust::Say>(&command.action)) {
    return this->play(order, item_of(schedules::Speech{say->text, kVoice}), say->level);
  }
  if (const auto* stop = std::get_if<trust::StopSound>(&command.action)) {
    station_.stop(stop->all, order.by);
  } else if (const auto* volume = std::get_if<trust::SetVolume>(&command.action)) {
    station_.set_volume(std::min(volume->percent, volume_ceiling_), order.by);
  }
  order.done({});
}

void CommandDoor::play(const Order& order, const schedules::Item& item, int level) {
  library_.when_known({item}, kSpeechPatience,
                      [this, order, item, level] { play_ready(order, item, level); });
}

void CommandDoor::play_ready(const Order& order, const schedules::Item& item, int level) {
  const auto media = library_.find(item);
  if (const auto* missing = std::get_if<MissingMedia>(&media)) {
    return order.done(problem(missing->code, missing->message));
  }
  const auto& ready = std::get<ReadyMedia>(media);
  const auto expected = expected_hash(order.command);
  if (!expected.empty() && expected != ready.sha256) {
    return order.done(problem("media-unsigned", {"tệp ở đài không phải tệp mà lệnh nêu",
                                                 "the station's file is not the command's"}));
  }
  try {
    station_.play({title_by_command(order.command), ready, level, order.by});
    order.done({});
  } catch (const PolicyRefused& refused) {
    order.done(problem(refused.breach().code, refused.breach().why));
  }
}

}  // namespace loa::daemon
