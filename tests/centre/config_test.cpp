// The configuration of loa-centre.
#include "centre/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

namespace loa::centre {
namespace {

std::vector<std::string> codes(const std::string& text) {
  try {
    config_from(text, "/etc/loa/centre.json");
    return {};
  } catch (const base::BadInput& bad) {
    std::vector<std::string> found;
    for (const auto& problem : bad.problems()) found.push_back(problem.code + " " + problem.field);
    return found;
  }
}

TEST(CentreConfig, may_leave_everything_out) {
  const auto config = config_from("{}", "/etc/loa/centre.json");
  EXPECT_EQ(config.listen.address, "127.0.0.1");
  EXPECT_EQ(config.listen.port, 8480);
  EXPECT_EQ(config.state, "/var/lib/loa-centre");
  EXPECT_EQ(config.zone, "Asia/Ho_Chi_Minh");
}

TEST(CentreConfig, reads_every_key_and_comments) {
  const auto config = config_from(R"({
    // ghi chú
    "$schema": "loa-centre.schema.json", "title": "Tỉnh", "state": "data", "zone": "Asia/Tokyo",
    "address": "0.0.0.0", "port": 0, "hosts": ["loa.tinh.vn"], /* khác */ "password": "mật khẩu đủ dài"
  })",
                                  "/etc/loa/centre.json");
  EXPECT_EQ(config.title, "Tỉnh");
  EXPECT_EQ(config.state, "/etc/loa/data");
  EXPECT_EQ(config.zone, "Asia/Tokyo");
  EXPECT_EQ(config.listen.address, "0.0.0.0");
  EXPECT_EQ(config.listen.port, 0);
  EXPECT_THAT(config.listen.hosts, testing::ElementsAre("loa.tinh.vn"));
  EXPECT_EQ(config.listen.password, "mật khẩu đủ dài");
}

TEST(CentreConfig, finds_every_problem_in_one_pass) {
  EXPECT_EQ(codes(R"({"prot": 1, "port": 70000, "zone": "Asia/Hanoi", "password": "ngắn"})").size(),
            4U);
  EXPECT_EQ(codes("").size(), 1U);
  EXPECT_EQ(codes("[]").size(), 1U);
}

TEST(CentreConfig, names_each_witness_once) {
  const std::string key =
      "witness.example.com/w1+7e6f4aaa+BNdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";
  const auto config = config_from(R"({"witnesses": [")" + key + R"("]})", "centre.json");
  ASSERT_EQ(config.witnesses.size(), 1U);
  EXPECT_EQ(to_text(config.witnesses[0]), key);
  EXPECT_THAT(codes(R"({"witnesses": [")" + key + R"(", ")" + key + R"(", "khóa"]})"),
              testing::ElementsAre("same-witness witnesses[1]", "bad-witness witnesses[2]"));
  EXPECT_THAT(codes(R"({"witnesses": ["loa-centre/21fe31dfa154a261+x+y"]})"),
              testing::ElementsAre("bad-witness witnesses[0]"));
}

TEST(CentreConfig, opens_itself_to_other_machines_only_with_a_password) {
  EXPECT_THAT(codes(R"({"address": "0.0.0.0"})"), testing::ElementsAre("password-missing address"));
  EXPECT_THAT(codes(R"({"address": "::1"})"), testing::IsEmpty());
}

TEST(CentreConfig, speaks_https_beyond_this_machine_whatever_it_is_told) {
  const std::string open = R"({"address": "0.0.0.0", "password": "mật khẩu đủ dài")";
  EXPECT_TRUE(config_from(open + "}", "c").listen.tls);
  EXPECT_THAT(codes(open + R"(, "tls": false})"), testing::ElementsAre("tls-needed tls"));
  EXPECT_FALSE(config_from("{}", "c").listen.tls);
  EXPECT_TRUE(config_from(R"({"tls": true})", "c").listen.tls);
}

TEST(CentreConfig, tells_whether_a_database_can_be_meant) {
  EXPECT_EQ(config_from("{}", "c").database, "");
  const std::string good = "postgresql://loa:mk@db.tinh.vn/loa?sslmode=verify-full";
  EXPECT_EQ(config_from(R"({"database": ")" + good + R"("})", "c").database, good);
  for (const char* bad : {"mysql://x/y", "centre.db", "postgresql://x/y?sslmodes=1"})
    EXPECT_THAT(codes(nlohmann::json{{"database", bad}}.dump()),
                testing::ElementsAre("bad-database database"))
        << bad;
}

TEST(CentreConfig, has_a_schema_that_knows_the_same_keys) {
  std::ifstream in(LOA_SOURCE_DIR "/centre/loa-centre.schema.json");
  const auto schema = nlohmann::json::parse(in);
  for (const auto& [key, property] : schema["properties"].items()) {
    EXPECT_FALSE(property["description"].get<std::string>().empty()) << key;
    const auto found = codes(nlohmann::json{{key, nullptr}}.dump());
    for (const auto& code : found) EXPECT_EQ(code.find("unknown"), std::string::npos) << code;
  }
  EXPECT_EQ(schema["properties"].size(), 13U);
}

}  // namespace
}  // namespace loa::centre
