// The bytes on the line, as docs/protocol-board.md shows them: each example is made, and read back.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <vector>

#include "firmware/link/messages.h"

namespace loa::firmware::link {
namespace {

std::string hex(Bytes bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : bytes) {
    if (!text.empty()) text += ' ';
    text += kDigits[byte >> 4];
    text += kDigits[byte & 0xF];
  }
  return text;
}

const std::string& page() {
  static const std::string kText = [] {
    std::ifstream file(LOA_SOURCE_DIR "/docs/protocol-board.md");
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
  }();
  return kText;
}

// The frame on the line, which the page must show.
void shown(Type type, Seq seq, Bytes payload, const std::string& golden) {
  std::uint8_t wire[kMaxWire];
  const std::size_t size = encode_frame(static_cast<std::uint8_t>(type), seq, payload, wire);
  EXPECT_EQ(hex({wire, size}), golden);
  EXPECT_NE(page().find(golden), std::string::npos) << "docs/protocol-board.md has not: " << golden;
  FrameReceiver receiver;
  int frames = 0;
  for (std::size_t i = 0; i < size; ++i) frames += receiver.feed(wire[i]) ? 1 : 0;
  ASSERT_EQ(frames, 1);
  EXPECT_EQ(receiver.frame().seq, seq);
  EXPECT_EQ(hex(receiver.frame().payload), hex(payload));
}

template <class Message>
std::vector<std::uint8_t> payload_of(const Message& message) {
  std::vector<std::uint8_t> raw(kMaxPayload);
  Writer writer(raw);
  write(writer, message);
  raw.resize(writer.size());
  Message again;
  EXPECT_TRUE(read(raw, again));
  return raw;
}

Identity identity() {
  Identity identity;
  identity.nonce = 76;
  identity.major = 1;
  identity.git = 0x5EED1234;
  identity.target = static_cast<std::uint8_t>(Target::hub12_f103);
  identity.width = 128;
  identity.height = 16;
  identity.page_bytes = 128;
  identity.pages = 40;
  identity.window = 8;
  identity.receive_bytes = 255;
  return identity;
}

TEST(Golden, HelloAndTheBoardsIdentity) {
  shown(Type::hello, {77, 0}, payload_of(Hello{76, 30, 0, 0}),
        "00 03 01 01 03 4d 08 02 4c 01 01 02 1e 01 01 05 26 a2 dd 51 00");
  const auto data = payload_of(identity());
  EXPECT_EQ(data.size(), 34U);
  shown(Type::ack, {77, 0}, payload_of(Ack{Seq{77, 0}.packed(), Error::ok, 0, data}),
        "00 03 01 80 03 4d 26 01 02 4d 01 02 4c 01 01 02 01 01 07 34 12 ed 5e 01 80 05 10 01 80 28 "
        "03 "
        "08 ff 01 01 01 01 01 01 01 01 01 01 01 01 05 a2 71 53 fd 00");
}

TEST(Golden, AStrip) {
  shown(Type::begin, {77, 1}, payload_of(Begin{1, 64, Effect::scroll_left, 40, 1}),
        "00 06 01 03 01 4d 08 02 01 02 40 03 01 28 06 01 55 e6 c7 5e 00");
  const std::uint8_t columns[] = {0x01, 0x80, 0x00, 0x00};
  shown(Type::page, {77, 2}, payload_of(Page{1, 0, columns}),
        "00 06 01 04 02 4d 08 02 01 01 01 03 01 80 01 05 df 04 1e fb 00");
  shown(Type::commit, {77, 3}, payload_of(Commit{1, 1, 0x12345678, 0}),
        "00 06 01 05 03 4d 0c 02 01 02 01 05 78 56 34 12 01 01 01 05 2e 49 33 87 00");
  shown(Type::ack, {77, 3},
        payload_of(Ack{Seq{77, 3}.packed(), Error::crc_mismatch, kInputsChanged, {}}),
        "00 06 01 80 03 4d 04 09 03 4d 08 01 a8 59 f6 8f 00");
}

TEST(Golden, SettingsAndStatus) {
  const std::uint8_t half = 128;
  shown(Type::brightness, {77, 4}, {&half, 1}, "00 06 01 06 04 4d 01 06 80 e0 f8 c6 9d 00");
  shown(Type::status, {77, 5}, {}, "00 05 01 02 05 4d 01 05 c7 cf c2 4f 00");
  Status status;
  status.showing = Showing::strip;
  status.strip = 1;
  status.strip_crc = 0x12345678;
  status.left = -63;
  status.temperature = 251;
  status.uptime_s = 60;
  status.refresh_hz = 400;
  const auto data = payload_of(status);
  EXPECT_EQ(data.size(), 41U);
  shown(Type::ack, {77, 5}, payload_of(Ack{Seq{77, 5}.packed(), Error::ok, 0, data}),
        "00 06 01 80 05 4d 2d 03 05 4d 01 03 01 01 09 78 56 34 12 c1 ff ff ff 01 01 01 03 ff ff 01 "
        "03 "
        "ff 01 01 01 02 fb 02 3c 01 01 01 01 01 01 01 03 90 01 01 01 01 05 2d 94 f6 9f 00");
}

TEST(Golden, ANotice) {
  shown(Type::notice, {77, 0}, {&kInputsChanged, 1}, "00 03 01 81 03 4d 01 06 01 f6 c9 4c f1 00");
}

}  // namespace
}  // namespace loa::firmware::link
