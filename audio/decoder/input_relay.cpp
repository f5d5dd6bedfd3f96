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
#include "base/clock.h"

namespace loa::audio {
namespace {

constexpr std::int64_t kRelayProbeBytes = 32L * 1024;  // 2 s at 128 kbit/s: a relay sends no faster
constexpr unsigned kConnectSeconds = 20;
constexpr const char* kRelayFormats = "aac,flac,mp3,mpegts,ogg,rtp,rtsp,sdp,wav";
constexpr std::array<std::string_view, 3> kConnected{"http", "https", "udp"};
constexpr std::array<std::string_view, 2> kDescribed{"rtp", "rtsp"};
constexpr const char* kProtocols = "http,https,tcp,tls,udp,rtp,rtsp";

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

// MPEG-TS over UDP; else what the server names; null leaves it to libav.
const AVInputFormat* format_of(const std::string& url, AVIOContext* io) {
  if (url.starts_with("udp:")) return av_find_input_format("mpegts");
  std::uint8_t* text = nullptr;
  if (io == nullptr || av_opt_get(io, "mime_type", AV_OPT_SEARCH_CHILDREN, &text) < 0) {
    return nullptr;
  }
  const std::string name(reinterpret_cast<const char*>(text));
  av_free(text);
  const auto* found = std::ranges::find(kMimeTypes, name, &MimeType::name);
  return found == kMimeTypes.end() ? nullptr : av_find_input_format(found->format);
}

bool is_one_of(std::span<const std::string_view> schemes, std::string_view url) {
  return std::ranges::find(schemes, url.substr(0, url.find("://"))) != schemes.end();
}

}  // namespace

Input Input::relay(const std::string& url) {
  Input input(kRelayFormats, kProtocols);
  input.endless_ = true;
  input.context_->probesize = kRelayProbeBytes;
  input.source_->waiting_since = base::steady_now();
  input.context_->interrupt_callback = {&Source::silent_too_long, input.source_.get()};
  avformat_network_init();
  ::alarm(kConnectSeconds);  // looking up a name cannot be interrupted otherwise
  if (is_one_of(kConnected, url)) {
    input.connect(url);
    enter(Sandbox::relay);
    input.parse(url.c_str(), format_of(url, input.context_->pb));
  } else if (is_one_of(kDescribed, url)) {
    input.parse(url.c_str(), nullptr);
    enter(Sandbox::relay);
  } else {
    throw Failure("refused", "not an address that can be relayed");
  }
  input.learn_streams();
  return input;
}

void Input::connect(const std::string& url) {
  AVDictionary* options = nullptr;
  av_dict_set(&options, "protocol_whitelist", kProtocols, 0);
  av_dict_set(&options, "seekable", "0", 0);   // seeking would connect anew
  av_dict_set(&options, "fifo_size", "0", 0);  // udp: no thread of its own
  av_dict_set(&options, "user_agent", "Loa", 0);
  const int opened = avio_open2(&context_->pb, url.c_str(), AVIO_FLAG_READ,
                                &context_->interrupt_callback, &options);
  av_dict_free(&options);
  if (opened < 0) throw Failure("refused", words_for(opened));
}

}  // namespace loa::audio
