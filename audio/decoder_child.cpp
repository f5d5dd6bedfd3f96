#include "audio/decoder_child.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <system_error>

#include "audio/child_process.h"
#include "audio/frame_stream.h"
#include "audio/media_file.h"

namespace loa::audio {
namespace {

// 2.7 s of sound. A kernel that grants less (pipe-user-pages-soft) leaves the default of 64 KiB.
constexpr int kPipeBytes = 1024 * 1024;

// A child whose pipe has closed is about to end; it gets this long to say how.
constexpr base::Duration kLastWord = std::chrono::milliseconds{10};

std::vector<std::string> arguments_for(const DecoderRequest& request) {
  if (request.packets >= 0) return {"packets"};
  if (request.relay) return {"relay", request.source};
  return {"play", "--first-frame", std::to_string(request.first_frame)};
}

}  // namespace

struct DecoderChild::Impl {
  Impl(const std::filesystem::path& decoder, const DecoderRequest& request) {
    Fd media;
    try {
      if (!request.relay && request.packets < 0) media = open_media_file(request.source);
    } catch (const std::system_error& error) {
      stream.closed(error.what());
      return;
    }
    start(decoder, request, request.packets >= 0 ? request.packets : media.get());
  }

  void start(const std::filesystem::path& decoder, const DecoderRequest& request, int media) {
    Pipe made = Pipe::make();
    ::fcntl(made.write.get(), F_SETPIPE_SZ, kPipeBytes);
    ::fcntl(made.read.get(), F_SETFL, O_NONBLOCK);
    child =
        std::make_unique<ChildProcess>(decoder, arguments_for(request), media, made.write.get());
    pipe = std::move(made.read);
  }

  // Whole frames that came into `out`; nothing if nothing came.
  std::optional<std::size_t> refill(std::span<float> out) {
    const std::span<std::uint8_t> space = stream.space(out);
    const ssize_t got = ::read(pipe.get(), space.data(), space.size());
    if (got > 0) return stream.filled(static_cast<std::size_t>(got), out);
    if (got == 0) stream.closed(last_word());
    if (got < 0 && errno != EAGAIN && errno != EINTR) stream.closed("cannot read from the decoder");
    return std::nullopt;
  }

  std::string last_word() {
    if (!child->ended_within(kLastWord)) return "decoder closed its pipe and lives";
    return fmt::format("decoder ended without a word: {}", child->how_it_ended());
  }

  FrameStream stream;
  Fd pipe;
  std::unique_ptr<ChildProcess> child;
};

DecoderChild::DecoderChild(const std::filesystem::path& decoder, const DecoderRequest& request)
    : impl_(std::make_unique<Impl>(decoder, request)) {}

DecoderChild::~DecoderChild() = default;

int DecoderChild::fd() const { return state() == State::running ? impl_->pipe.get() : -1; }

std::size_t DecoderChild::read(std::span<float> out) {
  std::size_t frames = 0;
  while (frames * 2 + 1 < out.size() && state() == State::running) {
    const auto more = impl_->refill(out.subspan(frames * 2));
    if (!more) break;
    frames += *more;
  }
  return frames;
}

DecoderChild::State DecoderChild::state() const {
  switch (impl_->stream.state()) {
    case FrameStream::State::open:
      return State::running;
    case FrameStream::State::ended:
      return State::ended;
    case FrameStream::State::failed:
      break;
  }
  return State::failed;
}

const std::string& DecoderChild::detail() const { return impl_->stream.detail(); }

std::uint64_t DecoderChild::lies() const { return impl_->stream.lies(); }

}  // namespace loa::audio
