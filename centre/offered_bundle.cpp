#include "centre/offered_bundle.h"

#include <map>
#include <utility>

#include "centre/schedule_name.h"
#include "trust/roles.h"

namespace loa::centre {

std::shared_ptr<const OfferedBundle> OfferedBundle::read(std::string_view text,
                                                         base::Problems& problems) {
  auto bundle = trust::read_bundle(text, "bundle", problems);
  if (!bundle) return nullptr;
  const auto timestamp = trust::read_timestamp(bundle->timestamp, "timestamp", problems);
  if (!timestamp) return nullptr;
  auto judged = trust::judge_whole(*bundle, "bundle");
  auto offered = std::shared_ptr<OfferedBundle>(new OfferedBundle(std::move(*bundle)));
  offered->judged_ = std::move(judged);
  offered->version_ = timestamp->header.version;
  return offered;
}

OfferedBundle::OfferedBundle(trust::Bundle bundle)
    : head_(std::move(bundle)),
      weeks_(std::exchange(head_.weeks, {})),
      fingerprint_(trust::fingerprint(head_)),
      content_(trust::content_hash(head_)) {
  std::multimap<base::Sha256, std::size_t> by_hash;
  for (std::size_t i = 0; i < weeks_.size(); ++i) {
    by_hash.emplace(base::sha256(weeks_[i]), i);
    schedules_.insert(schedule_name_in(weeks_[i]));
  }
  schedules_.erase("");
  for (const auto& envelope : head_.programmes) {
    base::Problems problems;
    const auto programme = trust::read_programme(envelope, "", problems);
    if (!programme) continue;
    for (const auto& week : programme->weeks) {
      for (const auto& [path, content] : week.media) media_.insert(content.hash);
      const auto [first, last] = by_hash.equal_range(week.schedule.hash);
      for (const auto& station : week.stations)
        for (auto found = first; found != last; ++found) weeks_of_[station].insert(found->second);
    }
  }
}

ReadBundle read_offer(std::string_view text) {
  ReadBundle read;
  read.bundle = OfferedBundle::read(text, read.problems);
  read.hash = base::sha256(text);
  return read;
}

std::string OfferedBundle::text_for(const std::string& station) const {
  std::set<std::size_t> wanted;
  for (const auto& name : {station, std::string("*")})
    if (const auto found = weeks_of_.find(name); found != weeks_of_.end())
      wanted.insert(found->second.begin(), found->second.end());
  auto cut = head_;
  for (const auto week : wanted) cut.weeks.push_back(weeks_[week]);
  return trust::write_bundle(cut);
}

}  // namespace loa::centre
