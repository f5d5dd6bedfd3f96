// Looks at media on two threads: one decodes each file once, the other makes what must be made, so
// that a speech engine that hangs holds no file back, nor a long file a word. What is known is
// remembered.
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

// Who waits for it, the most urgent last.
enum class Urgency { week, day, somebody };

class MediaWorker {
 public:
  using Done = std::function<void(const std::string& key, MediaVerdict verdict)>;

  // `done` is called on the worker's own threads, on one at a time.
  MediaWorker(MediaFolders folders, Done done);
  // Does not wait for a file that is being decoded or a text that is being spoken: what becomes of
  // it is then dropped.
  ~MediaWorker();

  // Thread-safe. Goes behind what is as urgent. A relay must not be asked for.
  void look_at(const std::string& key, const MediaSource& source, Urgency urgency);

  // Thread-safe. Reads the bytes of `path` again, which is what is known of `source`: `done` is
  // called only if they are other ones, as after look_at(). Size and time tell nothing of a worn
  // card.
  void read_again(const std::string& key, const MediaSource& source,
                  const std::filesystem::path& path);

  // Thread-safe. What was asked for and has not been begun is at least so urgent from now on.
  void hurry(const std::string& key, Urgency urgency);

  // Thread-safe. Gives up what no week needs (disk_budget.h) once no sound is left to make.
  void tidy(DiskNeeds needs);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace loa::daemon
