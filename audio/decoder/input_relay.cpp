#include "audio/decoder/input.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "audio/decoder/failure.h"
#include "audio/decoder/http.h"
#include "audio/decoder/sandbox.h"

namespace loa::audio {
namespace {

constexpr std::int64_t kRelayProbeBytes = 32L * 1024;  // 2 s at 128 kbit/s: a relay sends no faster
constexpr const char* kRelayFormats = "aac,flac,mp3,mpegts,ogg,rtp,rtsp,wav";
constexpr const char* kRelayProtocols = "tcp,udp,rtp";  // by which rtsp and rtp come
constexpr std::array<std::string_view, 2> kAsked{"http", "https"};

// Guessing the format of a stream that began long ago costs libav half a minute of it.
struct MimeType {
  std::string_view name;
  const char* format;
};
constexpr std::array<MimeType, 6> kMimeTypes{{{"audio/mpeg", "mp3"},
                                              {"audio/aac", "aac"},
                                              {"audio/aacp", "aac"},
                                              {"application/ogg", "ogg"},
                                              {"audio/ogg", "ogg"},
                                              {"audio/flac", "flac"}}};

constexpr std::array<std::string_view, 3> kPlayLists{"application/vnd.apple.mpegurl",
                                                     "application/x-mpegurl", "audio/mpegurl"};

// What the server names; null leaves it to libav.
const AVInputFormat* format_of(const std::string& mime_type) {
  const auto* found = std::ranges::find(kMimeTypes, mime_type, &MimeType::name);
  return found == kMimeTypes.end() ? nullptr : av_find_input_format(found->format);
}

// Servers often call one text/plain.
bool is_play_list(const std::string& url, const std::string& mime_type) {
  return url.substr(0, url.find_first_of("?#")).ends_with(".m3u8") ||
         std::ranges::find(kPlayLists, mime_type) != kPlayLists.end();
}

std::string_view scheme_of(std::string_view url) { return url.substr(0, url.find("://")); }

}  // namespace

Input Input::relay(const std::string& url) {
  Input input(kRelayFormats, kRelayProtocols);
  input.endless_ = true;
  input.context_->probesize = kRelayProbeBytes;
  input.source_->patience.begin();
  input.context_->interrupt_callback = input.source_->patience.callback();
  avformat_network_init();
  ::alarm(kConnectSeconds);
  const std::string_view scheme = scheme_of(url);
  if (std::ranges::find(kAsked, scheme) != kAsked.end()) {
    input.parse_answer(url);
  } else if (scheme == "udp") {
    input.context_->pb = listen_at(url, input.context_->interrupt_callback);
    enter(Sandbox::relay);
    input.parse(url.c_str(), av_find_input_format("mpegts"));
  } else if (scheme == "rtp") {
    input.parse(url.c_str(), av_find_input_format("rtp"));
    enter(Sandbox::relay);
  } else if (scheme == "rtsp") {
    input.parse_session(url);
  } else {
    throw Failure("refused", "not an address that can be relayed");
  }
  input.learn_streams();
  return input;
}

void Input::parse_answer(const std::string& url) {
  const Answer answer = ask(url, context_->interrupt_callback);
  // A play list is asked for again, by who may ask for the pieces.
  if (is_play_list(url, answer.mime_type)) return follow_play_list(url);
  context_->pb = answer.body;
  enter(Sandbox::relay);
  parse(url.c_str(), format_of(answer.mime_type));
}

// Everything over the one connection: over UDP the server names whom packets go to and come from.
void Input::parse_session(const std::string& url) {
  source_->patience.close_door_once_connected();
  AVDictionary* options = nullptr;
  av_dict_set(&options, "rtsp_transport", "tcp", 0);
  try {
    parse(url.c_str(), av_find_input_format("rtsp"), &options);
  } catch (const Failure& failure) {
    if (failure.what() != words_for(AVERROR(EACCES))) throw;
    throw Failure("refused", "it redirects to another server, or wants another connection");
  }
  av_dict_free(&options);
}

}  // namespace loa::audio
