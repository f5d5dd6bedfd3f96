// The virtual output: the steady clock's pace, and a file that can be played.
#include "audio/wav_output.h"

#include <cstring>
#include <fstream>
#include <iterator>

#include "player_fixture.h"

namespace loa::audio {
namespace {

using namespace std::chrono_literals;

std::vector<std::int16_t> samples_of(const std::filesystem::path& wav) {
  std::ifstream in(wav, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  const std::size_t data = bytes.find("data");
  if (data == std::string::npos) return {};
  std::vector<std::int16_t> samples((bytes.size() - data - 8) / 2);
  std::memcpy(samples.data(), bytes.data() + data + 8, samples.size() * 2);
  return samples;
}

TEST_F(PlayerTest, WritesWhatWouldSoundToAFileAtThePaceOfTime) {
  const auto wav = folder() / "out.wav";
  Player player("wav:" + wav.string());
  player.air().wake();
  ASSERT_TRUE(player.wait_running());
  const Cue cue = cue_in(1500ms, counting(24000), 10s);
  player.air().cue(cue);
  const CueEnded end = player.end_of(cue.id);
  EXPECT_GE(base::steady_now(), cue.start + 500ms) << "it is paced";
  EXPECT_EQ(end.end, CueEnd::completed);
  EXPECT_EQ(end.frames_played, 24000U);
  ASSERT_EQ(player.starts.size(), 1U);
  EXPECT_LT(std::chrono::abs(player.starts[0].first_frame - cue.start), 1ms);
  player.shut_down();

  tests::Segment heard;
  for (const std::int16_t sample : samples_of(wav))
    heard.samples.push_back(static_cast<float>(sample) / 32768.0F);
  std::int64_t at = 0;
  while (at < heard.frames() && heard.left(at) < 0.15F) ++at;
  ASSERT_LE(at + 24000, heard.frames());
  for (std::int64_t i = 100; i < 23900; ++i)
    ASSERT_NEAR(number_of(heard, at + i).value_or(-1), static_cast<double>(i), 3);
}

TEST_F(PlayerTest, AFileThatCannotBeWrittenIsALostDevice) {
  Player player("wav:" + (folder() / "khong-co/out.wav").string());
  player.air().wake();
  EXPECT_TRUE(player.wait([&] { return player.air().status().whole.state == DeviceState::lost; }));
  std::filesystem::create_directory(folder() / "khong-co");
  EXPECT_TRUE(player.wait_running());
}

TEST_F(PlayerTest, TheVirtualOutputRunsEmptyLikeADevice) {
  WavOutput output(folder() / "out.wav", 50ms);
  ASSERT_FALSE(output.open());
  EXPECT_EQ(output.read().room, 2400);
  EXPECT_EQ(output.read().state, DeviceState::running)
      << "it stands still until it is given frames";
  ASSERT_FALSE(output.write(std::vector<float>(96)));
  const base::Steady limit = base::steady_now() + 10s;
  while (output.read().state == DeviceState::running && base::steady_now() < limit) {
  }
  EXPECT_EQ(output.read().state, DeviceState::xrun);
  ASSERT_FALSE(output.recover());
  EXPECT_EQ(output.read().state, DeviceState::running);
  EXPECT_EQ(output.read().room, 2400);
}

}  // namespace
}  // namespace loa::audio
