// COBS, CRC and frames: what is whole comes through, what is not never does.
#include <gmock/gmock.h>

#include "firmware/link/crc32.h"
#include "firmware/link/frame.h"
#include "sim.h"

namespace loa::firmware::link {
namespace {

using ::testing::ElementsAreArray;
using Raw = std::vector<std::uint8_t>;

Raw encoded(const Raw& data) {
  Raw out(cobs_size(data.size()));
  out.resize(cobs_encode(data, out));
  return out;
}

Raw run_of(int from, int to) {
  Raw bytes;
  for (int i = from; i <= to; ++i) bytes.push_back(static_cast<std::uint8_t>(i));
  return bytes;
}

TEST(Crc, HasTheCheckValueOfItsStandard) {
  const std::string digits = "123456789";
  EXPECT_EQ(crc32({reinterpret_cast<const std::uint8_t*>(digits.data()), digits.size()}),
            0xCBF43926U);
  EXPECT_EQ(crc32({}), 0U);
}

TEST(Cobs, EncodesTheExamplesOfItsPaper) {
  EXPECT_EQ(encoded({}), (Raw{1, 0}));
  EXPECT_EQ(encoded({0}), (Raw{1, 1, 0}));
  EXPECT_EQ(encoded({0, 0}), (Raw{1, 1, 1, 0}));
  EXPECT_EQ(encoded({0x11, 0x22, 0, 0x33}), (Raw{3, 0x11, 0x22, 2, 0x33, 0}));
  EXPECT_EQ(encoded({0x11, 0, 0, 0}), (Raw{2, 0x11, 1, 1, 1, 0}));
  Raw longest = run_of(1, 254);
  longest.insert(longest.begin(), 0xFF);
  longest.push_back(0);
  EXPECT_EQ(encoded(run_of(1, 254)), longest);
}

TEST(Cobs, GivesBackEveryLengthAndNeverHoldsAZero) {
  std::mt19937 random(1);
  for (std::size_t size = 0; size < 600; ++size) {
    Raw data(size);
    for (auto& byte : data) byte = static_cast<std::uint8_t>(random() % (size % 3 == 0 ? 2 : 256));
    const Raw wire = encoded(data);
    EXPECT_EQ(std::count(wire.begin(), wire.end(), 0), 1);
    Raw buffer(size + 1);
    CobsDecoder decoder(buffer);
    for (std::size_t i = 0; i + 1 < wire.size(); ++i) {
      ASSERT_EQ(decoder.feed(wire[i]), CobsDecoder::Result::more);
    }
    ASSERT_EQ(decoder.feed(0), CobsDecoder::Result::frame) << size;
    EXPECT_THAT(decoder.frame(), ElementsAreArray(data));
  }
}

TEST(Cobs, TellsWhatWasCutShortOrIsTooLong) {
  Raw buffer(4);
  CobsDecoder decoder(buffer);
  for (const std::uint8_t byte : Raw{5, 1, 2}) decoder.feed(byte);
  EXPECT_EQ(decoder.feed(0), CobsDecoder::Result::bad);
  for (const std::uint8_t byte : Raw{6, 1, 2, 3, 4, 5}) decoder.feed(byte);
  EXPECT_EQ(decoder.feed(0), CobsDecoder::Result::bad);
  for (const std::uint8_t byte : Raw{3, 1, 2}) decoder.feed(byte);
  EXPECT_EQ(decoder.feed(0), CobsDecoder::Result::frame);
  EXPECT_EQ(decoder.feed(0), CobsDecoder::Result::more) << "zeros in a row are nothing";
}

TEST(Cobs, RefusesAnOutputThatIsTooSmall) {
  Raw out(3);
  EXPECT_EQ(cobs_encode(Raw{1, 2, 3}, out), 0U);
}

Raw framed(std::uint8_t type, Seq seq, const Raw& payload) {
  Raw out(kMaxWire);
  out.resize(encode_frame(type, seq, payload, out));
  return out;
}

TEST(Frames, ComeBackAsTheyWereSent) {
  FrameReceiver receiver;
  for (const std::size_t size : {0U, 1U, 100U, 240U}) {
    const Raw payload = testing::pattern(size, 1, 7);
    int frames = 0;
    for (const std::uint8_t byte : framed(9, {3, 200}, payload)) frames += receiver.feed(byte);
    ASSERT_EQ(frames, 1);
    EXPECT_EQ(receiver.frame().type, 9);
    EXPECT_EQ(receiver.frame().seq, (Seq{3, 200}));
    EXPECT_THAT(receiver.frame().payload, ElementsAreArray(payload));
  }
  EXPECT_EQ(receiver.bad(), 0);
}

TEST(Frames, LongerThanThePayloadAllowsAreNotMade) {
  EXPECT_TRUE(framed(1, {}, Raw(kMaxPayload + 1)).empty());
}

TEST(Frames, WithAnyBitTurnedAreNotTaken) {
  const Raw good = framed(4, {1, 2}, {10, 0, 20, 30});
  for (std::size_t i = 1; i + 1 < good.size(); ++i) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      Raw bad = good;
      bad[i] = static_cast<std::uint8_t>(bad[i] ^ (1U << bit));
      FrameReceiver receiver;
      int frames = 0;
      for (const std::uint8_t byte : bad) frames += receiver.feed(byte);
      EXPECT_EQ(frames, 0) << "byte " << i << " bit " << bit;
      for (const std::uint8_t byte : good) frames += receiver.feed(byte);
      EXPECT_EQ(frames, 1) << "the next one is";
    }
  }
}

TEST(Frames, OfAnotherVersionOrLengthAreCountedAsBad) {
  Raw raw{2, 1, 0, 0, 0, 0};  // version 2, with a right CRC
  const std::uint32_t crc = crc32(raw);
  for (unsigned i = 0; i < 4; ++i) raw.push_back(static_cast<std::uint8_t>(crc >> (8 * i)));
  FrameReceiver receiver;
  for (const std::uint8_t byte : encoded(raw)) EXPECT_FALSE(receiver.feed(byte));
  for (const std::uint8_t byte : encoded({1, 2, 3})) EXPECT_FALSE(receiver.feed(byte));
  EXPECT_EQ(receiver.bad(), 2);
}

}  // namespace
}  // namespace loa::firmware::link
