// Fetches the media that signed weeks name and the station lacks: carries out what the machine
// (media_fetch.h) decides.
#pragma once

#include <functional>
#include <memory>

#include "base/timers.h"
#include "daemon/media_fetch.h"
#include "daemon/media_origin.h"
#include "daemon/media_shelf.h"

namespace loa::daemon {

struct MediaFetcherEvents {
  std::function<void(const WantedMedia& media)> come;   // one is there now
  std::function<void(const WantedMedia& media)> wrong;  // and one was not what was signed
};

// One thread, the loop's. Blocks on nothing.
class MediaFetcher {
 public:
  // All of it outlives this.
  MediaFetcher(MediaFetch machine, base::Timers& timers, MediaOrigin& origin, MediaShelf& shelf,
               MediaFetcherEvents events);
  ~MediaFetcher();

  void start();
  // As MediaFetch::want(); `needs`: all that the weeks name, which is not given up for it.
  void want(std::vector<WantedMedia> wanted, DiskNeeds needs);
  MediaFetchView view() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace loa::daemon
