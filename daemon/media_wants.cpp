#include "daemon/media_wants.h"

#include <algorithm>
#include <map>

#include "daemon/media_library.h"
#include "schedules/timetable.h"

namespace loa::daemon {
namespace {

constexpr base::Duration kAWeek = std::chrono::hours{24 * 7};

struct Want {
  WantedMedia media;
  base::Wall due = base::Wall::max();
};

// Nothing for what nobody has signed.
std::optional<WantedMedia> signed_file(const schedules::Item& item) {
  const auto* file = schedules::audio_file_of(item);
  const auto hash = file == nullptr ? std::nullopt : base::sha256_from_hex(file->sha256);
  if (!hash) return std::nullopt;
  return WantedMedia{*hash, file->bytes, file->path};
}

bool is_lacking(const schedules::Item& item, Library& library) {
  const auto media = library.find(item);
  const auto* missing = std::get_if<MissingMedia>(&media);
  return missing != nullptr &&
         (missing->code == "media-missing" || missing->code == "media-unsigned");
}

// A relay's stand-in is an item of its own here.
void add_lacking(const schedules::WeeklySchedule& week, Library& library,
                 std::vector<Want>& wants) {
  for (const auto& item : all_items(week)) {
    auto media =
        std::holds_alternative<schedules::Relay>(item.source) ? std::nullopt : signed_file(item);
    const bool listed = media && std::ranges::any_of(wants, [&](const Want& want) {
                          return want.media.hash == media->hash;
                        });
    if (media && !listed && is_lacking(item, library)) wants.push_back({std::move(*media)});
  }
}

// When each file of the week is due first.
std::map<base::Sha256, base::Wall> due_times(
    const std::shared_ptr<const schedules::WeeklySchedule>& week, base::Wall now) {
  std::map<base::Sha256, base::Wall> due;
  for (const auto& occurrence : schedules::Timetable(week).starting_in(now, now + kAWeek)) {
    const auto* programme = week->programme(occurrence.slot->programme);
    if (programme == nullptr) continue;
    for (const auto& item : programme->items) {
      if (const auto media = signed_file(item)) due.try_emplace(media->hash, occurrence.start);
    }
  }
  return due;
}

void sort_by_due(const Weeks& weeks, base::Wall now, std::vector<Want>& wants) {
  for (const auto& week : weeks) {
    const auto due = due_times(week, now);
    for (auto& want : wants) {
      const auto found = due.find(want.media.hash);
      if (found != due.end()) want.due = std::min(want.due, found->second);
    }
  }
  std::ranges::stable_sort(wants, {}, &Want::due);
}

}  // namespace

std::vector<WantedMedia> wanted_media(const Weeks& weeks, Library& library,
                                      std::optional<base::Wall> now) {
  std::vector<Want> wants;
  for (const auto& week : weeks) add_lacking(*week, library, wants);
  if (now && !wants.empty()) sort_by_due(weeks, *now, wants);
  std::vector<WantedMedia> media;
  media.reserve(wants.size());
  for (auto& want : wants) media.push_back(std::move(want.media));
  return media;
}

std::set<base::Sha256> signed_media(const Weeks& weeks) {
  std::set<base::Sha256> hashes;
  for (const auto& week : weeks) {
    for (const auto& item : all_items(*week)) {
      if (const auto media = signed_file(item)) hashes.insert(media->hash);
    }
  }
  return hashes;
}

}  // namespace loa::daemon
