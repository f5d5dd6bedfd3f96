#include "audio/stream_source.h"

#include "audio/alsa_capture.h"
#include "audio/decoder_child.h"
#include "audio/line_source.h"

namespace loa::audio {
namespace {

class CalledStream final : public StreamSource {
 public:
  CalledStream(const std::string& address, const std::filesystem::path& decoder)
      : decoder_(decoder, DecoderRequest{address, true, 0}) {}

  int fd() const override { return decoder_.fd(); }
  std::size_t read(std::span<float> out) override { return decoder_.read(out); }
  std::optional<std::string> over() const override {
    if (decoder_.state() == DecoderChild::State::running) return std::nullopt;
    return decoder_.detail().empty() ? "the relay ended" : decoder_.detail();
  }

 private:
  DecoderChild decoder_;
};

}  // namespace

std::unique_ptr<StreamSource> open_stream(const std::string& address,
                                          const std::filesystem::path& decoder) {
  if (auto device = capture_device(address)) return std::make_unique<LineSource>(*device);
  return std::make_unique<CalledStream>(address, decoder);
}

}  // namespace loa::audio
