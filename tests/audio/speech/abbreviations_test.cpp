// The list of short forms: Loa's own, and a station's lines over it.
#include <gmock/gmock.h>

#include "audio/speech/abbreviations.h"
#include "audio/speech/normalise.h"
#include "base/embedded.h"

#include <span>

namespace loa::embedded {
std::span<const base::EmbeddedFile> speech_words();
}

namespace loa::audio::speech {
namespace {

TEST(Abbreviations, AreAddedAndOverridden) {
  Abbreviations words = Abbreviations::built_in();
  EXPECT_TRUE(
      words
          .add("# của đài\r\nHTXDV\thợp tác xã dịch vụ\r\nCA\tCông an\nTT\tthị trấn\ttrước tên\n",
               "xa.tsv")
          .empty());
  EXPECT_EQ(spoken("HTXDV và CA xã", words), "hợp tác xã dịch vụ và Công an xã");
  EXPECT_EQ(spoken("TT Rừng Thông, TT xã", words), "thị trấn Rừng Thông, trung tâm xã");
  EXPECT_EQ(spoken("HTXDV"), "hát tê ích dê vê") << "the list of Loa is as it was";
}

TEST(Abbreviations, HaveAFingerprintThatTellsChange) {
  Abbreviations words = Abbreviations::built_in();
  EXPECT_EQ(words.fingerprint(), Abbreviations::built_in().fingerprint());
  EXPECT_TRUE(words.add("CA\tCông an", "").empty());
  EXPECT_NE(words.fingerprint(), Abbreviations::built_in().fingerprint());
}

struct BadLine {
  const char* tsv;
  int line;
  int column;
  const char* field;
  const char* code;
};

TEST(Abbreviations, ThatAreWrongAreToldByLineAndField) {
  const BadLine bad[]{{"CA công an", 1, 1, "", "speech-columns"},
                      {"a\tb\tđơn vị\tthừa", 1, 1, "", "speech-columns"},
                      {"# ghi chú\n\tcông an", 2, 1, "chữ viết", "speech-written"},
                      {"OK\tô kê\nĐA\t", 2, 4, "cách đọc", "speech-spoken"},
                      {"CA\tcông an 113", 1, 4, "cách đọc", "speech-spoken"},
                      {"CA\tUBND", 1, 4, "cách đọc", "speech-spoken"},
                      {"CA\tcông an\tđâu đó", 1, 12, "nơi dùng", "speech-use"},
                      {"CA\tc\xF4ng an", 1, 1, "", "speech-not-utf8"}};
  for (const auto& one : bad) {
    Abbreviations words = Abbreviations::built_in();
    const auto problems = words.add(one.tsv, "xa.tsv");
    ASSERT_EQ(problems.size(), 1U) << one.tsv;
    EXPECT_EQ(problems[0].code, one.code) << one.tsv;
    EXPECT_EQ(problems[0].field, one.field) << one.tsv;
    EXPECT_EQ(problems[0].place, (base::Place{"xa.tsv", one.line, one.column})) << one.tsv;
    EXPECT_EQ(words.fingerprint(), Abbreviations::built_in().fingerprint())
        << "nothing is half taken in: " << one.tsv;
  }
}

// What an operator hears of a short form is what the list tells, and is not read once more.
TEST(Abbreviations, OfLoaAreSaidAsTheListTells) {
  int count = 0;
  const auto tsv = std::string(embedded::speech_words().front().bytes);
  for (std::size_t begin = 0; begin < tsv.size();) {
    const auto end = tsv.find('\n', begin);
    const auto line = tsv.substr(begin, end - begin);
    begin = end + 1;
    if (line.starts_with('#')) continue;
    auto said = line.substr(line.find('\t') + 1);
    said.resize(std::min(said.find('\t'), said.size()));
    EXPECT_EQ(spoken(said), said);
    ++count;
  }
  EXPECT_GT(count, 400);
}

}  // namespace
}  // namespace loa::audio::speech
