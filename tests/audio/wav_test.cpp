#include "audio/wav.h"

#include <gtest/gtest.h>

#include <array>
#include <system_error>

#include "tests/audio/media_samples.h"

namespace loa::audio {
namespace {

TEST(WavWriter, WritesTheseGoldenBytes) {
  const TemporaryFolder folder;
  WavWriter out(folder / "a.wav", 48000, 2);
  out.write(std::array{0.0F, 1.0F, -1.0F, 0.5F});
  out.close();
  const std::string expected(
      "RIFF\x2C\0\0\0WAVE"
      "fmt \x10\0\0\0\x01\0\x02\0\x80\xBB\0\0\0\xEE\x02\0\x04\0\x10\0"
      "data\x08\0\0\0"
      "\0\0\xFF\x7F\x01\x80\0\x40",
      52);
  EXPECT_EQ(read_bytes(folder / "a.wav"), expected);
}

TEST(WavWriter, ClipsAndSilencesWhatIsNoNumber) {
  const TemporaryFolder folder;
  WavWriter out(folder / "a.wav", 8000, 1);
  out.write(std::array{7.0F, -7.0F, std::numeric_limits<float>::quiet_NaN()});
  out.close();
  EXPECT_EQ(read_bytes(folder / "a.wav").substr(44), std::string("\xFF\x7F\x01\x80\0\0", 6));
}

TEST(WavWriter, LeavesAPlayableFileIfItIsKilled) {
  const TemporaryFolder folder;
  WavWriter out(folder / "a.wav", 8000, 1);
  const std::vector<float> tenth(800, 0.25F);
  for (int i = 0; i < 25; ++i) out.write(tenth);
  // What lies on the disk now is what a kill would leave.
  std::filesystem::copy_file(folder / "a.wav", folder / "killed.wav");
  const Heard heard = listen({(folder / "killed.wav").string(), false, 0});
  EXPECT_EQ(heard.state, DecoderChild::State::ended) << heard.detail;
  EXPECT_GE(heard.frames(), 2 * 48000);
}

TEST(WavWriter, NamesTheFileThatCannotBeWritten) {
  try {
    WavWriter out("/nowhere/a.wav", 48000, 2);
    FAIL();
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code(), std::errc::no_such_file_or_directory);
    EXPECT_NE(std::string(error.what()).find("/nowhere/a.wav"), std::string::npos);
  }
}

TEST(WavWriter, SaysThatTheDiskIsFull) {
  try {
    WavWriter out("/dev/full", 48000, 2);
    FAIL() << "/dev/full took the header";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code(), std::errc::no_space_on_device);
  }
}

}  // namespace
}  // namespace loa::audio
