// Every kind of file that a station is given comes out as 48 kHz stereo, at its level and length.
#include <gtest/gtest.h>

#include "tests/audio/media_samples.h"

namespace loa::audio {
namespace {

constexpr double kSeconds = 2;
// LAME lowers what it encodes at a fixed rate to 0.95.
constexpr double kLame = 0.5 * 0.95;
constexpr std::int64_t kExpected = 96000;

// By ffmpeg from a WAV tone at 0.5 of full scale.
struct Kind {
  const char* name;
  int rate;
  int channels;
  const char* options;
  std::int64_t slack = 0;  // frames that may come on top: padding that the container cannot declare
  double level = 0.5;      // of the encoded tone
};

void PrintTo(const Kind& kind, std::ostream* out) { *out << kind.name << " " << kind.rate; }

class EncodedFile : public testing::TestWithParam<Kind> {};

TEST_P(EncodedFile, KeepsToneLevelAndLength) {
  const Kind& kind = GetParam();
  const TemporaryFolder folder;
  write_tone(folder / "tone.wav", kind.rate, kind.channels, kSeconds);
  ASSERT_TRUE(convert(folder / "tone.wav", kind.options, folder / kind.name));

  const Heard heard = listen({(folder / kind.name).string(), false, 0});

  EXPECT_EQ(heard.state, DecoderChild::State::ended) << heard.detail;
  EXPECT_GE(heard.frames(), kExpected);
  EXPECT_LE(heard.frames(), kExpected + kind.slack);
  for (const std::size_t channel : {0U, 1U}) {
    const Tone tone = tone_in(heard.samples, channel);
    EXPECT_NEAR(decibels(tone.amplitude / kind.level), 0, 0.1);
    EXPECT_NEAR(tone.hertz, 1000, 0.1);
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, EncodedFile,
    testing::Values(
        Kind{"vbr.mp3", 44100, 2,
             "-c:a libmp3lame -q:a 2 -metadata title='Bản tin thôn' -id3v2_version 3"},
        Kind{"cbr.mp3", 48000, 2, "-c:a libmp3lame -b:a 128k", 0, kLame},
        Kind{"mono.mp3", 22050, 1, "-c:a libmp3lame -b:a 64k", 0, kLame},
        // Without LAME's header nobody knows the padding: 1105 frames before, up to 2
        // packets behind.
        Kind{"bare.mp3", 48000, 2, "-c:a libmp3lame -b:a 128k -write_xing 0", 1105 + 2304, kLame},
        Kind{"music.m4a", 44100, 2, "-c:a aac -b:a 160k", 1115},
        Kind{"voice.opus", 48000, 1, "-c:a libopus -b:a 96k"},
        Kind{"voice.webm", 48000, 2, "-c:a libopus -b:a 128k"},
        Kind{"music.ogg", 44100, 2, "-c:a libvorbis -q:a 6"},
        Kind{"music.flac", 44100, 2, "-c:a flac"},
        Kind{"deep.flac", 96000, 2, "-c:a flac -sample_fmt s32"}, Kind{"music.aiff", 32000, 2, ""},
        Kind{"big.caf", 44100, 2, ""}, Kind{"lossless.caf", 44100, 2, "-c:a alac"},
        Kind{"lossless.m4a", 44100, 2, "-c:a alac"}, Kind{"sun.au", 16000, 1, ""},
        Kind{"pcm.mkv", 44100, 2, "-c:a pcm_s16le"}, Kind{"float.wav", 48000, 2, "-c:a pcm_f32le"},
        Kind{"law.wav", 48000, 1, "-c:a pcm_alaw"},
        // What people's telephones write: with the date, which no time zone's data
        // may be opened for, and with a picture.
        Kind{"phone.m4a", 44100, 1, "-c:a aac -b:a 96k -metadata creation_time=2024-05-01T05:00:00",
             1115},
        Kind{"front.m4a", 44100, 2, "-c:a aac -b:a 160k -movflags faststart", 1115},
        Kind{"pieces.mp4", 48000, 2, "-c:a aac -b:a 160k -movflags frag_keyframe", 2048},
        Kind{"clip.3gp", 44100, 1, "-c:a aac -b:a 96k", 1115},
        // Chat voice notes: little rate, much the same.
        Kind{"Bản tin thôn Đông – số 1.opus", 48000, 1, "-c:a libopus -b:a 24k -application voip"},
        Kind{"ghi âm 05-11.ogg", 16000, 1, "-c:a libopus -b:a 24k"}));

class PlainWav : public testing::TestWithParam<int> {};

TEST_P(PlainWav, KeepsToneLevelAndExactLengthAtAnyRate) {
  const TemporaryFolder folder;
  write_tone(folder / "tone.wav", GetParam(), 1, kSeconds);
  const Heard heard = listen({(folder / "tone.wav").string(), false, 0});
  EXPECT_EQ(heard.frames(), kExpected);
  EXPECT_EQ(heard.state, DecoderChild::State::ended);
  const Tone left = tone_in(heard.samples, 0);
  EXPECT_NEAR(decibels(left.amplitude / 0.5), 0, 0.1);
  EXPECT_NEAR(left.hertz, 1000, 0.01);
  EXPECT_EQ(left.amplitude, tone_in(heard.samples, 1).amplitude)
      << "mono is the same on both sides";
}

INSTANTIATE_TEST_SUITE_P(Rates, PlainWav,
                         testing::Values(8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000,
                                         88200, 96000));

TEST(SurroundSound, IsMixedDownToBothSidesWithoutClipping) {
  const TemporaryFolder folder;
  write_tone(folder / "tone.wav", 48000, 6, kSeconds);
  const Heard heard = listen({(folder / "tone.wav").string(), false, 0});
  EXPECT_EQ(heard.frames(), kExpected);
  // The same sine on all of 5.1 adds up to what one side held: front, centre and surround, scaled.
  EXPECT_NEAR(decibels(tone_in(heard.samples, 0).amplitude / 0.5), 0, 0.1);
  EXPECT_NEAR(decibels(tone_in(heard.samples, 1).amplitude / 0.5), 0, 0.1);
}

TEST(CoverPicture, IsNoSoundAndHoldsNoneBack) {
  const TemporaryFolder folder;
  write_tone(folder / "tone.wav", 44100, 2, kSeconds);
  ASSERT_TRUE(convert(folder / "tone.wav",
                      "-f lavfi -i testsrc=s=600x600:d=1:r=1 -map 0:a -map 1:v -c:v mjpeg "
                      "-disposition:v attached_pic -c:a aac -b:a 160k",
                      folder / "cover.m4a"));
  ASSERT_NE(read_bytes(folder / "cover.m4a").find("covr"), std::string::npos);
  const Heard heard = listen({(folder / "cover.m4a").string(), false, 0});
  EXPECT_EQ(heard.state, DecoderChild::State::ended) << heard.detail;
  EXPECT_GE(heard.frames(), kExpected);
  EXPECT_LE(heard.frames(), kExpected + 1115);
  EXPECT_NEAR(decibels(tone_in(heard.samples, 0).amplitude / 0.5), 0, 0.1);
}

struct Speech {
  const char* name;
  const char* band;
};

class OldPhone : public testing::TestWithParam<Speech> {};

TEST_P(OldPhone, IsHeard) {
  const TemporaryFolder folder;
  write_tone(folder / "tone.wav", 48000, 1, kSeconds);
  const auto file = folder / GetParam().name;
  ASSERT_TRUE(encode_amr(folder / "tone.wav", GetParam().band, file));
  const Heard heard = listen({file.string(), false, 0});
  EXPECT_EQ(heard.state, DecoderChild::State::ended) << heard.detail;
  EXPECT_NEAR(static_cast<double>(heard.frames()), kExpected, 960) << "a packet is 20 ms";
  const Tone tone = tone_in(heard.samples, 0);
  // A codec of speech models a voice, and a steady tone comes out 1.6 dB softer.
  EXPECT_NEAR(decibels(tone.amplitude / 0.5), -1, 1);
  EXPECT_NEAR(tone.hertz, 1000, 0.5);
  EXPECT_EQ(tone.amplitude, tone_in(heard.samples, 1).amplitude);
}

INSTANTIATE_TEST_SUITE_P(All, OldPhone,
                         testing::Values(Speech{"máy cũ.amr", "nb"}, Speech{"wide.amr", "wb"},
                                         Speech{"nb.3gp", "nb"}, Speech{"wb.3gp", "wb"}));

TEST(Film, IsHeardWithoutItsPicture) {
  const TemporaryFolder folder;
  write_tone(folder / "tone.wav", 44100, 2, kSeconds);
  for (const auto& [name, codec] : {std::pair{"film.mp4", "aac -b:a 160k"},
                                    {"film.mkv", "aac -b:a 160k"},
                                    {"film.webm", "libopus"}}) {
    const std::string video = std::string(name) == "film.webm" ? "libvpx" : "mpeg4";
    ASSERT_TRUE(convert(folder / "tone.wav",
                        "-f lavfi -i testsrc=d=3:s=64x64 -c:v " + video + " -c:a " + codec,
                        folder / name));
    const Heard heard = listen({(folder / name).string(), false, 0});
    EXPECT_EQ(heard.state, DecoderChild::State::ended) << name << ": " << heard.detail;
    EXPECT_NEAR(static_cast<double>(heard.frames()), kExpected, 2200) << name;
    EXPECT_NEAR(decibels(tone_in(heard.samples, 0).amplitude / 0.5), 0, 0.2) << name;
  }
}

struct Wav {
  const char* codec;
  int rate;
  int channels;
};

class WavOfAnyDepth : public testing::TestWithParam<Wav> {};

TEST_P(WavOfAnyDepth, KeepsToneLevelAndLength) {
  const Wav& wav = GetParam();
  const TemporaryFolder folder;
  write_tone(folder / "tone.wav", wav.rate, wav.channels, kSeconds);
  ASSERT_TRUE(convert(folder / "tone.wav", std::string("-c:a ") + wav.codec, folder / "x.wav"));
  const Heard heard = listen({(folder / "x.wav").string(), false, 0});
  EXPECT_EQ(heard.frames(), kExpected);
  const Tone tone = tone_in(heard.samples, 1);
  EXPECT_NEAR(decibels(tone.amplitude / 0.5), 0, 0.1);
  EXPECT_NEAR(tone.hertz, 1000, 0.1);
}

INSTANTIATE_TEST_SUITE_P(All, WavOfAnyDepth,
                         testing::Values(Wav{"pcm_u8", 8000, 1}, Wav{"pcm_u8", 44100, 2},
                                         Wav{"pcm_s16le", 16000, 1}, Wav{"pcm_s16le", 96000, 6},
                                         Wav{"pcm_s24le", 96000, 2}, Wav{"pcm_s24le", 48000, 6},
                                         Wav{"pcm_s32le", 44100, 1}, Wav{"pcm_s32le", 96000, 6},
                                         Wav{"pcm_f32le", 96000, 1}, Wav{"pcm_f32le", 44100, 6},
                                         Wav{"pcm_f64le", 48000, 2}));

// ffmpeg's encoders for these are rough: half a decibel, and a tenth of a second at the end.
TEST(OldFormats, AreHeard) {
  const TemporaryFolder folder;
  write_tone(folder / "tone.wav", 44100, 2, kSeconds);
  for (const std::string name : {"old.mp2", "old.wma"}) {
    ASSERT_TRUE(convert(folder / "tone.wav", "-b:a 192k", folder / name));
    const Heard heard = listen({(folder / name).string(), false, 0});
    EXPECT_EQ(heard.state, DecoderChild::State::ended) << name << ": " << heard.detail;
    EXPECT_NEAR(static_cast<double>(heard.frames()), kExpected, 4800) << name;
    EXPECT_NEAR(decibels(tone_in(heard.samples, 0).amplitude / 0.5), 0, 0.5) << name;
  }
}

TEST(WrongExtension, DoesNotMatter) {
  const TemporaryFolder folder;
  write_tone(folder / "tone.wav", 48000, 2, kSeconds);
  const std::pair<const char*, const char*> lies[] = {
      {"-f mp3", "really-mp3.wav"},           {"-f wav", "wav.mp3"},
      {"-f ipod -c:a aac", "m4a.mp3"},        {"-f ogg -c:a libopus", "zalo.m4a"},
      {"-f asf -c:a wmav2", "wma.mp3"},       {"-f flac", "flac.txt"},
      {"-f webm -c:a libopus", "không đuôi"}, {"-f mp3", "Thông báo.docx"}};
  for (const auto& [options, name] : lies) {
    ASSERT_TRUE(convert(folder / "tone.wav", options, folder / name));
    const Heard heard = listen({(folder / name).string(), false, 0});
    EXPECT_NEAR(static_cast<double>(heard.frames()), kExpected, 4800) << name << heard.detail;
  }
  ASSERT_TRUE(encode_amr(folder / "tone.wav", "nb", folder / "x.amr"));
  std::filesystem::rename(folder / "x.amr", folder / "amr.mp3");
  EXPECT_NEAR(static_cast<double>(listen({(folder / "amr.mp3").string(), false, 0}).frames()),
              kExpected, 960);
}

TEST(SamplesBeyondFullScale, AreBoundedByTheDecoderItself) {
  const TemporaryFolder folder;
  write_tone(folder / "tone.wav", 48000, 2, kSeconds);
  ASSERT_TRUE(convert(folder / "tone.wav", "-af volume=40 -c:a pcm_f32le", folder / "loud.wav"));
  DecoderChild child(decoder_program(), {(folder / "loud.wav").string(), false, 0});
  std::vector<float> buffer(kExpected * 2);
  while (child.read(buffer) > 0 || child.state() == DecoderChild::State::running) {
  }
  EXPECT_EQ(child.state(), DecoderChild::State::ended);
  EXPECT_EQ(child.lies(), 0U);
}

// ---- seeking: what begins at frame N is what decoding from the beginning has there

class Seek : public testing::TestWithParam<Kind> {};

float farthest(const Heard& whole, const Heard& part, std::int64_t first) {
  float result = 0;
  for (std::size_t i = 0; i < part.samples.size(); ++i) {
    const std::size_t at = static_cast<std::size_t>(first) * 2 + i;
    if (at < whole.samples.size()) {
      result = std::max(result, std::abs(part.samples[i] - whole.samples[at]));
    }
  }
  return result;
}

TEST_P(Seek, LandsOnTheVeryFrame) {
  const Kind& kind = GetParam();
  const TemporaryFolder folder;
  write_noise(folder / "noise.wav", kind.rate, 6, 1);
  const std::filesystem::path file = folder / kind.name;
  ASSERT_TRUE(convert(folder / "noise.wav", kind.options, file));
  const Heard whole = listen({file.string(), false, 0});
  for (const std::int64_t first : {1, 12345, 100003, 200001, 287000}) {
    const Heard part = listen({file.string(), false, first});
    EXPECT_EQ(part.state, DecoderChild::State::ended) << part.detail;
    EXPECT_NEAR(static_cast<double>(part.frames()), static_cast<double>(whole.frames() - first),
                static_cast<double>(kind.slack));
    if (kind.slack > 0) continue;
    // One frame off would differ by 0.05 and more in this noise.
    EXPECT_LT(farthest(whole, part, first), 0.002F) << "from " << first;
  }
}

// (AAC without its noise substitution, which is random at each decoding.)
INSTANTIATE_TEST_SUITE_P(
    All, Seek,
    testing::Values(Kind{"plain.wav", 48000, 2, ""}, Kind{"cd.wav", 44100, 2, ""},
                    Kind{"low.wav", 11025, 2, ""}, Kind{"music.flac", 44100, 2, ""},
                    Kind{"vbr.mp3", 44100, 2, "-q:a 2"}, Kind{"cbr.mp3", 48000, 2, "-b:a 128k"},
                    Kind{"bare.mp3", 44100, 2, "-b:a 128k -write_xing 0"},
                    Kind{"music.m4a", 44100, 2, "-c:a aac -b:a 160k -aac_pns 0"},
                    Kind{"music.aac", 44100, 2, "-c:a aac -b:a 160k -aac_pns 0"},
                    Kind{"voice.opus", 48000, 2, "-c:a libopus -b:a 128k"},
                    // Matroska counts in milliseconds.
                    Kind{"voice.webm", 48000, 2, "-c:a libopus -b:a 128k", 48},
                    Kind{"music.ogg", 44100, 2, "-c:a libvorbis -q:a 6"}));

TEST(SeekBeyondTheEnd, EndsWithoutAFrame) {
  const TemporaryFolder folder;
  write_tone(folder / "tone.wav", 48000, 2, 1);
  const Heard heard = listen({(folder / "tone.wav").string(), false, 4'800'000});
  EXPECT_EQ(heard.frames(), 0);
  EXPECT_EQ(heard.state, DecoderChild::State::ended) << heard.detail;
}

}  // namespace
}  // namespace loa::audio
