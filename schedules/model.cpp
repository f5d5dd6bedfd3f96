// Looking things up in a schedule.
#include "schedules/model.h"

#include <algorithm>

namespace loa::schedules {
namespace {

template <class T>
const T* with_id(const std::vector<T>& all, const std::string& id) {
  const auto found = std::ranges::find(all, id, &T::id);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

bool is_line_in(const Relay& relay) { return relay.url.starts_with("alsa:"); }

AudioFile* audio_file_of(Item& item) {
  if (auto* file = std::get_if<AudioFile>(&item.source)) return file;
  auto* relay = std::get_if<Relay>(&item.source);
  return relay != nullptr && relay->stand_in ? &*relay->stand_in : nullptr;
}

const AudioFile* audio_file_of(const Item& item) { return audio_file_of(const_cast<Item&>(item)); }

const Programme* WeeklySchedule::programme(const std::string& id) const {
  return with_id(programmes, id);
}

const Slogan* WeeklySchedule::slogan(const std::string& id) const { return with_id(slogans, id); }

}  // namespace loa::schedules
