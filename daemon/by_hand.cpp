#include "daemon/by_hand.h"

#include <fmt/format.h>

#include "daemon/rundown.h"

namespace loa::daemon {
namespace {

constexpr base::Duration kSpeechPatience = std::chrono::seconds{15};

std::string title_by_hand(const schedules::Item& item) {
  if (!item.title.empty()) return item.title;
  if (const auto* file = std::get_if<schedules::AudioFile>(&item.source)) {
    return std::filesystem::path(file->path).filename().string();
  }
  if (std::holds_alternative<schedules::Chime>(item.source)) return title_of(item);
  return "Thông báo";
}

}  // namespace

Played put_on_air(Station& station, const ManualPlay& play) {
  try {
    return Begun{station.play(play), play.media.length};
  } catch (const PolicyRefused& refused) {
    const auto& [code, rule, why] = refused.breach();
    return NotBegun{code,
                    {fmt::format("trái quy định “{}”: {}", rule, why.vi),
                     fmt::format("against the rule \"{}\": {}", rule, why.en)}};
  }
}

void play_by_hand(Station& station, MediaLibrary& library, const schedules::Item& item,
                  const Wish& wish, std::function<void(const Played&)> done) {
  library.when_known({item}, kSpeechPatience,
                     [&station, &library, item, wish, done = std::move(done)] {
                       const auto media = library.find(item);
                       if (const auto* missing = std::get_if<MissingMedia>(&media)) {
                         return done(NotBegun{missing->code, missing->message});
                       }
                       const auto& ready = std::get<ReadyMedia>(media);
                       done(put_on_air(station, {title_by_hand(item), ready, wish.level, wish.by,
                                                 false, wish.over, wish.clusters}));
                     });
}

}  // namespace loa::daemon
