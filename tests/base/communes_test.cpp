// The list of communes: Loa's own, the office's in its place, and how one is found.
#include "base/communes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/crypto.h"
#include "base/problem.h"

namespace loa::base {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> codes(const std::vector<Commune>& found) {
  std::vector<std::string> list;
  for (const auto& each : found) list.push_back(each.code);
  return list;
}

std::string why_not(const std::string& csv) {
  try {
    Communes::read(csv, "communes.csv");
  } catch (const base::BadInput& error) {
    return to_string(error.problems().front(), base::Language::english);
  }
  return "";
}

constexpr auto kSome =
    "code,name,province\n"
    "13291,Phường Phù Vân,Tỉnh Ninh Bình\n"
    "13285,Phường Phủ Lý,Tỉnh Ninh Bình\n"
    "04012,\"Xã Phù Vân, Thượng\",Tỉnh Sơn La\r\n"
    "\n"
    "25270,Phường Lộc Ninh,Thành phố Đồng Nai\n";

TEST(Communes, TheListThatLoaCarriesIsWhole) {
  const auto own = Communes::beside("/nowhere/station.json");
  EXPECT_EQ(own.all().size(), 3321U);
  EXPECT_EQ(own.find("13291")->name, "Phường Phù Vân");
  EXPECT_EQ(own.find("00004")->province, "Thành phố Hà Nội");
  EXPECT_EQ(own.find("99999"), nullptr);
}

TEST(Communes, TheOfficesOwnListGoesBeforeIt) {
  const auto folder = std::filesystem::temp_directory_path() / ("loa-communes-" + random_hex(8));
  std::filesystem::create_directory(folder);
  std::ofstream(folder / "communes.csv") << kSome;
  EXPECT_EQ(Communes::beside(folder / "station.json").all().size(), 4U);
  std::filesystem::remove_all(folder);
}

TEST(Communes, AreFoundByCodeAndByWordsWithOrWithoutMarks) {
  const auto some = Communes::read(kSome, "communes.csv");
  EXPECT_THAT(codes(some.like("132", 9)), ElementsAre("13285", "13291"));
  EXPECT_THAT(codes(some.like("phu van", 9)), ElementsAre("13291", "04012"));
  EXPECT_THAT(codes(some.like("PHÙ VÂN sơn la", 9)), ElementsAre("04012"));
  EXPECT_THAT(codes(some.like("dong nai", 9)), ElementsAre("25270"));
  EXPECT_THAT(codes(some.like("phu", 2)).size(), 2U);
  EXPECT_TRUE(some.like("  ", 9).empty());
  EXPECT_TRUE(some.like("xyz", 9).empty());
}

TEST(Communes, AWrongListIsRefusedByLine) {
  EXPECT_THAT(why_not(""), HasSubstr("code,name,province"));
  EXPECT_THAT(why_not("ma,ten,tinh\n"), HasSubstr("communes.csv:1:"));
  EXPECT_THAT(why_not("code,name,province\n1234,Xã A,Tỉnh B\n"), HasSubstr("communes.csv:2:"));
  EXPECT_THAT(why_not("code,name,province\n12345,Xã A,\n"), HasSubstr("the province is missing"));
  EXPECT_THAT(why_not("code,name,province\n12345,Xã \xFF,T\n"), HasSubstr("UTF-8"));
  EXPECT_THAT(why_not("code,name,province\n12345,A,B\n12345,C,D\n"), HasSubstr("twice"));
}

}  // namespace
}  // namespace loa::base
