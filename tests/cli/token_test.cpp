// Keys on a token: the real commands with SoftHSM, Debian's token in software.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/files.h"
#include "program.h"
#include "trust/command.h"
#include "trust/roles.h"

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

// An office whose every key is on the token.
struct TokenOffice : TokenKeys {
  std::string public_of(const std::string& key) const {
    const auto shown = loa({"key", "show", uri(key)});
    EXPECT_EQ(shown.code, 0) << shown.err;
    return shown.out.substr(0, 64);
  }
  void fine(const std::vector<std::string>& arguments) const {
    const auto ran = loa(arguments);
    ASSERT_EQ(ran.code, 0) << arguments[0] << ": " << ran.err;
  }
  void SetUp() override {
    for (const auto* key : {"lich", "xa", "an", "binh"}) ASSERT_EQ(make(key, pin).code, 0);
    fine({"root", "new", office, "--root", uri("lich"), "--programme", uri("lich"), "--snapshot",
          uri("lich"), "--timestamp", uri("lich"), "--command", uri("an"), "--command",
          uri("binh")});
    fine({"root", "sign", office, "--key", uri("lich"), "--key-passphrase-file", pin});
  }
  Ran delegate(const std::string& pin_file) const {
    return loa({"delegate", office, "--to", "phu-van", "--to-key", uri("xa"), "--for", "st-1",
                "--key", uri("lich"), "--key-passphrase-file", pin_file});
  }
  Ran command(const std::string& pin_file, const std::string& out) const {
    return loa({"command", "say", "Nước lên", "--level", "1", "--for", "st-1", "--key", uri("an"),
                "--key-passphrase-file", pin_file, "-o", out});
  }
  // As the station judges it: "" where it is obeyed.
  std::string verdict(const std::string& file) const {
    base::Problems problems;
    const auto root_text = base::read_file(office + "/1.root.json", 1UL << 20);
    const auto root = trust::read_root(trust::read_envelope(root_text, "root", problems).value(),
                                       "root", problems);
    const auto envelope =
        trust::read_envelope(base::read_file(file, 1UL << 20), "command", problems);
    if (!root || !envelope) return "unreadable";
    trust::CommandQuestion question;
    question.station = "st-1";
    question.at = trust::read_command(*envelope, "", problems).value().not_before;
    const auto judged = trust::judge(*envelope, root->command, {}, question);
    return judged.command ? "" : judged.problems.at(0).code;
  }
};

TEST_F(TokenOffice, LetsACommuneWithAKeyOnATokenSignForItsStation) {
  const auto delegated = delegate(pin);
  ASSERT_EQ(delegated.code, 0) << delegated.err;
  const auto out = folder.path() + "/xa.loa";
  fine({"sign-programme", office, "--name", "phu-van", "--week",
        folder.file("tuan.json", kTokenWeek), "--for", "st-1", "--key", uri("xa"),
        "--key-passphrase-file", pin});
  fine({"bundle", office, "-o", out, "--snapshot-key", uri("lich"),
        "--snapshot-key-passphrase-file", pin, "--timestamp-key", uri("lich"),
        "--timestamp-key-passphrase-file", pin});
  const auto verified =
      run_loa({"verify", out, "--root", office + "/1.root.json", "--for", "st-1"});
  EXPECT_EQ(verified.code, 0) << verified.err;
  EXPECT_THAT(verified.out, HasSubstr("programme phu-van"));
  EXPECT_THAT(verified.out, HasSubstr("signed by " + public_of("xa")));
}

TEST_F(TokenOffice, SignsCommandsThatAStationObeysAndASecondPersonsBesideThem) {
  const auto file = folder.path() + "/lenh.json";
  const auto made = command(pin, file);
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_EQ(verdict(file), "second-person");
  fine({"command", "sign", file, "--key", uri("binh"), "--key-passphrase-file", pin});
  EXPECT_EQ(verdict(file), "");
  base::Problems problems;
  const auto envelope =
      trust::read_envelope(base::read_file(file, 1UL << 20), "command", problems).value();
  EXPECT_EQ(trust::to_hex(trust::read_command(envelope, "", problems).value().issuer),
            public_of("an"));
}

TEST_F(TokenOffice, SignsNoCommandAndLetsNobodySignWithoutItsPin) {
  const auto wrong = folder.file("sai", "0000\n");
  const auto file = folder.path() + "/lenh.json";
  for (const auto& ran : {delegate(wrong), command(wrong, file)}) {
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.err, HasSubstr("the PIN is wrong"));
  }
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(TokenOffice, SignsNoCommandThatCountsByAKeyThatMayNot) {
  const auto file = folder.path() + "/lenh.json";
  fine({"command", "stop", "--for", "st-1", "--key", uri("xa"), "--key-passphrase-file", pin, "-o",
        file});
  EXPECT_EQ(verdict(file), "unsigned");
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
