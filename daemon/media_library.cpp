#include "daemon/media_library.h"

#include <algorithm>
#include <list>
#include <set>

#include "audio/air.h"
#include "audio/media_fault.h"
#include "base/crypto.h"

namespace loa::daemon {
namespace {

using schedules::AudioFile;
using schedules::Chime;
using schedules::Item;
using schedules::Relay;
using schedules::Speech;

std::string key_of(const MediaSource& source) {
  if (const auto* file = std::get_if<AudioFile>(&source)) {
    return "file:" + file->sha256 + ":" + file->path;
  }
  if (const auto* speech = std::get_if<Speech>(&source)) {
    return "speech:" + base::to_hex(base::sha256(speech->voice + "\n" + speech->text));
  }
  if (const auto* chime = std::get_if<Chime>(&source)) return "chime:" + chime->name;
  return "";  // a relay, which is not known ahead
}

MissingMedia not_ready() {
  return {"not-ready", {"chưa chuẩn bị xong âm thanh", "the sound is not ready yet"}};
}

MissingMedia not_as_signed() {
  return {"media-unsigned",
          {"tệp âm thanh khác với tệp đã ký cùng lịch", "the file is not the one that was signed"}};
}

bool is_as_signed(const Item& item, const audio::MediaInfo& info) {
  const auto* file = schedules::audio_file_of(item);
  return file == nullptr || file->sha256.empty() || file->sha256 == info.sha256;
}

MissingMedia missing(const audio::MediaFault& fault) {
  if (fault.code == "unspoken") return {"speech-failed", fault.message};
  return {fault.code == "missing" ? "media-missing" : "media-damaged", fault.message};
}

ReadyMedia ready(const MediaVerdict& verdict, const audio::MediaInfo& info,
                 const Loudness& loudness) {
  ReadyMedia media{verdict.path.string(), false, audio::duration_of(info.frames), info.sha256,
                   gain_for(info, loudness)};
  if (!info.damage.empty()) media.damage = audio::damage_text(verdict.path, info);
  return media;
}

}  // namespace

struct MediaLibrary::Impl : std::enable_shared_from_this<MediaLibrary::Impl> {
  struct Waiter {
    std::set<std::string> keys;  // not known yet
    std::function<void()> done;
    base::Timers::Id timer = 0;
  };

  Impl(const Loudness& l, base::Timers& t, Frame f, std::filesystem::path from_centre)
      : loudness(l), timers(t), frame(std::move(f)), fetched(std::move(from_centre)) {}

  const Loudness loudness;
  base::Timers& timers;
  const Frame frame;
  const std::filesystem::path fetched;
  std::map<std::string, MediaVerdict> verdicts;
  std::set<std::string> asked;
  std::list<Waiter> waiters;
  std::unique_ptr<MediaWorker> worker;

  // Null while it is not known what is there now.
  const MediaVerdict* verdict_on(const MediaSource& source, Urgency urgency) {
    const auto key = key_of(source);
    if (asked.contains(key)) {
      worker->hurry(key, urgency);
      return nullptr;
    }
    const auto found = verdicts.find(key);
    if (found != verdicts.end() && holds(found->second, source)) return &found->second;
    asked.insert(key);
    worker->look_at(key, source, urgency);
    return nullptr;
  }

  // Of what came from the centre meanwhile, it does not.
  bool holds(const MediaVerdict& verdict, const MediaSource& source) const {
    if (stamp_of(verdict.path) != verdict.stamp) return false;
    const auto* file = std::get_if<AudioFile>(&source);
    const auto place = file == nullptr ? std::nullopt : fetched_place(fetched, file->sha256);
    return !place || *place == verdict.path;
  }

  void known(const std::string& key, MediaVerdict verdict) {
    asked.erase(key);
    verdicts.insert_or_assign(key, std::move(verdict));
    std::list<Waiter> satisfied;
    for (auto waiter = waiters.begin(); waiter != waiters.end();) {
      const auto next = std::next(waiter);
      waiter->keys.erase(key);
      if (waiter->keys.empty()) satisfied.splice(satisfied.end(), waiters, waiter);
      waiter = next;
    }
    for (auto& waiter : satisfied) {
      timers.cancel(waiter.timer);
      waiter.done();
    }
  }

  void wait(std::set<std::string> keys, base::Duration patience, std::function<void()> done) {
    waiters.push_back({std::move(keys), std::move(done)});
    const auto waiter = std::prev(waiters.end());
    waiter->timer = timers.at(timers.now().steady + patience, [this, waiter] {
      const auto late = std::move(waiter->done);
      waiters.erase(waiter);
      late();
    });
  }
};

MediaLibrary::MediaLibrary(MediaFolders folders, Loudness loudness, base::Timers& timers,
                           std::function<void(std::function<void()>)> post, Frame frame)
    : impl_(std::make_shared<Impl>(loudness, timers, std::move(frame), folders.fetched)) {
  auto report = [weak = std::weak_ptr(impl_), post = std::move(post)](const std::string& key,
                                                                      MediaVerdict verdict) {
    post([weak, key, verdict = std::move(verdict)] {
      if (const auto impl = weak.lock()) impl->known(key, verdict);
    });
  };
  impl_->worker = std::make_unique<MediaWorker>(std::move(folders), std::move(report));
}

MediaLibrary::~MediaLibrary() {
  for (const auto& waiter : impl_->waiters) impl_->timers.cancel(waiter.timer);
}

Media MediaLibrary::find(const Item& item) {
  if (const auto* relay = std::get_if<Relay>(&item.source)) {
    ReadyMedia ready{relay->url, true, relay->duration, "", 1.0F, relay->others, {}};
    for (const auto& other : stand_ins_here(item)) {
      const auto found = find(other);
      const auto* file = std::get_if<ReadyMedia>(&found);
      if (file != nullptr) ready.stand_ins.push_back({file->source, file->gain});
    }
    return ready;
  }
  const auto* verdict = impl_->verdict_on(item.source, Urgency::day);
  if (verdict == nullptr) return not_ready();
  if (const auto* fault = std::get_if<audio::MediaFault>(&verdict->result)) return missing(*fault);
  const auto& info = std::get<audio::MediaInfo>(verdict->result);
  if (!is_as_signed(item, info)) return not_as_signed();
  return ready(*verdict, info, impl_->loudness);
}

void MediaLibrary::read_again(const Item& item) {
  const auto found = impl_->verdicts.find(key_of(item.source));
  if (found == impl_->verdicts.end() || impl_->asked.contains(found->first)) return;
  if (std::holds_alternative<audio::MediaInfo>(found->second.result))
    impl_->worker->read_again(found->first, item.source, found->second.path);
}

std::vector<Item> MediaLibrary::stand_ins_here(const Item& relay) const {
  auto all = stand_ins_of(relay);
  if (const auto& ident = impl_->frame.ident) all.insert(all.end() - 1, *ident);
  return all;
}

void MediaLibrary::prepare(const schedules::WeeklySchedule& schedule) {
  // What could not even be made (no speech engine, a full disk) is tried again.
  std::erase_if(impl_->verdicts, [](const auto& entry) { return entry.second.path.empty(); });
  for (const auto& item : all_items(schedule)) {
    if (!std::holds_alternative<Relay>(item.source)) impl_->verdict_on(item.source, Urgency::week);
  }
  for (const auto& item : items_of(impl_->frame)) impl_->verdict_on(item.source, Urgency::week);
}

DiskNeeds MediaLibrary::needs_of(const Weeks& weeks) const {
  DiskNeeds needs{std::nullopt, signed_media(weeks)};
  std::set<std::string> keys;
  for (const auto& item : items_of(impl_->frame)) keys.insert(key_of(item.source));
  for (const auto& week : weeks) {
    for (const auto& item : all_items(*week)) keys.insert(key_of(item.source));
  }
  if (std::ranges::any_of(keys, [&](const auto& key) { return impl_->asked.contains(key); })) {
    return needs;
  }
  needs.made.emplace();
  for (const auto& [key, verdict] : impl_->verdicts) {
    if (keys.contains(key)) needs.made->insert(verdict.path);
  }
  return needs;
}

void MediaLibrary::tidy(const Weeks& weeks) {
  auto needs = needs_of(weeks);
  if (needs.made) {
    std::erase_if(impl_->verdicts, [&](const auto& entry) {
      const auto& path = entry.second.path;
      return !needs.made->contains(path) && !stamp_of(path);
    });
  }
  impl_->worker->tidy(std::move(needs));
}

void MediaLibrary::when_known(const std::vector<Item>& items, base::Duration patience,
                              std::function<void()> done) {
  std::set<std::string> unknown;
  for (const auto& item : items) {
    if (std::holds_alternative<Relay>(item.source)) continue;
    if (impl_->verdict_on(item.source, Urgency::somebody) == nullptr)
      unknown.insert(key_of(item.source));
  }
  if (unknown.empty()) return done();
  impl_->wait(std::move(unknown), patience, std::move(done));
}

}  // namespace loa::daemon
