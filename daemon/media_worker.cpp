#include "daemon/media_worker.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "base/clock.h"
#include "base/log.h"

namespace loa::daemon {
namespace {

namespace fs = std::filesystem;

// The longest media that a schedule can hold decode in a minute or two on a small board.
constexpr base::Duration kProbePatience = std::chrono::minutes{10};

struct Job {
  std::string key;
  MediaSource source;
};

audio::MediaFault outside_fault() {
  return {"refused",
          {"Tệp nằm ngoài thư mục âm thanh của đài.", "The file is outside the media folder."}};
}

// A link may lead out of the folder though its path does not.
bool is_inside(const fs::path& folder, const fs::path& file) {
  std::error_code error;
  const auto real_file = fs::canonical(file, error);
  if (error) return true;  // it is missing, which the probe tells better
  const auto real_folder = fs::canonical(folder, error);
  const auto [rest, unused] =
      std::mismatch(real_folder.begin(), real_folder.end(), real_file.begin(), real_file.end());
  return !error && rest == real_folder.end();
}

}  // namespace

struct MediaWorker::Impl {
  Impl(MediaFolders f, Done d)
      : folders(std::move(f)), done(std::move(d)), index(read_media_index(folders.index)) {}

  const MediaFolders folders;
  const Done done;
  MediaIndex index;  // the worker thread's own

  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Job> queue;
  std::optional<DiskNeeds> needs;  // tidying is due
  bool stopping = false;
  bool finished = false;

  void run() {
    bool unsaved = false;
    while (auto job = next(unsaved)) {
      auto verdict = judge(job->source);
      if (std::holds_alternative<audio::MediaInfo>(verdict.result)) unsaved = true;
      // Under the lock, so that the owner is not called once its destructor has begun.
      const std::lock_guard lock(mutex);
      if (stopping) break;
      done(job->key, std::move(verdict));
    }
    if (unsaved) save();
    const std::lock_guard lock(mutex);
    finished = true;
    changed.notify_all();
  }

  std::optional<Job> next(bool& unsaved) {
    std::unique_lock lock(mutex);
    while (queue.empty() && !stopping) {
      if (!unsaved && !needs) {
        changed.wait(lock);
        continue;
      }
      const auto due = std::exchange(needs, std::nullopt);
      lock.unlock();
      if (due) give_up(*due);
      if (std::exchange(unsaved, false)) save();
      lock.lock();
    }
    if (stopping) return std::nullopt;
    Job job = std::move(queue.front());
    queue.pop_front();
    return job;
  }

  void give_up(const DiskNeeds& due) const {
    try {
      make_room({folders.cache, folders.fetched}, due, kKeepFree, base::wall_now());
    } catch (const std::system_error& error) {
      base::log(base::LogLevel::warning, error.what());  // the next time
    }
  }

  void save() {
    try {
      std::erase_if(index, [](const auto& entry) { return !stamp_of(entry.first); });
      write_media_index(folders.index, index);
    } catch (const std::system_error& error) {
      base::log(base::LogLevel::warning, error.what());
    }
  }

  MediaVerdict judge(const MediaSource& source) {
    try {
      if (const auto* file = std::get_if<schedules::AudioFile>(&source)) return look_at(*file);
      return probe(path_of(source));
    } catch (const audio::SpeechFailure& failure) {
      base::log(base::LogLevel::error, failure.what());
      return {{}, std::nullopt, audio::MediaFault{"unspoken", failure.why()}};
    } catch (const std::exception& error) {
      base::log(base::LogLevel::error, error.what());
      return {{}, std::nullopt, audio::MediaFault{"damaged", {error.what(), error.what()}}};
    }
  }

  MediaVerdict look_at(const schedules::AudioFile& file) {
    if (const auto fetched = fetched_place(folders.fetched, file.sha256)) return probe(*fetched);
    const auto path = folders.media / file.path;
    if (!is_inside(folders.media, path)) return {path, stamp_of(path), outside_fault()};
    return probe(path);
  }

  fs::path path_of(const MediaSource& source) const {
    if (const auto* speech = std::get_if<schedules::Speech>(&source)) {
      return audio::speak(folders.cache, folders.speech, speech->text, speech->voice);
    }
    return audio::chime(folders.cache, std::get<schedules::Chime>(source).name);
  }

  MediaVerdict probe(const fs::path& path) {
    const auto stamp = stamp_of(path);
    const auto found = index.find(path.string());
    if (found != index.end() && stamp && found->second.stamp == *stamp) {
      return {path, stamp, found->second.info};
    }
    auto result = audio::probe_media(folders.decoder, path, kProbePatience);
    const auto* info = std::get_if<audio::MediaInfo>(&result);
    // A file that was being written while it was read is not what was measured.
    if (info != nullptr && stamp && stamp_of(path) == stamp) {
      index.insert_or_assign(path.string(), KnownMedia{*stamp, *info});
    }
    return {path, stamp, std::move(result)};
  }
};

MediaWorker::MediaWorker(MediaFolders folders, Done done)
    : impl_(std::make_shared<Impl>(std::move(folders), std::move(done))) {
  std::thread([impl = impl_] { impl->run(); }).detach();
}

MediaWorker::~MediaWorker() {
  std::unique_lock lock(impl_->mutex);
  impl_->stopping = true;
  impl_->changed.notify_all();
  // A thread that waits is gone at once; one that decodes ends with the process.
  impl_->changed.wait_for(lock, std::chrono::milliseconds{300}, [this] { return impl_->finished; });
}

void MediaWorker::look_at(const std::string& key, const MediaSource& source, bool soon) {
  const std::lock_guard lock(impl_->mutex);
  if (soon) {
    impl_->queue.push_front({key, source});
  } else {
    impl_->queue.push_back({key, source});
  }
  impl_->changed.notify_all();
}

void MediaWorker::tidy(DiskNeeds needs) {
  const std::lock_guard lock(impl_->mutex);
  impl_->needs = std::move(needs);
  impl_->changed.notify_all();
}

}  // namespace loa::daemon
