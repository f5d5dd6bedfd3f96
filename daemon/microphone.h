// The page's microphone: who speaks into it is on the air over a WebSocket (docs/am-thanh.md).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "audio/child_process.h"
#include "base/timers.h"
#include "daemon/by_hand.h"
#include "protocol/http.h"

namespace loa::audio {
struct LiveFeed;
}

namespace loa::daemon {

// What a page sends: samples at 48 kHz, mono, signed 16 bits, little endian; or packets of Opus,
// each a message of its own.
enum class SpokenAs { samples, opus };

// One person speaks at a time. What they say is a live play like any other, and ends with its
// longest time; it also ends when the page goes or falls silent. The loop's thread.
class MicrophoneDesk {
 public:
  // Between the word and the socket.
  static constexpr base::Duration kPatience = std::chrono::seconds{5};

  MicrophoneDesk(base::Timers& timers, Station& station) : timers_(timers), station_(station) {}
  ~MicrophoneDesk();
  MicrophoneDesk(const MicrophoneDesk&) = delete;
  MicrophoneDesk& operator=(const MicrophoneDesk&) = delete;

  // Puts it on the air; `who` may send its sound from now on. `play` has its length. Throws
  // AirTaken: as Station::play(), and "microphone-taken" while somebody else speaks.
  Played begin(ManualPlay play, const std::string& who, SpokenAs as = SpokenAs::samples);
  // Whether `who` waits for their socket of this occurrence.
  bool expects(const std::string& occurrence, const std::string& who) const;
  // One that is not expected (any more) is closed. It is told what becomes of it: {"state":
  // "waiting" | "on-air" | "over"}.
  protocol::SocketEvents attach(const std::string& occurrence, const std::string& who,
                                std::shared_ptr<protocol::HttpSocket> socket);

 private:
  struct Speaker {
    std::string who;
    std::string occurrence;
    base::Steady attach_by{};
    std::shared_ptr<audio::LiveFeed> feed;
    audio::Fd packets{};                             // Opus, to a decoder; not open: samples
    std::shared_ptr<protocol::HttpSocket> socket{};  // null until it comes
    std::string told{};                              // the last state
  };

  void received(std::string_view message);
  void take_samples(std::string_view samples);
  void pass_on(std::string_view packet);
  void closed(bool orderly);
  void look();
  void tell(const std::string& state);
  void finish();

  base::Timers& timers_;
  Station& station_;
  std::unique_ptr<Speaker> speaker_;  // null while nobody speaks
  base::Timers::Id timer_ = 0;
  std::shared_ptr<int> alive_ = std::make_shared<int>(0);  // sockets may outlive the desk
};

}  // namespace loa::daemon
