// Looks at media on a thread of its own: makes what must be made, decodes it once, remembers.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "daemon/disk_budget.h"
#include "daemon/media_index.h"
#include "schedules/model.h"

namespace loa::daemon {

struct MediaFolders {
  std::filesystem::path media;    // files of the schedule live here, and nowhere else
  std::filesystem::path cache;    // speech and chimes
  std::filesystem::path index;    // the file that keeps what is known
  std::filesystem::path decoder;  // the loa-decoder program
  audio::SpeechSettings speech{};
  // What came from the centre, by hash (base/content_store.h); "": nothing does. A file whose
  // content was signed is looked for there before it is in `media`.
  std::filesystem::path fetched{};
};

// What was found. A file that is not there has no stamp.
struct MediaVerdict {
  std::filesystem::path path;
  std::optional<FileStamp> stamp;
  std::variant<audio::MediaInfo, audio::MediaFault> result;
};

using MediaSource = decltype(schedules::Item::source);

class MediaWorker {
 public:
  using Done = std::function<void(const std::string& key, MediaVerdict verdict)>;

  // `done` is called on the worker's own thread.
  MediaWorker(MediaFolders folders, Done done);
  // Does not wait for a file that is being decoded: what becomes of it is then dropped.
  ~MediaWorker();

  // Thread-safe. `soon` goes to the front of the queue. A relay must not be asked for.
  void look_at(const std::string& key, const MediaSource& source, bool soon);

  // Thread-safe. Gives up what no week needs (disk_budget.h) once nothing is left to look at.
  void tidy(DiskNeeds needs);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace loa::daemon
