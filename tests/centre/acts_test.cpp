// What people do at the centre stands in its own record, on both engines.
#include "centre/acts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "centre/acts_command.h"
#include "centre/api.h"
#include "centre/verify.h"
#include "tests/centre/engines.h"
#include "tests/centre/rows.h"
#include "tests/protocol/rfc_key.h"

namespace loa::centre {
namespace {

using nlohmann::json;
using test::at;

class CentreActs : public testing::TestWithParam<test::Engine> {
 protected:
  int ask(const std::string& path, const std::string& body, std::int64_t when = 10,
          const std::map<std::string, std::string>& query = {}) {
    protocol::HttpRequest request{"POST", path, query, {}, body, "127.0.0.1"};
    request.headers["authorization"] = "Bearer key";
    request.headers["loa-person"] = "chị Lan";
    return test::answer_of(api_, request, at(when)).status;
  }
  json acts() {
    return json::parse(
        test::answer_of(api_, {"GET", "/v1/acts", {}, {}, "", "127.0.0.1"}, at(20)).body)["acts"];
  }
  std::vector<std::string> lines() {
    std::vector<std::string> lines;
    for (const auto& act : acts())
      lines.push_back(act["what"].get<std::string>() + " " + act["state"].get<std::string>() + " " +
                      act["by"].get<std::string>());
    return lines;
  }
  std::string wrong() {
    const auto found = verify(store_, {}).findings;
    return found.empty() ? "" : code_of(found.front().wrong);
  }

  test::Database database_{GetParam()};
  Store store_{database_.open()};
  Api api_{database_.config(), {"key", protocol::test::rfc_key()}, store_};
};

TEST_P(CentreActs, are_written_down_before_and_after) {
  EXPECT_EQ(ask("/v1/admin/tokens", R"({"name":"Xã A"})"), 200);
  EXPECT_EQ(ask("/v1/admin/revoke", R"({"station":"st-none"})"), 404);
  EXPECT_EQ(ask("/v1/admin/command", "no command"), 400);
  EXPECT_EQ(ask("/v1/admin/programme", "no bundle"), 400);
  EXPECT_EQ(ask("/v1/admin/rollout", R"({"do":"show"})"), 200) << "is no act";
  EXPECT_EQ(ask("/v1/alarms/acknowledge", R"({"by":"anh Tư","station":"st-1","code":"sound"})"),
            404);
  EXPECT_THAT(lines(), testing::ElementsAre("alarm-seen refused anh Tư", "alarm-seen asked anh Tư",
                                            "programme refused chị Lan", "programme asked chị Lan",
                                            "command refused chị Lan", "command asked chị Lan",
                                            "revoke refused chị Lan", "revoke asked chị Lan",
                                            "tokens done chị Lan", "tokens asked chị Lan"));
  const auto first = acts().back();
  EXPECT_EQ(first["seq"], 1);
  EXPECT_EQ(first["subject"], R"({"name":"Xã A"})");
  EXPECT_EQ(first["peer"], "127.0.0.1");
  EXPECT_EQ(first["sha256"], base::to_hex(base::sha256(R"({"name":"Xã A"})")));
  EXPECT_EQ(wrong(), "");
}

// However many pieces an audio file comes in.
TEST_P(CentreActs, that_bring_a_file_are_written_down_once) {
  const auto hash = base::to_hex(base::sha256("chuông"));
  const std::string path = "/v1/admin/media/" + hash;
  EXPECT_EQ(ask(path, "chuô", 10, {{"offset", "0"}, {"bytes", "8"}}), 200);
  EXPECT_EQ(ask(path, "ng", 10, {{"offset", "5"}, {"bytes", "8"}}), 200);
  EXPECT_EQ(ask(path, "x", 10, {{"offset", "0"}, {"bytes", "no"}}), 400);
  EXPECT_THAT(lines(), testing::ElementsAre("media refused chị Lan", "media done chị Lan"));
  EXPECT_EQ(acts().back()["subject"], hash);
  EXPECT_EQ(acts().back()["sha256"], hash);
}

TEST_P(CentreActs, that_were_changed_removed_moved_or_back_dated_are_found) {
  for (int i = 0; i < 3; ++i) ask("/v1/admin/tokens", R"({"name":"Xã"})", 10 + i);
  const auto one = [&](const char* sql) {
    store_.sql().begin();
    store_.sql().run(sql);
    const auto found = wrong();
    store_.sql().rollback();
    return found;
  };
  EXPECT_EQ(one("UPDATE as_run SET evidence = '{}' WHERE seq = 3"), "row-changed");
  EXPECT_EQ(one("DELETE FROM as_run WHERE seq = 3"), "row-removed");
  EXPECT_EQ(one("DELETE FROM as_run WHERE seq = 6"), "row-removed");
  EXPECT_EQ(one("UPDATE as_run SET wall_ns = wall_ns - 86400000000000 WHERE seq = 3"),
            "row-back-dated");
  EXPECT_EQ(one("UPDATE checkpoint SET wall_ns = 1"), "checkpoint-changed");
  store_.sql().begin();
  for (const auto* sql :
       {"UPDATE as_run SET seq = 99 WHERE seq = 3", "UPDATE as_run SET seq = 3 WHERE seq = 4",
        "UPDATE as_run SET seq = 4 WHERE seq = 99"})
    store_.sql().run(sql);
  const auto found = wrong();
  store_.sql().rollback();
  EXPECT_EQ(found, "row-reordered");
}

TEST_P(CentreActs, that_cannot_be_written_down_are_not_done) {
  store_.sql().run("DROP TABLE log_node");
  EXPECT_ANY_THROW(ask("/v1/admin/tokens", R"({"name":"Xã A"})"));
  EXPECT_TRUE(store_.sql().run("SELECT 1 FROM token").rows.empty());
}

TEST(ActsCommand, PrintsTheRecordAndWhatIsWrongWithIt) {
  test::Folder folder;
  Config config;
  config.state = folder.path();
  Store store(folder.path() / "centre.db");
  Api api(config, {"key", protocol::test::rfc_key()}, store);
  protocol::HttpRequest request{"POST", "/v1/admin/tokens",   {},
                                {},     R"({"name":"Xã A"})", "127.0.0.1"};
  request.headers = {{"authorization", "Bearer key"}, {"loa-person", "lan"}};
  test::answer_of(api, request, at(10));
  std::ostringstream lines;
  std::ostringstream errors;
  EXPECT_TRUE(show_acts(config, false, lines, errors));
  EXPECT_THAT(lines.str(), testing::HasSubstr("tokens     done     lan (127.0.0.1)"));
  store.sql().run("UPDATE as_run SET reason = 'refused' WHERE seq = 2");
  std::ostringstream json_lines;
  EXPECT_FALSE(show_acts(config, true, json_lines, errors));
  EXPECT_THAT(json_lines.str(), testing::HasSubstr(R"("what":"tokens","state":"asked")"));
  EXPECT_THAT(errors.str(), testing::HasSubstr("row-changed"));
}

INSTANTIATE_TEST_SUITE_P(On, CentreActs, test::each_engine(), test::name_of_engine);

}  // namespace
}  // namespace loa::centre
