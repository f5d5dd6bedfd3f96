// Decides which of the media that signed weeks name is fetched from the centre, and when: a machine
// without I/O.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/crypto.h"
#include "base/spread.h"
#include "base/time.h"

namespace loa::daemon {

// A file that is not at the station.
struct WantedMedia {
  base::Sha256 hash{};
  std::uint64_t bytes = 0;  // as they were signed
  std::string path;         // as the week calls it, for people
};

// For people. Faults: media-wrong, media-no-room, while such a file is wanted.
struct MediaFetchView {
  std::size_t files = 0;         // that are wanted
  std::uint64_t bytes_left = 0;  // of all of them, as far as it is known
  std::string path;              // of the one under way; "" if none is
  std::string problem;           // unreachable, absent (the centre has not got it); "" for none
  std::vector<std::string> faults;
};

class MediaFetch {
 public:
  static constexpr std::uint64_t kPiece = 256UL * 1024;
  // Between two pieces, for whatever else the line and the disk are for.
  static constexpr base::Duration kPause = std::chrono::milliseconds{50};
  // After an answer that did not come: everything waits.
  static constexpr base::Duration kFirstRetry = std::chrono::seconds{5};
  static constexpr base::Duration kLastRetry = std::chrono::minutes{5};
  // The others go on meanwhile.
  static constexpr base::Duration kFirstAbsent = std::chrono::minutes{1};
  static constexpr base::Duration kLastAbsent = std::chrono::minutes{30};
  static constexpr base::Duration kFirstWrong = std::chrono::minutes{10};
  static constexpr base::Duration kLastWrong = std::chrono::hours{6};
  static constexpr base::Duration kNoRoom = std::chrono::minutes{10};
  // A file that has come and is asked for again is looked at again after this.
  static constexpr base::Duration kTrusted = std::chrono::minutes{10};

  // What to do next; it ends with one of the calls below.
  struct Open {  // look how much of it is there, and whether it has room: opened, no_room, finished
    WantedMedia media;
  };
  struct Ask {  // that piece: received, absent, wrong, failed, no_room
    base::Sha256 hash{};
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
    std::uint64_t bytes = 0;  // of the whole
  };
  struct Finish {  // hash it, and keep it: finished, wrong, no_room
    base::Sha256 hash{};
  };
  using Action = std::variant<std::monostate, Open, Ask, Finish>;

  // `seed` (of station and boot) places the first attempt in `window` and spreads retries.
  MediaFetch(std::uint64_t seed, base::Duration window) : spread_(seed), window_(window) {}

  void start(base::Steady now);
  // All that is wanted, what is needed first first. A piece that is under way comes to its end.
  void want(base::Steady now, std::vector<WantedMedia> wanted);
  // One thing at a time.
  Action step(base::Steady now);

  void opened(base::Steady now, std::uint64_t begun);  // begun <= bytes
  void received(base::Steady now, std::uint64_t bytes);
  void finished(base::Steady now);
  // It is not what was signed. A file that was gone on with, `resumed`, may have suffered here: it
  // is fetched anew, once, and that is false.
  bool wrong(base::Steady now, bool resumed);
  void absent(base::Steady now);
  void no_room(base::Steady now);
  void failed(base::Steady now);

  std::optional<base::Steady> next_wakeup() const;
  MediaFetchView view() const;

 private:
  enum class Why { there, absent, anew, wrong, no_room };
  // Why one is not asked for now.
  struct Rest {
    Why why = Why::there;
    base::Steady until{};
    int times = 0;
  };
  struct Current {
    WantedMedia media;
    std::optional<std::uint64_t> begun;  // nothing until it was opened
  };

  base::Steady may_begin(const WantedMedia& media) const;
  const WantedMedia* next(base::Steady now) const;
  void rest(base::Steady now, Why why, base::Duration first, base::Duration last);
  void answered();

  base::Spread spread_;
  base::Duration window_;
  std::optional<base::Steady> not_before_;  // nothing before start()
  base::Duration retry_ = kFirstRetry;
  bool unreachable_ = false;
  bool busy_ = false;
  std::vector<WantedMedia> wanted_;
  std::map<base::Sha256, Rest> rests_;
  std::optional<Current> current_;
};

}  // namespace loa::daemon
