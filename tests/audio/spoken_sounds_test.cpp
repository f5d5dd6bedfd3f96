// What espeak-ng really makes of a text: the phonemes of what the normaliser says are those of the
// words as a speaker would say them, where those of the written text are not.
#include <espeak-ng/speak_lib.h>
#include <gmock/gmock.h>

#include <string>

#include "audio/speech/normalise.h"

namespace loa::audio {
namespace {

std::string phonemes(const std::string& text) {
  static const bool ready =
      espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, nullptr, espeakINITIALIZE_DONT_EXIT) > 0 &&
      espeak_SetVoiceByName("vi") == EE_OK;
  if (!ready) return "espeak-ng is not there";
  std::string all;
  const void* rest = text.c_str();
  while (rest != nullptr) {
    const char* clause = espeak_TextToPhonemes(&rest, espeakCHARS_UTF8, 0);
    if (clause != nullptr) all += std::string(all.empty() ? "" : " ") + clause;
  }
  return all;
}

struct Pair {
  const char* written;
  const char* words;
};

TEST(SpokenSounds, AreThoseOfTheWordsAndNotOfTheSigns) {
  const Pair pairs[]{
      {"15 người", "mười lăm người"},
      {"UBND xã", "ủy ban nhân dân xã"},
      {"lúc 17h30", "lúc mười bảy giờ ba mươi phút"},
      {"ngày 15/7/2021", "ngày mười lăm tháng bảy năm hai nghìn không trăm hai mươi mốt"},
      {"3.500.000 đồng", "ba triệu năm trăm nghìn đồng"},
      {"gọi 1900 1096", "gọi một chín không không, một không chín sáu"}};
  for (const auto& pair : pairs) {
    EXPECT_EQ(phonemes(speech::spoken(pair.written)), phonemes(pair.words)) << pair.written;
    EXPECT_NE(phonemes(pair.written), phonemes(pair.words)) << pair.written << " needs no reading";
  }
}

TEST(SpokenSounds, AreVietnameseThroughout) {
  EXPECT_THAT(phonemes("UBND"), ::testing::HasSubstr("(en)"));
  for (const char* written : {"UBND, HĐND, TTHC, CCHC, BHYT, CCCD", "Nghị quyết 76/NQ-CP", "XYZ",
                              "VNeID trên website dichvucong.gov.vn", "30 km/h, 5kg, 20m²"}) {
    EXPECT_THAT(phonemes(speech::spoken(written)), ::testing::Not(::testing::HasSubstr("(en)")))
        << written;
  }
}

}  // namespace
}  // namespace loa::audio
