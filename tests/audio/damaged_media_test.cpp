// Damaged files: what is sound of them is heard, and what is not is said. And files with bits
// flipped, each from its own seed: whatever they hold, the decoder answers in time, and never by
// touching what its sandbox forbids.
#include <gmock/gmock.h>

#include <random>

#include "audio/media.h"
#include "tests/audio/media_samples.h"
#include "tests/support/rounds.h"

namespace loa::audio {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr int kSeeds = 12;

std::string with_flipped_bits(std::string bytes, unsigned seed) {
  std::mt19937 random(seed);
  const auto flips = 1 + random() % 60;
  for (std::size_t i = 0; i < flips; ++i) {
    // Half of them in the first 256 bytes, where the headers are.
    const std::size_t within =
        random() % 2 == 0 ? std::min<std::size_t>(256, bytes.size()) : bytes.size();
    bytes[random() % within] ^= static_cast<char>(1U << (random() % 8));
  }
  return bytes;
}

class FlippedBits : public testing::TestWithParam<const char*> {};

TEST_P(FlippedBits, NeverHangTheDecoderNorBreakItsSandbox) {
  const TemporaryFolder folder;
  write_noise(folder / "noise.wav", 44100, 1, 3);
  const std::filesystem::path original = folder / (std::string("a.") + GetParam());
  if (original.extension() == ".wav") {
    std::filesystem::copy_file(folder / "noise.wav", original);
  } else {
    ASSERT_TRUE(convert(folder / "noise.wav", "", original));
  }
  const std::string bytes = read_bytes(original);
  for (unsigned seed = 0; seed < static_cast<unsigned>(rounds(kSeeds)); ++seed) {
    write_bytes(folder / "flipped", with_flipped_bits(bytes, seed));
    const auto result =
        probe_media(decoder_program(), folder / "flipped", std::chrono::seconds{10});
    if (const auto* fault = std::get_if<MediaFault>(&result)) {
      EXPECT_THAT(fault->message.en, Not(HasSubstr("too long"))) << "seed " << seed;
      EXPECT_THAT(fault->message.en, Not(HasSubstr("decoder:"))) << "seed " << seed;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, FlippedBits,
                         testing::Values("mp3", "m4a", "opus", "ogg", "flac", "wav", "webm",
                                         "aac"));

// ---- kinds of damage to ten seconds of noise: what is heard, and what is said

enum class Harm { half, end, zeroed, rubbish_after, header };

std::string harmed(std::string bytes, Harm harm) {
  const std::size_t size = bytes.size();
  switch (harm) {
    case Harm::half:
      return bytes.substr(0, size / 2);
    case Harm::end:
      return bytes.substr(0, size * 95 / 100);
    case Harm::zeroed:
      return bytes.replace(size * 2 / 5, size / 5, size / 5, '\0');
    case Harm::rubbish_after: {
      std::mt19937 random(1);
      for (int i = 0; i < 20'000; ++i) bytes += static_cast<char>(random());
      return bytes;
    }
    case Harm::header:
      return bytes.substr(0, 200);
  }
  return bytes;
}

// Seconds that sound, and whether the damage is noticed.
struct Outcome {
  double seconds;
  bool noticed;
};

// In the order of Harm, but header: of that nothing ever sounds.
struct Damage {
  const char* name;
  const char* options;
  Outcome outcomes[4];
};

void PrintTo(const Damage& damage, std::ostream* out) { *out << damage.name; }

class DamagedFile : public testing::TestWithParam<Damage> {
 protected:
  MediaInfo probed(const std::string& bytes) {
    write_bytes(folder_ / "harmed", bytes);
    const auto result =
        probe_media(decoder_program(), folder_ / "harmed", std::chrono::seconds{60});
    if (const auto* info = std::get_if<MediaInfo>(&result)) return *info;
    MediaInfo nothing;
    nothing.damage = "nothing sounds";
    return nothing;
  }

  TemporaryFolder folder_;
};

TEST_P(DamagedFile, SoundsAsFarAsItIsSoundAndSaysSo) {
  write_noise(folder_ / "noise.wav", 44100, 10, 2);
  const auto file = folder_ / GetParam().name;
  if (file.extension() == ".amr" || file.extension() == ".3gp") {
    ASSERT_TRUE(encode_amr(folder_ / "noise.wav", "nb", file));
  } else {
    ASSERT_TRUE(convert(folder_ / "noise.wav", GetParam().options, file));
  }
  const std::string whole = read_bytes(file);
  int harm = 0;
  for (const Outcome& wanted : GetParam().outcomes) {
    const MediaInfo info = probed(harmed(whole, static_cast<Harm>(harm)));
    EXPECT_NEAR(static_cast<double>(info.frames) / 48000, wanted.seconds, 0.3) << "harm " << harm;
    EXPECT_EQ(!info.damage.empty(), wanted.noticed) << "harm " << harm << ": " << info.damage;
    ++harm;
  }
  const MediaInfo head = probed(harmed(whole, Harm::header));
  // Six packets of AMR fit into that.
  if (file.extension() == ".amr") {
    EXPECT_EQ(head.frames, 48000 / 50 * 6);
  } else {
    EXPECT_EQ(head.damage, "nothing sounds");
  }
}

INSTANTIATE_TEST_SUITE_P(
    Table, DamagedFile,
    testing::Values(
        //                               half         its end       a fifth zeroed  rubbish after
        Damage{"vbr.mp3", "-q:a 4", {{5, true}, {9.5, false}, {8, true}, {10, false}}},
        Damage{"bare.mp3",
               "-q:a 4 -write_xing 0",
               {{5, false}, {9.5, false}, {8, false}, {10, false}}},
        Damage{"a.m4a", "", {{0, true}, {0, true}, {7.9, true}, {10, false}}},
        Damage{"front.m4a",
               "-movflags faststart",
               {{4.8, true}, {9.5, false}, {7.9, true}, {10, false}}},
        Damage{"a.aac", "", {{5, false}, {9.5, false}, {8, false}, {10, false}}},
        Damage{"a.opus", "", {{4, false}, {9, false}, {6, true}, {10, false}}},
        Damage{"a.ogg", "", {{4.1, false}, {9.2, false}, {6.9, true}, {10, false}}},
        Damage{"a.wma", "", {{4.9, true}, {9.5, false}, {7.7, true}, {10, false}}},
        Damage{"a.flac", "", {{4.9, true}, {9.4, false}, {7.9, true}, {10, false}}},
        Damage{"a.wav", "", {{5, true}, {9.5, false}, {10, false}, {10, false}}},
        Damage{"a.w64", "", {{5, true}, {9.5, false}, {10, false}, {0, true}}},
        Damage{"a.caf", "", {{5, true}, {9.5, false}, {10, false}, {10, false}}},
        Damage{"a.aiff", "", {{5, true}, {9.5, false}, {10, false}, {10, false}}},
        Damage{"a.au", "", {{5, true}, {9.5, false}, {10, false}, {10, false}}},
        Damage{"a.webm", "", {{4.9, true}, {9.5, false}, {3.9, true}, {10, false}}},
        Damage{"a.mkv", "", {{5, true}, {9.5, false}, {4, true}, {10, false}}},
        Damage{"a.amr", "", {{5, false}, {9.5, false}, {12.9, false}, {28.4, true}}},
        Damage{"a.3gp", "", {{0, true}, {0, true}, {10, false}, {10, false}}}));

// A header that was written before its sound was there declares nothing: 0, the greatest number, or
// two gigabytes, by the programs that write to a pipe.
TEST(StreamedHeader, IsNoDamage) {
  const TemporaryFolder folder;
  write_noise(folder / "noise.wav", 44100, 2, 2);
  const std::string wav = read_bytes(folder / "noise.wav");
  const auto data = wav.find("data");
  ASSERT_NE(data, std::string::npos);
  for (const std::string& size :
       {std::string(4, '\0'), std::string("\xFF\xFF\xFF\xFF"), std::string("\xFF\xFF\xFF\x7F"),
        std::string("\x00\xF0\xFF\x7F", 4)}) {
    auto streamed = wav;
    streamed.replace(data + 4, 4, size).replace(4, 4, size);
    write_bytes(folder / "streamed.wav", streamed);
    const auto result =
        probe_media(decoder_program(), folder / "streamed.wav", std::chrono::seconds{60});
    const auto* info = std::get_if<MediaInfo>(&result);
    ASSERT_NE(info, nullptr);
    EXPECT_EQ(info->damage, "");
    EXPECT_NEAR(static_cast<double>(info->frames), 2 * 48000, 100);
  }
  for (const char* to : {"wav", "caf", "asf"}) {  // ffmpeg cannot read its own W64 of a pipe
    const auto file = folder / (std::string("piped.") + to);
    ASSERT_EQ(std::system(("ffmpeg -nostdin -v error -i " + (folder / "noise.wav").string() +
                           " -f " + to + " - | cat >" + file.string())
                              .c_str()),
              0);
    const auto result = probe_media(decoder_program(), file, std::chrono::seconds{60});
    ASSERT_TRUE(std::holds_alternative<MediaInfo>(result)) << to;
    EXPECT_EQ(std::get<MediaInfo>(result).damage, "") << to;
  }
}

}  // namespace
}  // namespace loa::audio
