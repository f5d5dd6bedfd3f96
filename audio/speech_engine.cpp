#include "audio/speech_engine.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <string_view>
#include <system_error>
#include <vector>

#include "audio/child_process.h"
#include "audio/wav_header.h"
#include "base/clock.h"
#include "base/descriptor_io.h"

namespace loa::audio {
namespace {

constexpr std::string_view kVoiceField = "{voice}";
// 45 minutes of what espeak-ng speaks: the longest text of a week fits.
constexpr std::uint64_t kMostSound = 120'000'000;

std::string with_voice(std::string argument, const std::string& voice) {
  for (auto at = argument.find(kVoiceField); at != std::string::npos;
       at = argument.find(kVoiceField, at + voice.size())) {
    argument.replace(at, kVoiceField.size(), voice);
  }
  return argument;
}

[[noreturn]] void fail_on(const std::string& engine, const std::string& vi, const std::string& en) {
  throw SpeechFailure({fmt::format("Chương trình đọc “{}” {}", engine, vi),
                       fmt::format("The speech program “{}” {}", engine, en)});
}

[[noreturn]] void fail_errno(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

// One text on its way through one child.
class Talk {
 public:
  Talk(const SpeechSettings& settings, std::string_view text, const std::string& voice,
       const std::filesystem::path& wav)
      : name_(settings.command.front()),
        deadline_(base::steady_now() + settings.patience),
        text_(text),
        wav_(::open(wav.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)) {
    if (!wav_.is_open()) fail_errno(wav.string());
    start(settings, voice);
  }

  void run() {
    while (sound_.is_open()) {
      if (base::steady_now() >= deadline_) fail_late();
      wait();
      feed();
      take();
    }
    if (!child_->ended_within(deadline_ - base::steady_now())) fail_late();
    judge();
  }

 private:
  void start(const SpeechSettings& settings, const std::string& voice) {
    std::vector<std::string> arguments;
    for (std::size_t i = 1; i < settings.command.size(); ++i) {
      arguments.push_back(with_voice(settings.command[i], voice));
    }
    Pipe input = Pipe::to_child();
    Pipe output = Pipe::make();
    try {
      child_ =
          std::make_unique<ChildProcess>(name_, arguments, input.read.get(), output.write.get());
    } catch (const std::system_error& error) {
      const auto why = error.code().message();
      fail_on(name_, "không chạy được: " + why, "cannot be run: " + why);
    }
    text_pipe_ = std::move(input.write);
    sound_ = std::move(output.read);
    ::fcntl(text_pipe_.get(), F_SETFL, O_NONBLOCK);
    ::fcntl(sound_.get(), F_SETFL, O_NONBLOCK);
  }

  void wait() const {
    std::array<pollfd, 2> fds{pollfd{sound_.get(), POLLIN, 0},
                              pollfd{text_pipe_.get(), POLLOUT, 0}};
    ::poll(fds.data(), text_pipe_.is_open() ? 2 : 1, 100);
  }

  void feed() {
    if (!text_pipe_.is_open()) return;
    const ssize_t done = ::send(text_pipe_.get(), text_.data(), text_.size(), MSG_NOSIGNAL);
    if (done > 0) text_.remove_prefix(static_cast<std::size_t>(done));
    const bool gone = done < 0 && errno != EAGAIN && errno != EINTR;
    if (gone || text_.empty()) text_pipe_.reset();
  }

  void take() {
    const ssize_t got = ::read(sound_.get(), chunk_.data(), chunk_.size());
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0) return sound_.reset();
    bytes_ += static_cast<std::uint64_t>(got);
    if (bytes_ > kMostSound) fail_on(name_, "ghi ra quá nhiều âm thanh.", "writes too much sound.");
    base::write_all(wav_.get(), {chunk_.data(), static_cast<std::size_t>(got)});
  }

  [[noreturn]] void fail_late() const {
    fail_on(name_, "đọc quá lâu, đã bị dừng.", "took too long and was stopped.");
  }

  void judge() const {
    if (!child_->succeeded()) {
      const auto how = child_->how_it_ended();
      fail_on(name_, "dừng giữa chừng: " + how, "ended before its time: " + how);
    }
    const auto state = settle_wav(wav_.get(), bytes_);
    if (state == WavState::silent) fail_on(name_, "không đọc gì.", "said nothing.");
    if (state == WavState::not_wav) {
      fail_on(name_, "ghi ra thứ không phải WAV.", "writes something that is no WAV.");
    }
  }

  const std::string name_;
  const base::Steady deadline_;
  std::string_view text_;  // what is left to be handed over
  Fd wav_;
  Fd text_pipe_;
  Fd sound_;
  std::unique_ptr<ChildProcess> child_;
  std::uint64_t bytes_ = 0;
  std::array<char, 65536> chunk_{};
};

}  // namespace

void run_engine(const SpeechSettings& settings, const std::string& text, const std::string& voice,
                const std::filesystem::path& wav) {
  Talk(settings, text, voice, wav).run();
}

}  // namespace loa::audio
