#include "audio/decoder/input.h"

extern "C" {
#include <libavutil/opt.h>
}

#include <unistd.h>

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "audio/decoder/failure.h"
#include "audio/decoder/sandbox.h"

namespace loa::audio {
namespace {

constexpr std::int64_t kRelayProbeBytes = 32L * 1024;  // 2 s at 128 kbit/s: a relay sends no faster
constexpr const char* kRelayFormats = "aac,flac,mp3,mpegts,ogg,rtp,rtsp,sdp,wav";
constexpr std::array<std::string_view, 3> kConnected{"http", "https", "udp"};
constexpr std::array<std::string_view, 2> kDescribed{"rtp", "rtsp"};

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

// What the server calls it, in small letters; "" if it says nothing.
std::string mime_type_of(AVIOContext* io) {
  std::uint8_t* text = nullptr;
  if (av_opt_get(io, "mime_type", AV_OPT_SEARCH_CHILDREN, &text) < 0) return {};
  std::string name(reinterpret_cast<const char*>(text));
  av_free(text);
  std::ranges::transform(name, name.begin(),
                         [](char c) { return static_cast<char>(av_tolower(c)); });
  return name;
}

// MPEG-TS over UDP; else what the server names; null leaves it to libav.
const AVInputFormat* format_of(const std::string& url, const std::string& mime_type) {
  if (url.starts_with("udp:")) return av_find_input_format("mpegts");
  const auto* found = std::ranges::find(kMimeTypes, mime_type, &MimeType::name);
  return found == kMimeTypes.end() ? nullptr : av_find_input_format(found->format);
}

// Servers often call one text/plain.
bool is_play_list(const std::string& url, const std::string& mime_type) {
  return url.substr(0, url.find_first_of("?#")).ends_with(".m3u8") ||
         std::ranges::find(kPlayLists, mime_type.substr(0, mime_type.find(';'))) !=
             kPlayLists.end();
}

bool is_one_of(std::span<const std::string_view> schemes, std::string_view url) {
  return std::ranges::find(schemes, url.substr(0, url.find("://"))) != schemes.end();
}

}  // namespace

Input Input::relay(const std::string& url) {
  Input input(kRelayFormats, kRelayProtocols);
  input.endless_ = true;
  input.context_->probesize = kRelayProbeBytes;
  input.source_->patience.begin();
  input.context_->interrupt_callback = input.source_->patience.callback();
  avformat_network_init();
  ::alarm(kConnectSeconds);
  if (is_one_of(kConnected, url)) {
    input.parse_connected(url);
  } else if (is_one_of(kDescribed, url)) {
    input.parse(url.c_str(), nullptr);
    enter(Sandbox::relay);
  } else {
    throw Failure("refused", "not an address that can be relayed");
  }
  input.learn_streams();
  return input;
}

void Input::parse_connected(const std::string& url) {
  AVIOContext* io = connect_to(url, context_->interrupt_callback);
  const std::string mime_type = mime_type_of(io);
  if (!url.starts_with("udp:") && is_play_list(url, mime_type)) {
    avio_closep(&io);  // it is asked for again, by who may ask for the pieces
    return follow_play_list(url);
  }
  context_->pb = io;
  enter(Sandbox::relay);
  parse(url.c_str(), format_of(url, mime_type));
}

}  // namespace loa::audio
