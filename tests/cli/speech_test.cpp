// loa speech: what will be said, and its sound, without a station.
#include <gmock/gmock.h>

#include <filesystem>

#include "program.h"

namespace loa::cli::testing {
namespace {

TEST(SpeechCommand, PrintsWhatWillBeSaid) {
  const Folder folder;
  const auto text = folder.file("tin.txt", "UBND xã họp lúc 17h30 ngày 15/7/2021.\n");
  const auto ran = run_loa({"speech", text});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out,
            "Ủy ban nhân dân xã họp lúc mười bảy giờ ba mươi phút ngày mười lăm tháng bảy năm hai "
            "nghìn không trăm hai mươi mốt.\n");
}

TEST(SpeechCommand, KnowsTheStationsAbbreviations) {
  const Folder folder;
  const auto text = folder.file("tin.txt", "HTXDV xã");
  const auto list = folder.file("viet-tat.tsv", "HTXDV\thợp tác xã dịch vụ\n");
  EXPECT_EQ(run_loa({"speech", text, "--abbreviations", list}).out, "hợp tác xã dịch vụ xã\n");
  const auto bad = folder.file("hong.tsv", "HTXDV\thợp tác xã\nCA\tcông an 113\n");
  const auto ran = run_loa({"speech", text, "--abbreviations", bad});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, ::testing::HasSubstr("hong.tsv:2:4: cách đọc: "));
  EXPECT_EQ(ran.out, "");
}

TEST(SpeechCommand, SpeaksIntoAFile) {
  const Folder folder;
  const auto text = folder.file("tin.txt", "Kính chào bà con");
  const auto wav = folder.path() + "/tin.wav";
  const auto ran = run_loa({"speech", text, "--voice", "vi-vn-x-south", "-o", wav});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_GT(std::filesystem::file_size(wav), 20'000U);
  const auto refused = run_loa({"speech", text, "--voice", "nonesuch", "-o", wav + "2"});
  EXPECT_EQ(refused.code, 1);
  EXPECT_FALSE(std::filesystem::exists(wav + "2"));
}

}  // namespace
}  // namespace loa::cli::testing
