// What the station knows ahead of the media of the day that comes.
#include <fmt/format.h>

#include <algorithm>

#include "daemon/media_library.h"
#include "daemon/station_impl.h"
#include "schedules/policy_hours.h"

namespace loa::daemon {
namespace {

constexpr base::Duration kAhead = std::chrono::hours{24};
// How long before its slot a file's bytes are read once more: time enough to bring another one.
constexpr base::Duration kReadAgain = std::chrono::minutes{30};
constexpr std::size_t kEnoughFaults = 50;
constexpr const char* kLonger = "media-longer";

// A fade cuts that much.
constexpr base::Duration kSlack = std::chrono::seconds{1};

// What is only not ready yet is no fault.
void add_fault(const schedules::Programme& programme, const schedules::Item& item, Library& library,
               std::vector<ComingFault>& faults) {
  const auto shortcoming = shortcoming_of(library.find(item));
  if (!shortcoming || shortcoming->code == "not-ready") return;
  faults.push_back({{}, programme.title, title_of(item), shortcoming->code, shortcoming->message});
}

// What is to sound while a relay is silent is as good as what is to sound.
std::vector<schedules::Item> all_of(const schedules::Programme& programme, const Frame& frame) {
  std::vector<schedules::Item> all;
  for (const schedules::Item& item : framed(programme, frame).items) {
    all.push_back(item);
    for (auto& other : stand_ins_of(item)) all.push_back(std::move(other));
    if (std::holds_alternative<schedules::Relay>(item.source) && frame.ident)
      all.push_back(*frame.ident);
  }
  return all;
}

std::vector<ComingFault> faults_of(const schedules::Programme& programme, const Frame& frame,
                                   Library& library) {
  std::vector<ComingFault> faults;
  for (const auto& item : all_of(programme, frame)) add_fault(programme, item, library, faults);
  return faults;
}

// What the end of its slot will cut off though it sounds once only: a file may have been exchanged
// for a longer one since the week was taken. A relay is as long as the week says.
std::optional<ComingFault> cut_of(schedules::Programme programme, base::Duration slot,
                                  Library& library) {
  programme.repeat = 1;
  const Rundown rundown = make_rundown(programme, library, slot);
  if (rundown.length <= slot + kSlack) return std::nullopt;
  const RundownItem& last = rundown.items.back();
  if (std::holds_alternative<schedules::Relay>(last.item.source)) return std::nullopt;
  const auto text = [](base::Duration length) {
    return schedules::length_text(std::chrono::floor<schedules::Seconds>(length));
  };
  const auto is = text(last.length);
  const auto has = text(slot);
  const auto content = text(rundown.length);
  const auto title = title_of(last.item);
  return ComingFault{
      {},
      programme.title,
      title,
      kLonger,
      {fmt::format("“{}” dài {} không vừa khung giờ dài {} (đến hết mục ấy là {}): sẽ bị cắt",
                   title, is.vi, has.vi, content.vi),
       fmt::format("\"{}\" lasts {} and does not fit its slot of {} (it ends after {}): it will be "
                   "cut",
                   title, is.en, has.en, content.en)}};
}

bool same_places(const std::vector<ComingFault>& one, const std::vector<ComingFault>& other) {
  return std::ranges::equal(one, other, [](const ComingFault& a, const ComingFault& b) {
    return a.start == b.start && a.item == b.item && a.code == b.code &&
           a.message.en == b.message.en;
  });
}

}  // namespace

std::vector<ComingFault> Station::Impl::look_ahead(const base::Now& at) const {
  std::vector<ComingFault> coming;
  if (!timetable || !base::trusted(at.quality)) return coming;
  // By programme, and how long its slot is.
  std::map<std::pair<std::string, schedules::Seconds>, std::vector<ComingFault>> found;
  for (const auto& occurrence : timetable->starting_in(at.wall, at.wall + kAhead)) {
    const auto& slot = *occurrence.slot;
    const auto* programme = week->programme(slot.programme);
    if (programme == nullptr) continue;
    const auto [known, is_new] = found.try_emplace({programme->id, slot.length});
    if (is_new) {
      known->second = faults_of(*programme, settings.frame, library);
      if (auto cut = cut_of(*programme, slot.length, library))
        known->second.push_back(std::move(*cut));
    }
    for (ComingFault fault : known->second) {
      fault.start = occurrence.start;
      coming.push_back(std::move(fault));
      if (coming.size() == kEnoughFaults) return coming;
    }
  }
  return coming;
}

// Once for each occurrence; again where the clock was set back, or another week is there.
void Station::Impl::read_coming_again(const base::Now& at) {
  if (!timetable || !base::trusted(at.quality)) return;
  const auto until = at.wall + kReadAgain;
  const bool same = read_again_of == week && read_again_until <= until;
  const auto from = same ? std::max(read_again_until, at.wall) : at.wall;
  for (const auto& occurrence : timetable->starting_in(from, until)) {
    const auto* programme = week->programme(occurrence.slot->programme);
    if (programme == nullptr) continue;
    for (const auto& item : all_of(*programme, settings.frame)) library.read_again(item);
  }
  read_again_of = week;
  read_again_until = until;
}

bool is_missing(const ComingFault& fault) { return fault.code != kLonger; }

void Station::look_at_coming_media() {
  base::Now at = impl_->timers.now();
  at.quality = impl_->now.quality;
  impl_->read_coming_again(at);
  auto found = impl_->look_ahead(at);
  if (same_places(found, impl_->coming_faults)) return;
  impl_->coming_faults = std::move(found);
  impl_->changed();
}

}  // namespace loa::daemon
