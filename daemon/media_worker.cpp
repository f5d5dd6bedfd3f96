#include "daemon/media_worker.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "base/clock.h"
#include "base/content_store.h"
#include "base/log.h"

namespace loa::daemon {
namespace {

namespace fs = std::filesystem;

// The longest media that a schedule can hold decode in a minute or two on a small board.
constexpr base::Duration kProbePatience = std::chrono::minutes{10};

struct Job {
  std::string key;
  MediaSource source;
  Urgency urgency = Urgency::week;
  fs::path again = {};  // what is to be read again; "": it is to be looked at
};

// The most urgent first; what is as urgent in the order in which it came.
class Queue {
 public:
  bool empty() const { return jobs_.empty(); }

  void add(Job job) {
    const auto place =
        std::ranges::find_if(jobs_, [&](const Job& other) { return other.urgency < job.urgency; });
    jobs_.insert(place, std::move(job));
  }

  bool has(const std::string& key) const {
    return std::ranges::find(jobs_, key, &Job::key) != jobs_.end();
  }

  void hurry(const std::string& key, Urgency urgency) {
    const auto found = std::ranges::find(jobs_, key, &Job::key);
    if (found == jobs_.end() || found->urgency >= urgency) return;
    Job job = std::move(*found);
    jobs_.erase(found);
    job.urgency = urgency;
    add(std::move(job));
  }

  Job take() {
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    return job;
  }

 private:
  std::deque<Job> jobs_;
};

// One for each thread.
enum Lane : std::size_t { kFiles, kMade, kLanes };

Lane lane_of(const MediaSource& source) {
  return std::holds_alternative<schedules::AudioFile>(source) ? kFiles : kMade;
}

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

  std::mutex index_mutex;
  MediaIndex index;

  std::mutex mutex;
  std::condition_variable changed;
  std::array<Queue, kLanes> queues;
  std::optional<DiskNeeds> needs;  // tidying is due
  bool stopping = false;
  std::size_t finished = 0;  // threads

  void run(Lane lane) {
    bool unsaved = false;
    while (auto job = next(lane, unsaved)) {
      if (!job->again.empty() && !is_another(job->again)) continue;
      auto verdict = judge(*job);
      if (std::holds_alternative<audio::MediaInfo>(verdict.result)) unsaved = true;
      // Under the lock, so that the owner is not called once its destructor has begun.
      const std::lock_guard lock(mutex);
      if (stopping) break;
      done(job->key, std::move(verdict));
    }
    if (unsaved) save();
    const std::lock_guard lock(mutex);
    ++finished;
    changed.notify_all();
  }

  std::optional<Job> next(Lane lane, bool& unsaved) {
    std::unique_lock lock(mutex);
    auto& queue = queues.at(lane);
    while (queue.empty() && !stopping) {
      const bool tidies = lane == kMade && needs;
      if (!unsaved && !tidies) {
        changed.wait(lock);
        continue;
      }
      const auto due = tidies ? std::exchange(needs, std::nullopt) : std::nullopt;
      lock.unlock();
      if (due) give_up(*due);
      if (std::exchange(unsaved, false)) save();
      lock.lock();
    }
    if (stopping) return std::nullopt;
    return queue.take();
  }

  void give_up(const DiskNeeds& due) const {
    try {
      make_room({folders.cache, folders.fetched}, due, kKeepFree, base::wall_now());
    } catch (const std::system_error& error) {
      base::log(base::LogLevel::warning, error.what());  // the next time
    }
  }

  void save() {
    const std::lock_guard lock(index_mutex);
    try {
      std::erase_if(index, [](const auto& entry) { return !stamp_of(entry.first); });
      write_media_index(folders.index, index);
    } catch (const std::system_error& error) {
      base::log(base::LogLevel::warning, error.what());
    }
  }

  std::optional<audio::MediaInfo> known(const fs::path& path,
                                        const std::optional<FileStamp>& stamp) {
    const std::lock_guard lock(index_mutex);
    const auto found = index.find(path.string());
    const bool same = found != index.end() && stamp && found->second.stamp == *stamp;
    return same ? std::optional(found->second.info) : std::nullopt;
  }

  // Whether a file's bytes are not what they were though its stamp is; then it is known no more.
  // One with another stamp is looked at anyway.
  bool is_another(const fs::path& path) {
    const auto info = known(path, stamp_of(path));
    if (!info || hash_of(path) == info->sha256) return false;
    base::log(base::LogLevel::error, path.string() + ": its bytes have changed on the disk");
    const std::lock_guard lock(index_mutex);
    index.erase(path.string());
    return true;
  }

  // "" where the disk refuses.
  static std::string hash_of(const fs::path& path) {
    try {
      const auto hash = base::hash_of_file(fs::canonical(path));
      return hash ? base::to_hex(*hash) : std::string();
    } catch (const std::system_error& error) {
      base::log(base::LogLevel::error, error.what());
      return {};
    }
  }

  MediaVerdict judge(const Job& job) {
    try {
      const auto* file = std::get_if<schedules::AudioFile>(&job.source);
      if (file == nullptr) return probe(path_of(job.source));
      if (!job.again.empty()) drop_wrong(*file);
      return look_at(*file);
    } catch (const audio::SpeechFailure& failure) {
      base::log(base::LogLevel::error, failure.what());
      return {{}, std::nullopt, audio::MediaFault{"unspoken", failure.why()}};
    } catch (const std::exception& error) {
      base::log(base::LogLevel::error, error.what());
      return {{}, std::nullopt, audio::MediaFault{"damaged", {error.what(), error.what()}}};
    }
  }

  // What came from the centre goes where it is not what its name says: it is fetched again.
  void drop_wrong(const schedules::AudioFile& file) const {
    const auto hash = base::sha256_from_hex(file.sha256);
    if (hash && !folders.fetched.empty()) base::ContentStore(folders.fetched).verify(*hash);
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
    if (auto info = known(path, stamp)) return {path, stamp, std::move(*info)};
    auto result = audio::probe_media(folders.decoder, path, kProbePatience);
    const auto* info = std::get_if<audio::MediaInfo>(&result);
    // A file that was being written while it was read is not what was measured.
    if (info != nullptr && stamp && stamp_of(path) == stamp) {
      const std::lock_guard lock(index_mutex);
      index.insert_or_assign(path.string(), KnownMedia{*stamp, *info});
    }
    return {path, stamp, std::move(result)};
  }
};

MediaWorker::MediaWorker(MediaFolders folders, Done done)
    : impl_(std::make_shared<Impl>(std::move(folders), std::move(done))) {
  for (const Lane lane : {kFiles, kMade})
    std::thread([impl = impl_, lane] { impl->run(lane); }).detach();
}

MediaWorker::~MediaWorker() {
  std::unique_lock lock(impl_->mutex);
  impl_->stopping = true;
  impl_->changed.notify_all();
  // A thread that waits is gone at once; one that decodes ends with the process.
  impl_->changed.wait_for(lock, std::chrono::milliseconds{300},
                          [this] { return impl_->finished == kLanes; });
}

void MediaWorker::look_at(const std::string& key, const MediaSource& source, Urgency urgency) {
  const std::lock_guard lock(impl_->mutex);
  impl_->queues.at(lane_of(source)).add({key, source, urgency});
  impl_->changed.notify_all();
}

void MediaWorker::read_again(const std::string& key, const MediaSource& source,
                             const fs::path& path) {
  const std::lock_guard lock(impl_->mutex);
  auto& queue = impl_->queues.at(lane_of(source));
  if (!queue.has(key)) queue.add({key, source, Urgency::day, path});
  impl_->changed.notify_all();
}

void MediaWorker::hurry(const std::string& key, Urgency urgency) {
  const std::lock_guard lock(impl_->mutex);
  for (auto& queue : impl_->queues) queue.hurry(key, urgency);
}

void MediaWorker::tidy(DiskNeeds needs) {
  const std::lock_guard lock(impl_->mutex);
  impl_->needs = std::move(needs);
  impl_->changed.notify_all();
}

}  // namespace loa::daemon
