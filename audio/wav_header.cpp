#include "audio/wav_header.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <string_view>
#include <system_error>

namespace loa::audio {
namespace {

constexpr std::size_t kMostHeader = 65536;  // engines put a tag before the sound at most
constexpr std::uint64_t kRiffBytes = 12;
constexpr std::uint64_t kChunkBytes = 8;

std::string head_of(int fd, std::uint64_t size) {
  std::string head(static_cast<std::size_t>(std::min<std::uint64_t>(size, kMostHeader)), '\0');
  const ssize_t got = ::pread(fd, head.data(), head.size(), 0);
  if (got < 0) throw std::system_error(errno, std::generic_category(), "read");
  head.resize(static_cast<std::size_t>(got));
  return head;
}

std::uint32_t number_at(std::string_view head, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i-- > 0;) value = value << 8 | static_cast<std::uint8_t>(head[at + i]);
  return value;
}

void put_number(int fd, std::uint64_t at, std::uint64_t value) {
  std::uint8_t bytes[4];
  for (int i = 0; i < 4; ++i) bytes[i] = static_cast<std::uint8_t>(value >> (8 * i));
  if (::pwrite(fd, bytes, 4, static_cast<off_t>(at)) != 4) {
    throw std::system_error(errno, std::generic_category(), "write");
  }
}

WavState settle_data(int fd, std::uint64_t size, std::uint64_t at, std::uint64_t told) {
  const std::uint64_t there = size - at - kChunkBytes;
  if (there == 0) return WavState::silent;
  if (told == 0 || told > there) {
    put_number(fd, 4, size - kChunkBytes);
    put_number(fd, at + 4, there);
  }
  return WavState::sound;
}

}  // namespace

WavState settle_wav(int fd, std::uint64_t size) {
  const std::string head = head_of(fd, size);
  if (size == 0) return WavState::silent;
  if (!head.starts_with("RIFF") || head.size() < kRiffBytes || head.compare(8, 4, "WAVE") != 0) {
    return WavState::not_wav;
  }
  bool formatted = false;
  for (std::uint64_t at = kRiffBytes; at + kChunkBytes <= head.size();) {
    const auto here = static_cast<std::size_t>(at);
    const auto kind = std::string_view(head).substr(here, 4);
    const std::uint64_t bytes = number_at(head, here + 4);
    if (kind == "data") return formatted ? settle_data(fd, size, at, bytes) : WavState::not_wav;
    formatted = formatted || (kind == "fmt " && bytes >= 16);
    at += kChunkBytes + bytes + bytes % 2;
  }
  return WavState::not_wav;
}

}  // namespace loa::audio
