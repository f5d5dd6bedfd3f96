// What the station learns of a file before it takes it, and what it tells the operator of a bad
// one.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <cmath>

#include "audio/media.h"
#include "base/crypto.h"
#include "tests/audio/media_samples.h"

namespace loa::audio {
namespace {

using testing::HasSubstr;

constexpr base::Duration kProbePatience = std::chrono::seconds{60};

class Probe : public testing::Test {
 protected:
  MediaInfo info(const std::string& name) {
    auto result = probe_media(decoder_program(), folder_ / name, kProbePatience);
    if (const auto* fault = std::get_if<MediaFault>(&result)) {
      ADD_FAILURE() << fault->code << ": " << fault->message.en;
      return {};
    }
    return std::get<MediaInfo>(result);
  }

  // The code; the message must name the file, in both languages.
  std::string fault(const std::filesystem::path& path, base::Duration patience = kProbePatience) {
    const auto result = probe_media(decoder_program(), path, patience);
    const auto* fault = std::get_if<MediaFault>(&result);
    if (fault == nullptr) return "no fault";
    EXPECT_THAT(fault->message.vi, HasSubstr(path.string()));
    EXPECT_THAT(fault->message.en, HasSubstr(path.string()));
    return fault->code;
  }
  std::string fault_of(const std::string& name, const std::string& bytes) {
    write_bytes(folder_ / name, bytes);
    return fault(folder_ / name);
  }

  TemporaryFolder folder_;
};

TEST_F(Probe, MeasuresLengthPeakLoudnessAndHash) {
  write_tone(folder_ / "tone.wav", 48000, 2, 4);
  const MediaInfo tone = info("tone.wav");
  EXPECT_EQ(tone.frames, 4 * 48000);
  EXPECT_NEAR(tone.peak, 0.5, 0.001);
  EXPECT_NEAR(tone.true_peak, 0.5, 0.002);
  EXPECT_EQ(tone.damage, "");
  // A 1 kHz sine in both channels reads its peak level in LUFS, to 0.05 (EBU Tech 3341, case 1).
  EXPECT_NEAR(tone.loudness_lufs, -6.02, 0.1);
  EXPECT_EQ(tone.sha256, base::to_hex(base::sha256(read_bytes(folder_ / "tone.wav"))));
  EXPECT_EQ(tone.format, "wav");
}

TEST_F(Probe, MeasuresSilence) {
  write_bytes(folder_ / "tone.wav", "");
  write_noise(folder_ / "noise.wav", 48000, 1, 1);
  ASSERT_TRUE(convert(folder_ / "noise.wav", "-af volume=0", folder_ / "silence.wav"));
  const MediaInfo silence = info("silence.wav");
  EXPECT_EQ(silence.peak, 0.0F);
  EXPECT_EQ(silence.loudness_lufs, -HUGE_VAL);
}

TEST_F(Probe, TakesAVideosSound) {
  write_tone(folder_ / "tone.wav", 48000, 2, 2);
  ASSERT_TRUE(convert(folder_ / "tone.wav", "-f lavfi -i testsrc=d=2:s=64x64 -c:v mpeg4 -c:a aac",
                      folder_ / "film.mp4"));
  EXPECT_NEAR(static_cast<double>(info("film.mp4").frames), 96000, 1024);
}

TEST_F(Probe, TakesAnMp3WithABigPictureInIt) {
  write_tone(folder_ / "tone.wav", 48000, 2, 2);
  ASSERT_TRUE(
      convert(folder_ / "tone.wav",
              "-f lavfi -i \"nullsrc=s=800x800:d=0.04,geq=random(1)*255:128:128\" -map 0 -map 1 "
              "-frames:v 1 -c:v png -c:a libmp3lame -id3v2_version 3",
              folder_ / "cover.mp3"));
  ASSERT_GT(std::filesystem::file_size(folder_ / "cover.mp3"), 600'000U);
  EXPECT_EQ(info("cover.mp3").frames, 96000);
}

TEST_F(Probe, NamesWhatIsMissing) {
  EXPECT_EQ(fault(folder_ / "không-có.mp3"), "missing");
  EXPECT_EQ(fault(folder_ / "no" / "such" / "folder.mp3"), "missing");
}

TEST_F(Probe, RefusesWhatIsNoRegularFile) {
  ASSERT_EQ(::mkfifo((folder_ / "fifo.mp3").c_str(), 0600), 0);
  EXPECT_EQ(fault(folder_ / "fifo.mp3"), "refused");
  EXPECT_EQ(fault(folder_.path()), "refused");
  EXPECT_EQ(fault("/dev/zero"), "refused");
  EXPECT_EQ(fault("/dev/null"), "refused");
}

TEST_F(Probe, KnowsWhatIsNoSound) {
  EXPECT_EQ(fault_of("empty.mp3", ""), "empty");
  EXPECT_EQ(fault_of("text.mp3", "Kính thưa bà con, đây là văn bản.\n"), "not-media");
  std::string book;
  for (int i = 0; i < 5000; ++i) book += "Dòng thứ " + std::to_string(i) + " của bản tin.\n";
  EXPECT_EQ(fault_of("book.mp3", book), "not-media");
  EXPECT_EQ(fault_of("zeros.wav", std::string(100000, '\0')), "not-media");
  EXPECT_EQ(fault_of("program.mp3", read_bytes("/bin/true")), "not-media");
  // A play list is no way to other files.
  EXPECT_EQ(fault_of("list.m3u8", "#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n"), "not-media");
  EXPECT_EQ(fault_of("list.ffconcat", "ffconcat version 1.0\nfile '/etc/passwd'\n"), "not-media");
}

TEST_F(Probe, KnowsAFileWithoutSound) {
  write_tone(folder_ / "tone.wav", 48000, 2, 1);
  ASSERT_TRUE(convert(folder_ / "tone.wav", "-f lavfi -i testsrc=d=1:s=64x64 -map 1 -c:v mpeg4",
                      folder_ / "mute.mp4"));
  EXPECT_EQ(fault(folder_ / "mute.mp4"), "not-media");
}

TEST_F(Probe, RefusesMoreThanFiveHours) {
  // 5 h 1 min of silence: half a megabyte.
  write_noise(folder_ / "noise.wav", 8000, 1, 1);
  ASSERT_TRUE(convert(folder_ / "noise.wav",
                      "-af volume=0,apad=whole_dur=18060 -ar 8000 -ac 1 -c:a flac",
                      folder_ / "long.flac"));
  EXPECT_EQ(fault(folder_ / "long.flac"), "too-long");
}

TEST_F(Probe, GivesUpWhenPatienceEnds) {
  write_tone(folder_ / "tone.wav", 48000, 2, 60);
  EXPECT_EQ(fault(folder_ / "tone.wav", base::Duration{0}), "refused");
}

TEST_F(Probe, DoesNotBelieveADecoderThatLies) {
  write_tone(folder_ / "tone.wav", 48000, 2, 1);
  const auto answer = [](const std::string& frames, const std::string& peaks,
                         const std::string& format) {
    return "{\"frames\":" + frames + "," + peaks + ",\"loudness\":0,\"format\":" + format + "}";
  };
  const std::string possible = "\"peak\":1,\"truePeak\":1";
  const std::vector<std::string> lies{answer("-1", possible, "\"x\""),
                                      "{\"frames\":1e99}",
                                      answer("5", "\"peak\":9,\"truePeak\":9", "\"x\""),
                                      answer("5", "\"peak\":1,\"truePeak\":99", "\"x\""),
                                      answer("5", "\"peak\":1,\"truePeak\":0.5", "\"x\""),
                                      answer("5", "\"peak\":1", "\"x\""),
                                      answer("5", possible, "7"),
                                      "[[[[[[",
                                      "{\"error\":{}}",
                                      ""};
  for (const std::string& lie : lies) {
    write_bytes(folder_ / "liar", "#!/bin/sh\necho '" + lie + "'\n");
    std::filesystem::permissions(folder_ / "liar", std::filesystem::perms::owner_all);
    const auto result = probe_media(folder_ / "liar", folder_ / "tone.wav", kProbePatience);
    ASSERT_TRUE(std::holds_alternative<MediaFault>(result)) << lie;
    EXPECT_EQ(std::get<MediaFault>(result).code, "damaged");
  }
}

}  // namespace
}  // namespace loa::audio
