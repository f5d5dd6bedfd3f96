#include "daemon/media_fetch.h"

#include <algorithm>
#include <set>

namespace loa::daemon {

using base::Duration;
using base::Steady;

namespace {

constexpr int kMostRestDoublings = 10;

Duration doubled(Duration first, Duration last, int times) {
  return std::min(last, first * (1 << std::min(times, kMostRestDoublings)));
}

}  // namespace

void MediaFetch::start(Steady now) { not_before_ = now + spread_.in(window_); }

void MediaFetch::want(Steady now, std::vector<WantedMedia> wanted) {
  std::set<base::Sha256> hashes;
  std::erase_if(wanted, [&](const WantedMedia& media) {
    return media.bytes == 0 || !hashes.insert(media.hash).second;
  });
  wanted_ = std::move(wanted);
  // One that has come is remembered: whoever wants it may not have seen yet that it is there.
  std::erase_if(rests_, [&](const auto& entry) {
    const bool forgotten = entry.second.why != Why::there || entry.second.until <= now;
    return !hashes.contains(entry.first) && forgotten;
  });
}

Steady MediaFetch::may_begin(const WantedMedia& media) const {
  const auto found = rests_.find(media.hash);
  return found == rests_.end() ? Steady::min() : found->second.until;
}

const WantedMedia* MediaFetch::next(Steady now) const {
  const auto found = std::ranges::find_if(
      wanted_, [&](const WantedMedia& media) { return may_begin(media) <= now; });
  return found == wanted_.end() ? nullptr : &*found;
}

MediaFetch::Action MediaFetch::step(Steady now) {
  if (busy_ || !not_before_ || now < *not_before_) return {};
  const auto* media = next(now);
  if (media == nullptr) {
    current_.reset();
    return {};
  }
  busy_ = true;
  const bool same =
      current_ && current_->media.hash == media->hash && current_->media.bytes == media->bytes;
  if (!same || !current_->begun) {
    current_ = Current{*media, std::nullopt};
    return Open{*media};
  }
  const auto begun = *current_->begun;
  if (begun == media->bytes) return Finish{media->hash};
  return Ask{media->hash, begun, std::min(kPiece, media->bytes - begun), media->bytes};
}

void MediaFetch::answered() {
  busy_ = false;
  retry_ = kFirstRetry;
  unreachable_ = false;
}

void MediaFetch::opened(Steady, std::uint64_t begun) {
  busy_ = false;
  current_->begun = begun;
}

void MediaFetch::received(Steady now, std::uint64_t bytes) {
  answered();
  *current_->begun += bytes;
  not_before_ = now + kPause;
}

void MediaFetch::rest(Steady now, Why why, Duration first, Duration last) {
  busy_ = false;
  auto& rest = rests_[current_->media.hash];
  const int times = rest.why == why ? rest.times : 0;
  const auto pause = doubled(first, last, times);
  rest = {why, now + pause + (pause > Duration{0} ? spread_.in(pause / 4) : pause), times + 1};
  current_.reset();
}

void MediaFetch::finished(Steady now) {
  const auto hash = current_->media.hash;
  rest(now, Why::there, kTrusted, kTrusted);
  std::erase_if(wanted_, [&](const WantedMedia& media) { return media.hash == hash; });
}

bool MediaFetch::wrong(Steady now, bool resumed) {
  const auto before = rests_.find(current_->media.hash);
  const bool told = before != rests_.end() &&
                    (before->second.why == Why::anew || before->second.why == Why::wrong);
  if (resumed && !told) {
    rest(now, Why::anew, Duration{0}, Duration{0});
    return false;
  }
  rest(now, Why::wrong, kFirstWrong, kLastWrong);
  return true;
}

void MediaFetch::absent(Steady now) {
  answered();
  rest(now, Why::absent, kFirstAbsent, kLastAbsent);
}

void MediaFetch::no_room(Steady now) { rest(now, Why::no_room, kNoRoom, kNoRoom); }

void MediaFetch::failed(Steady now) {
  busy_ = false;
  unreachable_ = true;
  // What is there may not be what it was taken for: it is looked at again.
  current_.reset();
  not_before_ = now + retry_ + spread_.in(retry_ / 2);
  retry_ = std::min(retry_ * 2, kLastRetry);
}

std::optional<Steady> MediaFetch::next_wakeup() const {
  if (busy_ || !not_before_ || wanted_.empty()) return std::nullopt;
  auto soonest = Steady::max();
  for (const auto& media : wanted_) soonest = std::min(soonest, may_begin(media));
  return std::max(soonest, *not_before_);
}

MediaFetchView MediaFetch::view() const {
  MediaFetchView view;
  view.files = wanted_.size();
  const auto is_resting_for = [&](Why why) {
    return std::ranges::any_of(wanted_, [&](const WantedMedia& media) {
      const auto found = rests_.find(media.hash);
      return found != rests_.end() && found->second.why == why;
    });
  };
  for (const auto& media : wanted_) view.bytes_left += media.bytes;
  const bool under_way =
      current_ && current_->begun && std::ranges::any_of(wanted_, [&](const WantedMedia& media) {
        return media.hash == current_->media.hash;
      });
  if (under_way) {
    view.bytes_left -= std::min(view.bytes_left, *current_->begun);
    view.path = current_->media.path;
  }
  if (unreachable_) {
    view.problem = wanted_.empty() ? "" : "unreachable";
  } else if (is_resting_for(Why::absent)) {
    view.problem = "absent";
  }
  if (is_resting_for(Why::wrong)) view.faults.emplace_back("media-wrong");
  if (is_resting_for(Why::no_room)) view.faults.emplace_back("media-no-room");
  return view;
}

}  // namespace loa::daemon
