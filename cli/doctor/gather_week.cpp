// The week that lies in the state folder: believed until when, and whether its media are there.
#include <map>
#include <nlohmann/json.hpp>

#include "audio/media.h"
#include "base/files.h"
#include "cli/doctor/gather.h"
#include "daemon/media_index.h"
#include "protocol/bind_week.h"
#include "schedules/timetable.h"
#include "trust/bundle.h"
#include "trust/trusted_file.h"

namespace loa::doctor {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestFile = 8UL * 1024 * 1024;
constexpr base::Duration kAhead = std::chrono::hours{24 * 7};
constexpr base::Duration kDecodePatience = std::chrono::minutes{2};

using Week = std::shared_ptr<const schedules::WeeklySchedule>;

// Nothing where it does not exist; where it may not be read, the facts say so.
std::optional<std::string> read(const fs::path& file, std::size_t most, TrustFacts& facts) {
  try {
    return base::read_file_if_exists(file, most);
  } catch (const std::system_error&) {
    facts.unreadable = file.string();
    return std::nullopt;
  }
}

std::string station_in(const std::string& identity) {
  const auto json = nlohmann::json::parse(identity, nullptr, false);
  return json.is_object() && json.contains("station") && json["station"].is_string()
             ? json["station"].get<std::string>()
             : "";
}

// The office's first root, as its owner put it in place.
std::optional<trust::Trusted> trusted_root(const fs::path& file, TrustFacts& facts) {
  facts.has_office = true;
  facts.root_file = file.string();
  const auto text = read(file, kLargestFile, facts);
  if (!text) {
    facts.unreadable = file.string();
    return std::nullopt;
  }
  const auto envelope = trust::read_envelope(*text, file.string(), facts.problems);
  return envelope ? std::optional(trust::trusting(*envelope)) : std::nullopt;
}

// What the station has come to believe; of another root it believes nothing.
std::optional<trust::Trusted> trusted_of(const daemon::Config& config, TrustFacts& facts) {
  std::optional<trust::Trusted> first;
  if (config.trust) {
    first = trusted_root(*config.trust, facts);
    if (!first) return std::nullopt;
  }
  const auto file = config.state / "trust.json";
  const auto text = read(file, kLargestFile, facts);
  if (!text) return first;
  base::Problems problems;
  auto remembered = trust::read_trusted(*text, file.string(), problems);
  if (!remembered || (first && remembered->first != first->first)) return first;
  return remembered;
}

void note_root(const trust::Trusted& trusted, TrustFacts& facts) {
  if (!facts.has_office) return;
  if (const auto root = trust::read_root(trusted.root, facts.root_file, facts.problems)) {
    facts.root_expires = root->header.expires;
  }
}

// As the station reads it at its next start.
Week week_of(const daemon::Config& config, const trust::Trusted& trusted, TrustFacts& facts) {
  const auto identity = read(config.state / "identity.json", kLargestFile, facts);
  const auto text = read(config.state / "programme.json", trust::kLargestBundle, facts);
  if (!identity || !text) return nullptr;
  facts.has_week = true;
  const auto bundle = trust::read_bundle(*text, "programme.json", facts.week_problems);
  if (!bundle) return nullptr;
  const auto judgement = trust::judge(
      *bundle, trusted, {station_in(*identity), std::nullopt, false, "programme.json"});
  if (!judgement.authorised) {
    facts.week_problems = judgement.problems;
    return nullptr;
  }
  facts.week_expires = judgement.authorised->expires;
  facts.fresh_until = judgement.authorised->fresh_until;
  auto bound = protocol::bind_week(*judgement.authorised, *text, "programme.json");
  if (!bound.schedule) facts.week_problems = bound.problems;
  return bound.schedule;
}

struct Needed {
  std::string sha256;  // "" where nobody has signed that
  base::Wall first{};
};

// Every file that something of the next days plays, with its first start; the station's own sounds
// may go with any of them.
std::map<std::string, Needed> needed(const std::vector<schedules::Occurrence>& starts,
                                     const daemon::Frame& frame) {
  std::map<std::string, Needed> files;
  if (starts.empty()) return files;
  for (const auto& item : daemon::items_of(frame))
    if (const auto* file = schedules::audio_file_of(item))
      files.try_emplace(file->path, Needed{file->sha256, starts.front().start});
  for (const auto& due : starts) {
    const auto* programme = due.week->programme(due.slot->programme);
    if (programme == nullptr) continue;
    for (const auto& item : programme->items) {
      const auto* file = schedules::audio_file_of(item);
      if (file != nullptr) files.try_emplace(file->path, Needed{file->sha256, due.start});
    }
  }
  return files;
}

// The code of what is wrong; "" if nothing is. What the station has found whole is not decoded
// again.
std::string fault_of(const fs::path& file, const Needed& wanted, const daemon::MediaIndex& index,
                     const fs::path& decoder) {
  const auto stamp = daemon::stamp_of(file);
  if (!stamp) return "missing";
  const auto known = index.find(file.string());
  audio::MediaInfo info;
  if (known != index.end() && known->second.stamp == *stamp) {
    info = known->second.info;
  } else {
    const auto found = audio::probe_media(decoder, file, kDecodePatience);
    if (const auto* fault = std::get_if<audio::MediaFault>(&found)) return fault->code;
    info = std::get<audio::MediaInfo>(found);
  }
  if (!wanted.sha256.empty() && wanted.sha256 != info.sha256) return "unsigned";
  return info.damage.empty() ? "" : "in-part";
}

void look_at_media(const daemon::Config& config, const Week& week, base::Wall now,
                   MediaFacts& facts) {
  const schedules::Timetable timetable(week);
  const auto starts = timetable.starting_in(now, now + kAhead);
  const auto files = needed(starts, config.frame);
  const auto index = daemon::read_media_index(config.state / "media-index.json");
  facts.looked = true;
  facts.starts = static_cast<int>(starts.size());
  facts.files = static_cast<int>(files.size());
  if (!starts.empty() && !timetable.next_start(now + kAhead)) {
    facts.last_day = date::format("%F", week->valid_to);
  }
  for (const auto& [path, wanted] : files) {
    const auto fetched = daemon::fetched_place(config.state / "fetched", wanted.sha256);
    const auto file = fetched.value_or(config.media / path);
    const auto code = fault_of(file, wanted, index, config.decoder);
    if (code.empty()) continue;
    facts.faults.push_back({path, code, timetable.local_rfc3339(wanted.first).substr(0, 16)});
  }
}

}  // namespace

void gather_week(const daemon::Config& config, base::Wall now, TrustFacts& trust,
                 MediaFacts& media) {
  const auto trusted = trusted_of(config, trust);
  if (!trusted) return;
  note_root(*trusted, trust);
  if (const auto week = week_of(config, *trusted, trust)) look_at_media(config, week, now, media);
}

}  // namespace loa::doctor
