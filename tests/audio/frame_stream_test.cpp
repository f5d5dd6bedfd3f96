// The decoder's blocks: their golden bytes, and what becomes of a decoder that lies.
#include "audio/frame_stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>

#include "audio/decoder/wire.h"

namespace loa::audio {
namespace {

using Bytes = std::vector<std::uint8_t>;
using StreamState = FrameStream::State;

Bytes header(wire::Kind kind, std::uint32_t count) {
  const auto bytes = wire::encode(kind, count);
  return {bytes.begin(), bytes.end()};
}

Bytes frames(const std::vector<float>& samples) {
  Bytes block = header(wire::Kind::frames, static_cast<std::uint32_t>(samples.size() / 2));
  const auto* raw = reinterpret_cast<const std::uint8_t*>(samples.data());
  block.insert(block.end(), raw, raw + samples.size() * sizeof(float));
  return block;
}

Bytes error(const std::string& text) {
  Bytes block = header(wire::Kind::error, static_cast<std::uint32_t>(text.size()));
  block.insert(block.end(), text.begin(), text.end());
  return block;
}

Bytes operator+(Bytes first, const Bytes& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

// Feeds `bytes` in pieces of `piece` and takes what becomes whole.
std::vector<float> read_all(FrameStream& stream, const Bytes& bytes, std::size_t piece) {
  std::vector<float> result;
  std::array<float, 64> out{};
  for (std::size_t at = 0; at < bytes.size();) {
    const std::span<std::uint8_t> space = stream.space(out);
    const std::size_t count = std::min({piece, space.size(), bytes.size() - at});
    if (count == 0) break;
    std::memcpy(space.data(), bytes.data() + at, count);
    const std::size_t got = stream.filled(count, out);
    at += count;
    result.insert(result.end(), out.begin(), out.begin() + static_cast<std::ptrdiff_t>(got * 2));
  }
  return result;
}

TEST(Wire, HasTheseGoldenBytes) {
  const Bytes expected{'L',  'o',  'a',  'F',  1,    0,    0,    0,    1, 0, 0, 0,  // one frame
                       0x00, 0x00, 0x80, 0x3E, 0x00, 0x00, 0x00, 0xBF,              // 0.25, -0.5
                       'L',  'o',  'a',  'F',  2,    0,    0,    0,    0, 0, 0, 0,  // the end
                       'L',  'o',  'a',  'F',  3,    0,    0,    0,    2, 0, 0, 0,
                       'n',  'o'};  // an error
  EXPECT_EQ(frames({0.25F, -0.5F}) + header(wire::Kind::end, 0) + error("no"), expected);
}

TEST(FrameStream, GivesTheFramesHoweverTheBytesAreCut) {
  std::vector<float> samples;
  for (int i = 0; i < 200; ++i) samples.push_back(static_cast<float>(i) / 400);
  const Bytes bytes = frames(samples) + frames(samples) + header(wire::Kind::end, 0);
  for (const std::size_t piece : {1U, 3U, 7U, 12U, 100U, 10000U}) {
    FrameStream stream;
    const std::vector<float> heard = read_all(stream, bytes, piece);
    ASSERT_EQ(heard.size(), 400U) << piece;
    EXPECT_EQ(heard[399], samples[199]);
    EXPECT_EQ(stream.state(), StreamState::ended);
    EXPECT_EQ(stream.lies(), 0U);
  }
}

TEST(FrameStream, GivesWhatCameBeforeAnError) {
  FrameStream stream;
  EXPECT_EQ(read_all(stream, frames({0.1F, 0.2F}) + error("damaged: torn"), 5).size(), 2U);
  EXPECT_EQ(stream.state(), StreamState::failed);
  EXPECT_EQ(stream.detail(), "damaged: torn");
}

TEST(FrameStream, ReplacesSamplesThatCannotBeAndCountsThem) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float inf = std::numeric_limits<float>::infinity();
  FrameStream stream;
  const std::vector<float> expected{0, 0, 0, 0, 4, -4};
  EXPECT_EQ(read_all(stream, frames({nan, inf, -inf, 4.001F, 4, -4}), 64), expected);
  EXPECT_EQ(stream.lies(), 4U);
}

TEST(FrameStream, FailsOnWhatIsNoBlock) {
  const std::vector<Bytes> lies{Bytes(64, 0xFF),
                                Bytes(64, 0),
                                header(wire::Kind::frames, 0),
                                header(wire::Kind::frames, wire::kMostFrames + 1),
                                header(wire::Kind::frames, 0xFFFFFFFF),
                                header(wire::Kind::end, 1),
                                header(wire::Kind::error, 0),
                                header(wire::Kind::error, wire::kMostText + 1),
                                header(static_cast<wire::Kind>(4), 1)};
  for (const Bytes& lie : lies) {
    FrameStream stream;
    EXPECT_TRUE(read_all(stream, lie, 64).empty());
    EXPECT_EQ(stream.state(), StreamState::failed);
    EXPECT_THAT(stream.detail(), testing::StartsWith("lied"));
  }
}

TEST(FrameStream, FailsWhereTheBytesStopShort) {
  FrameStream stream;
  Bytes cut = frames({0.1F, 0.2F, 0.3F, 0.4F});
  cut.erase(cut.end() - 3, cut.end());
  EXPECT_EQ(read_all(stream, cut, 64).size(), 2U);
  EXPECT_EQ(stream.state(), StreamState::open);
  stream.closed("it died");
  EXPECT_EQ(stream.state(), StreamState::failed);
  EXPECT_EQ(stream.detail(), "it died");
}

TEST(FrameStream, TakesNoOrdersFromAnErrorsText) {
  FrameStream stream;
  read_all(stream, error("\x1B[2Jhi\n\xFF"), 64);
  EXPECT_EQ(stream.detail(), "?[2Jhi??");
}

TEST(FrameStream, PutsNoByteBehindTheBlockNorBehindItsReadersRoom) {
  FrameStream stream;
  std::vector<float> room(64);
  const auto feed = [&](const Bytes& bytes) {
    const std::span<std::uint8_t> space = stream.space(room);
    std::ranges::copy(bytes, space.begin());
    return stream.filled(bytes.size(), room);
  };
  EXPECT_EQ(stream.space(room).size(), wire::kHeaderBytes);
  feed(header(wire::Kind::frames, 40));
  EXPECT_EQ(stream.space(room).size(), 32 * wire::kFrameBytes) << "the room's";
  EXPECT_EQ(feed(Bytes(32 * wire::kFrameBytes)), 32U);
  EXPECT_EQ(stream.space(room).size(), 8 * wire::kFrameBytes) << "the block's";
  EXPECT_EQ(feed(Bytes(8 * wire::kFrameBytes - 3)), 7U);
  EXPECT_EQ(stream.space(room).size(), 3U) << "what is missing of the last frame";
  EXPECT_EQ(feed(Bytes(3)), 1U);
  EXPECT_EQ(stream.space(room).size(), wire::kHeaderBytes);
}

}  // namespace
}  // namespace loa::audio
