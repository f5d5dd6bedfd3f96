#include "daemon/microphone.h"

#include <sys/socket.h>

#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "audio/live_feed.h"

namespace loa::daemon {
namespace {

constexpr base::Duration kSpeakerLookEvery = std::chrono::milliseconds{100};

float sample_at(std::string_view bytes, std::size_t index) {
  const auto low = static_cast<unsigned char>(bytes[2 * index]);
  const auto high = static_cast<unsigned char>(bytes[2 * index + 1]);
  return static_cast<float>(static_cast<std::int16_t>(low | high << 8)) / 32768.0F;
}

}  // namespace

MicrophoneDesk::~MicrophoneDesk() { timers_.cancel(timer_); }

Played MicrophoneDesk::begin(ManualPlay play, const std::string& who, SpokenAs as) {
  if (speaker_) {
    throw AirTaken("microphone-taken", {"người khác đang nói qua trang này",
                                        "somebody else is speaking over the page"});
  }
  auto feed = std::make_shared<audio::LiveFeed>();
  audio::Fd packets;
  if (as == SpokenAs::opus) {
    auto pipe = audio::Pipe::of_packets();
    feed->packets = std::move(pipe.read);
    packets = std::move(pipe.write);
  }
  play.media.feed = feed;
  play.media.source = "page";
  auto played = put_on_air(station_, play);
  if (const auto* begun = std::get_if<Begun>(&played)) {
    const auto attach_by = timers_.now().steady + kPatience;
    speaker_ = std::make_unique<Speaker>(
        Speaker{who, begun->occurrence, attach_by, feed, std::move(packets)});
    look();
  }
  return played;
}

bool MicrophoneDesk::expects(const std::string& occurrence, const std::string& who) const {
  return speaker_ && !speaker_->socket && speaker_->occurrence == occurrence &&
         speaker_->who == who;
}

protocol::SocketEvents MicrophoneDesk::attach(const std::string& occurrence, const std::string& who,
                                              std::shared_ptr<protocol::HttpSocket> socket) {
  if (!expects(occurrence, who)) {
    socket->close();
    return {[](std::string_view) {}, [](bool) {}};
  }
  speaker_->socket = std::move(socket);
  tell("waiting");
  const auto mine = [this, occurrence, alive = std::weak_ptr(alive_)] {
    return !alive.expired() && speaker_ && speaker_->occurrence == occurrence;
  };
  return {[this, mine](std::string_view message) {
            if (mine()) received(message);
          },
          [this, mine](bool orderly) {
            if (mine()) closed(orderly);
          }};
}

void MicrophoneDesk::received(std::string_view message) {
  if (speaker_->packets.is_open()) return pass_on(message);
  take_samples(message);
}

// Unread: what it holds is the decoder's to find out. One that does not fit into the socket, since
// nothing sounds yet or no more, is dropped; an empty one would be the end.
void MicrophoneDesk::pass_on(std::string_view packet) {
  if (packet.empty() || packet.size() > audio::LiveFeed::kMostPacket) return;
  ::send(speaker_->packets.get(), packet.data(), packet.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
}

// Half a sample is no sample.
void MicrophoneDesk::take_samples(std::string_view samples) {
  std::vector<float> floats(samples.size() / 2);
  for (std::size_t i = 0; i < floats.size(); ++i) floats[i] = sample_at(samples, i);
  speaker_->feed->ring.put(floats);
}

// What was said before goodbye is heard to its end. What breaks off is told as that.
void MicrophoneDesk::closed(bool orderly) {
  speaker_->socket.reset();
  const std::string occurrence = speaker_->occurrence;
  if (orderly && station_.has_begun(occurrence) == true) {
    speaker_->feed->over.store(true, std::memory_order_release);
    return finish();
  }
  finish();
  station_.withdraw(occurrence, orderly ? "stopped" : "microphone-lost");
}

// Whether it is over, for whatever reason, and whether the page came at all.
void MicrophoneDesk::look() {
  const auto begun = station_.has_begun(speaker_->occurrence);
  const bool absent = !speaker_->socket && timers_.now().steady > speaker_->attach_by;
  if (begun && absent) return closed(false);
  if (!begun) {
    tell("over");
    if (speaker_->socket) speaker_->socket->close();
    return finish();
  }
  if (*begun) tell("on-air");
  timer_ = timers_.at(timers_.now().steady + kSpeakerLookEvery, [this] { look(); });
}

void MicrophoneDesk::tell(const std::string& state) {
  if (!speaker_->socket || std::exchange(speaker_->told, state) == state) return;
  speaker_->socket->send(nlohmann::json{{"state", state}}.dump());
}

void MicrophoneDesk::finish() {
  timers_.cancel(timer_);
  timer_ = 0;
  speaker_.reset();
}

}  // namespace loa::daemon
