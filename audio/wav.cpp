#include "audio/wav.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <system_error>

namespace loa::audio {
namespace {

constexpr std::uint64_t kHeaderBytes = 44;
constexpr std::uint64_t kMostBytes = 0xFFFFFFFF - kHeaderBytes;

[[noreturn]] void fail(const std::string& path, int error) {
  throw std::system_error(error, std::generic_category(), path);
}

class LittleEndian {
 public:
  void tag(const char* four) {
    for (int i = 0; i < 4; ++i) put(four[i]);
  }
  void u16(int value) { number(static_cast<std::uint32_t>(value), 2); }
  void u32(std::uint64_t value) { number(static_cast<std::uint32_t>(value), 4); }
  const std::array<std::uint8_t, kHeaderBytes>& bytes() const { return bytes_; }

 private:
  void put(char value) { bytes_[at_++] = static_cast<std::uint8_t>(value); }
  void number(std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) put(static_cast<char>(value >> (8 * i)));
  }
  std::array<std::uint8_t, kHeaderBytes> bytes_{};
  std::size_t at_ = 0;
};

// "Multimedia Programming Interface and Data Specifications 1.0" (IBM, Microsoft, 1991), WAVE.
std::array<std::uint8_t, kHeaderBytes> header(int rate, int channels, std::uint64_t data_bytes) {
  LittleEndian out;
  const int frame_bytes = channels * 2;
  out.tag("RIFF"), out.u32(data_bytes + kHeaderBytes - 8), out.tag("WAVE");
  out.tag("fmt "), out.u32(16), out.u16(1), out.u16(channels);
  out.u32(static_cast<std::uint64_t>(rate));
  out.u32(static_cast<std::uint64_t>(rate) * static_cast<std::uint64_t>(frame_bytes));
  out.u16(frame_bytes), out.u16(16);
  out.tag("data"), out.u32(data_bytes);
  return out.bytes();
}

}  // namespace

WavWriter::WavWriter(const std::filesystem::path& path, int rate, int channels)
    : path_(path.string()), rate_(rate), channels_(channels) {
  fd_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd_ < 0) fail(path_, errno);
  try {
    patch_sizes();
  } catch (...) {
    ::close(fd_);
    throw;
  }
}

WavWriter::~WavWriter() {
  try {
    close();
  } catch (const std::system_error&) {
    // Whoever cares has called close().
  }
}

void WavWriter::write(std::span<const float> samples) {
  const auto frame_bytes = static_cast<std::uint64_t>(channels_) * 2;
  const std::uint64_t at = frames_ * frame_bytes;
  if (at + samples.size() * 2 > kMostBytes) fail(path_, EFBIG);
  bytes_.clear();
  for (const float sample : samples) {
    const float clipped = std::isnan(sample) ? 0.0F : std::clamp(sample, -1.0F, 1.0F);
    const auto value = static_cast<std::int16_t>(std::lrintf(clipped * 32767.0F));
    bytes_.push_back(static_cast<std::uint8_t>(value & 0xFF));
    bytes_.push_back(static_cast<std::uint8_t>((value >> 8) & 0xFF));
  }
  put(bytes_, kHeaderBytes + at);
  frames_ += samples.size() / static_cast<std::size_t>(channels_);
  if (frames_ - frames_patched_ >= static_cast<std::uint64_t>(rate_)) patch_sizes();
}

void WavWriter::close() {
  if (fd_ < 0) return;
  const int fd = fd_;
  try {
    patch_sizes();
  } catch (...) {
    fd_ = -1;
    ::close(fd);
    throw;
  }
  fd_ = -1;
  if (::close(fd) != 0) fail(path_, errno);
}

void WavWriter::put(std::span<const std::uint8_t> bytes, std::uint64_t offset) {
  while (!bytes.empty()) {
    const ssize_t done = ::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) fail(path_, errno);
    bytes = bytes.subspan(static_cast<std::size_t>(done));
    offset += static_cast<std::uint64_t>(done);
  }
}

void WavWriter::patch_sizes() {
  put(header(rate_, channels_, frames_ * static_cast<std::uint64_t>(channels_) * 2), 0);
  frames_patched_ = frames_;
}

}  // namespace loa::audio
