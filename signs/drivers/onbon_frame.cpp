#include "signs/drivers/onbon_frame.h"

#include <array>

#include "signs/drivers/little_endian.h"

namespace loa::signs::drivers {
namespace {

constexpr char kStart = '\xA5';
constexpr char kStartEscape = '\xA6';
constexpr char kEnd = '\x5A';
constexpr char kEndEscape = '\x5B';
constexpr std::size_t kStarts = 8;
constexpr std::size_t kHeader = 16;
constexpr unsigned kAnyScreen = 0xFFFE;
constexpr unsigned kPc = 0x8000;
constexpr unsigned kDynamicArea = 0xF0;

unsigned get16(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint8_t>(bytes[at]) |
         static_cast<unsigned>(static_cast<std::uint8_t>(bytes[at + 1])) << 8U;
}

void append_escaped(std::string& out, std::string_view bytes) {
  for (const char byte : bytes) {
    if (byte == kStart || byte == kStartEscape) {
      out += {kStartEscape, byte == kStart ? '\x02' : '\x01'};
    } else if (byte == kEnd || byte == kEndEscape) {
      out += {kEndEscape, byte == kEnd ? '\x02' : '\x01'};
    } else {
      out.push_back(byte);
    }
  }
}

// The byte that an escape and what follows it stand for; nothing for what is never sent.
std::optional<char> unescaped(char escape, char byte) {
  if (byte == '\x01') return escape;
  if (byte == '\x02') return escape == kStartEscape ? kStart : kEnd;
  return std::nullopt;
}

}  // namespace

std::uint16_t crc16_arc(std::string_view bytes) {
  unsigned crc = 0;
  for (const char byte : bytes) {
    crc ^= static_cast<std::uint8_t>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xA001U : 0U);
  }
  return static_cast<std::uint16_t>(crc);
}

std::string onbon_frame(std::uint16_t device, std::string_view data) {
  std::string inside;
  little::put16(inside, kAnyScreen);
  little::put16(inside, kPc);
  inside.push_back(static_cast<char>(kDynamicArea));
  inside.push_back(0);
  little::put16(inside, device);
  inside.append(4, '\0');
  little::put32(inside, data.size());
  inside.append(data);
  little::put16(inside, crc16_arc(inside));
  std::string out(kStarts, kStart);
  append_escaped(out, inside);
  out.push_back(kEnd);
  return out;
}

std::optional<std::string> OnbonReceiver::feed(char byte) {
  if (byte == kStart) {
    inside_ = true;
    escape_ = 0;
    bytes_.clear();
    return std::nullopt;
  }
  if (!inside_) return std::nullopt;
  if (byte == kEnd) return finish();
  if (escape_ != 0) {
    const auto value = unescaped(escape_, byte);
    escape_ = 0;
    if (value) bytes_.push_back(*value);
    inside_ = value.has_value();
  } else if (byte == kStartEscape || byte == kEndEscape) {
    escape_ = byte;
  } else {
    bytes_.push_back(byte);
  }
  if (bytes_.size() > kMost) inside_ = false;
  return std::nullopt;
}

std::optional<std::string> OnbonReceiver::finish() {
  inside_ = false;
  if (escape_ != 0 || bytes_.size() < kHeader + 2) return std::nullopt;
  const std::size_t data = bytes_.size() - kHeader - 2;
  const std::string_view checked(bytes_.data(), bytes_.size() - 2);
  const std::size_t length = get16(bytes_, 12) | get16(bytes_, 14) << 16U;
  if (crc16_arc(checked) != get16(bytes_, bytes_.size() - 2) || length != data) return std::nullopt;
  device_ = static_cast<std::uint16_t>(get16(bytes_, 6));
  return bytes_.substr(kHeader, data);
}

std::optional<OnbonReply> onbon_reply(std::string_view data) {
  constexpr std::size_t kReply = 9;
  if (data.size() < kReply || data.size() != kReply + get16(data, 7)) return std::nullopt;
  return OnbonReply{static_cast<std::uint8_t>(data[1]), static_cast<std::uint8_t>(data[2]),
                    static_cast<std::uint16_t>(get16(data, 3)),
                    static_cast<std::uint16_t>(get16(data, 5))};
}

std::string_view onbon_error(std::uint16_t error) {
  constexpr std::array<std::string_view, 20> kNames{
      "no error",        "no such group",   "no such command",   "busy",
      "memory exceeded", "checksum",        "no such file",      "flash",
      "download",        "file name",       "file type",         "file checksum",
      "no such font",    "firmware type",   "date or time",      "file exists",
      "file block",      "controller type", "screen parameters", "controller number"};
  return error < kNames.size() ? kNames[error] : "unknown error";
}

}  // namespace loa::signs::drivers
