// Where the player finds what an item sounds like. The real one (media_library) works ahead on its
// own thread; the player only asks what is ready.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "audio/air.h"
#include "base/language.h"
#include "base/time.h"
#include "schedules/model.h"

namespace loa::daemon {

// Something that can sound at once.
struct ReadyMedia {
  std::string source;  // audio::Cue::source
  bool relay = false;
  base::Duration length{0};
  std::string sha256;                          // of the media, hexadecimal; "" for a relay
  float gain = 1.0F;                           // linear, towards the station's loudness
  std::vector<std::string> other_addresses{};  // of a relay
  std::vector<audio::StandIn> stand_ins{};     // for a relay that is silent
  std::shared_ptr<audio::LiveFeed> feed{};     // audio::Cue::feed
  // What to say if only a part of it can be heard; `length` is that part's.
  std::optional<base::Text> damage = std::nullopt;
};

struct MissingMedia {
  std::string code;  // media-missing, media-damaged, not-ready...: goes into the journal as reason
  base::Text message;
};

using Media = std::variant<ReadyMedia, MissingMedia>;

// What is missing of it, all or a part; nothing if it sounds as it is written.
std::optional<MissingMedia> shortcoming_of(const Media& media);

class Library {
 public:
  virtual ~Library() = default;
  // Never blocks beyond a stat(2): says again, at the last moment, whether the file is what it was.
  virtual Media find(const schedules::Item& item) = 0;
  // It is to sound soon: reads the bytes of its file once more, where one is known, beside what
  // else is done. If they are not what they were, find() says so afterwards.
  virtual void read_again(const schedules::Item& /*item*/) {}
};

}  // namespace loa::daemon
