// Keys on a token: the real commands with SoftHSM, Debian's token in software.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "program.h"

namespace loa::cli::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

const char* const kTokenWeek =
    R"({"id":"tuan","version":1,"title":"Tuần ký","zone":"Asia/Ho_Chi_Minh",
"valid":{"from":"2026-01-01","to":"2029-12-31"},
"programmes":[{"id":"p","title":"Chào","items":[{"chime":"ba-tieng"}]}],
"slots":[{"id":"s","days":["T2"],"start":"05:00","length":"5m","programme":"p"}]})";

struct TokenKeys : ::testing::Test {
  TokenKeys() {
    std::filesystem::create_directories(folder.path() + "/tokens");
    const auto conf = folder.file("softhsm2.conf", "directories.tokendir = " + folder.path() +
                                                       "/tokens\nlog.level = ERROR\n");
    environment["SOFTHSM2_CONF"] = conf;
    // SoftHSM loses a few bytes of each key that it makes.
    environment["ASAN_OPTIONS"] = "detect_leaks=0";
    const auto init = "SOFTHSM2_CONF=" + conf +
                      " softhsm2-util --init-token --free --label 'Xã Phù Vân' --pin 4321 "
                      "--so-pin 87654321 >/dev/null";
    EXPECT_EQ(std::system(init.c_str()), 0) << "is softhsm2 installed?";
  }

  Ran loa(const std::vector<std::string>& arguments) const {
    return run_loa(arguments, environment);
  }
  static std::string uri(const std::string& key,
                         const std::string& token = "X%C3%A3%20Ph%C3%B9%20V%C3%A2n") {
    return "pkcs11:token=" + token + ";object=" + key +
           "?module-path=/usr/lib/softhsm/libsofthsm2.so";
  }
  Ran make(const std::string& key, const std::string& pin_file) const {
    return loa({"key", "new", uri(key), "--passphrase-file", pin_file});
  }

  Folder folder;
  std::map<std::string, std::string> environment{{"LOA_LANG", "en"}};
  const std::string pin = folder.file("pin", "4321\n");
  const std::string office = folder.path() + "/co-quan";
};

TEST_F(TokenKeys, SignAWeekThatAStationBelieves) {
  const auto made = make("lich", pin);
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(made.out, MatchesRegex("[0-9a-f]{64}\n"));
  EXPECT_EQ(loa({"key", "show", uri("lich")}).out, made.out) << "without the PIN";
  const auto week = folder.file("tuan.json", kTokenWeek);
  const auto out = folder.path() + "/tuan.loa";
  for (const auto& step : std::vector<std::vector<std::string>>{
           {"root", "new", office, "--root", uri("lich"), "--programme", uri("lich"), "--snapshot",
            uri("lich"), "--timestamp", uri("lich")},
           {"root", "sign", office, "--key", uri("lich"), "--key-passphrase-file", pin},
           {"sign-programme", office, "--week", week, "--for", "st-1", "--key", uri("lich"),
            "--key-passphrase-file", pin},
           {"bundle", office, "-o", out, "--snapshot-key", uri("lich"),
            "--snapshot-key-passphrase-file", pin, "--timestamp-key", uri("lich"),
            "--timestamp-key-passphrase-file", pin}}) {
    const auto ran = loa(step);
    ASSERT_EQ(ran.code, 0) << step[0] << ": " << ran.err;
  }
  const auto verified =
      run_loa({"verify", out, "--root", office + "/1.root.json", "--for", "st-1"});
  EXPECT_EQ(verified.code, 0) << verified.err;
  EXPECT_THAT(verified.out, HasSubstr("signed by " + made.out));
}

TEST_F(TokenKeys, AreNotReplacedAndNotMadeWithoutTheirPin) {
  const auto wrong = make("lich", folder.file("sai", "0000\n"));
  EXPECT_EQ(wrong.code, 1);
  EXPECT_THAT(wrong.err, HasSubstr("the PIN is wrong"));
  ASSERT_EQ(make("lich", pin).code, 0);
  const auto again = make("lich", pin);
  EXPECT_EQ(again.code, 1);
  EXPECT_THAT(again.err, HasSubstr("a key is not replaced"));
}

TEST_F(TokenKeys, AreToldApartFromWhatIsNotThere) {
  struct Case {
    std::string uri;
    const char* told;
  };
  for (const auto& [uri, told] : std::vector<Case>{
           {uri("lich"), "has no Ed25519 key of this name"},
           {uri("lich", "Khac"), "there is no such token"},
           {"pkcs11:token=X", "does not name the key"},
           {"pkcs11:object=%zz", "is no URI of a token's key"},
           {"pkcs11:token=X;object=y?module-path=/khong-co.so", "cannot load /khong-co.so"}}) {
    const auto shown = loa({"key", "show", uri});
    EXPECT_EQ(shown.code, 1) << uri;
    EXPECT_THAT(shown.err, HasSubstr(told)) << uri;
  }
}

}  // namespace
}  // namespace loa::cli::testing
