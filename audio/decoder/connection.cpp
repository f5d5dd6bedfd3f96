#include "audio/decoder/connection.h"

#include "audio/decoder/failure.h"
#include "base/clock.h"

namespace loa::audio {
namespace {

constexpr base::Duration kSilence = std::chrono::seconds{10};

}  // namespace

void Patience::begin() { since_ = base::steady_now(); }

int Patience::is_over(void* opaque) {
  const auto& patience = *static_cast<Patience*>(opaque);
  return base::steady_now() - patience.since_ > kSilence ? 1 : 0;
}

AVIOContext* connect_to(const std::string& url, const AVIOInterruptCB& patience) {
  AVDictionary* options = nullptr;
  av_dict_set(&options, "protocol_whitelist", kRelayProtocols, 0);
  av_dict_set(&options, "seekable", "0", 0);   // seeking would connect anew
  av_dict_set(&options, "fifo_size", "0", 0);  // udp: no thread of its own
  av_dict_set(&options, "user_agent", "Loa", 0);
  AVIOContext* io = nullptr;
  const int opened = avio_open2(&io, url.c_str(), AVIO_FLAG_READ, &patience, &options);
  av_dict_free(&options);
  if (opened < 0) throw Failure("refused", words_for(opened));
  return io;
}

}  // namespace loa::audio
