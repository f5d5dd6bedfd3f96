// Where stations are, by which words they are found, and who may say so.
#include "centre/place.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "centre/api.h"
#include "tests/centre/engines.h"
#include "tests/centre/rows.h"
#include "tests/trust/office.h"

namespace loa::centre {
namespace {

using nlohmann::json;
using test::at;
using test::id_of;
using test::signed_post;
using testing::ElementsAre;

TEST(Place, is_on_the_earth) {
  EXPECT_EQ(position_at(20.541, 105.912), (Position{20'541'000, 105'912'000}));
  EXPECT_EQ(position_at(-90, 180), (Position{-90'000'000, 180'000'000}));
  EXPECT_FALSE(position_at(105.912, 20.541)) << "the two were exchanged";
  EXPECT_FALSE(position_at(0, 180.1));
  EXPECT_FALSE(position_at(std::numeric_limits<double>::quiet_NaN(), 0));
}

TEST(Place, has_a_few_words) {
  EXPECT_THAT(tags_from({"xe-loa", "a", "xe-loa"}).value(), ElementsAre("a", "xe-loa"));
  EXPECT_THAT(tags_from({"vu\xCC\x83ng"}).value(), ElementsAre("vũng")) << "as one types it or not";
  EXPECT_TRUE(tags_from({}).value().empty());
  for (const auto* wrong : {"", "a b", "a,b", "tag:a", "\n", "\xff", "\xC2\x85"})
    EXPECT_FALSE(tags_from({wrong})) << wrong;
  EXPECT_FALSE(tags_from({std::string(kLongestTag + 1, 'a')}));
  std::vector<std::string> many;
  for (std::size_t i = 0; i <= kMostTags; ++i) many.push_back(std::to_string(i));
  EXPECT_FALSE(tags_from(many));
}

TEST(Place, is_what_a_target_means) {
  const Where where{"13291", "Phường Phù Vân", "Tỉnh Ninh Bình", {{"lũ"}}};
  for (const auto* target : {"st-1", "tag:lũ", "commune:13291", "province:Tỉnh Ninh Bình"})
    EXPECT_TRUE(is_meant(target, "st-1", where)) << target;
  for (const auto* target : {"st-2", "tag:l", "tag:", "commune:13285", "province:", "lũ", ""})
    EXPECT_FALSE(is_meant(target, "st-1", where)) << target;
  EXPECT_FALSE(is_meant("commune:", "st-1", {})) << "unknown is no commune";
  EXPECT_FALSE(is_meant("province:", "st-1", {}));
}

class Places : public testing::TestWithParam<test::Engine> {
 protected:
  Places() {
    for (const auto& key : {one_, other_})
      store_.put_station(
          {id_of(key), "", std::string(key.public_key.begin(), key.public_key.end()), at(0).wall});
    report(one_, "13291");
    report(other_, "");
  }
  void report(const base::SigningKey& key, const std::string& commune) {
    protocol::StatusReport report;
    report.station = id_of(key);
    report.wall = at(1).wall;
    report.commune = commune;
    report.clusters = {{"Thôn Đông", "running"}, {"Thôn Đoài", "lost"}};
    const auto sent = signed_post(key, "/v1/status", to_json(report));
    ASSERT_EQ(test::answer_of(api_, sent, at(1)).status, 200);
  }
  protocol::HttpResponse post(const std::string& path, const json& body,
                              const std::string& key = "key") {
    const protocol::HttpRequest request{
        "POST", path, {}, {{"authorization", "Bearer " + key}}, body.dump(), "127.0.0.1"};
    return test::answer_of(api_, request, at(2));
  }
  std::set<std::string> meant(const std::vector<std::string>& targets) {
    const auto answer = post("/v1/admin/stations", {{"targets", targets}});
    return answer.status == 200 ? json::parse(answer.body)["stations"].get<std::set<std::string>>()
                                : std::set<std::string>{answer.body};
  }
  json shown(const base::SigningKey& key) {
    const auto all = json::parse(
        test::answer_of(api_, {"GET", "/v1/stations", {}, {}, "", "::1"}, at(2)).body)["stations"];
    for (const auto& each : all)
      if (each["id"] == id_of(key)) return each;
    return nullptr;
  }

  base::SigningKey one_ = base::SigningKey::generate();
  base::SigningKey other_ = base::SigningKey::generate();
  test::Database database_{GetParam()};
  Store store_{database_.open()};
  Api api_{database_.config(), {"key", base::SigningKey::generate()}, store_};
};

TEST_P(Places, are_said_by_the_administrator_and_shown_with_what_the_station_says) {
  const json said{{"station", id_of(one_)},
                  {"tags", {"lũ", "ven-sông"}},
                  {"position", {{"latitude", 20.541}, {"longitude", 105.912}}}};
  EXPECT_EQ(post("/v1/admin/place", said, "another").status, 403);
  EXPECT_EQ(shown(one_)["tags"], json::array());
  EXPECT_EQ(post("/v1/admin/place", said).status, 200);
  const auto one = shown(one_);
  EXPECT_EQ(one["tags"], said["tags"]);
  EXPECT_EQ(one["position"], said["position"]);
  EXPECT_EQ(one["commune"]["name"], "Phường Phù Vân");
  EXPECT_EQ(one["commune"]["province"], "Tỉnh Ninh Bình");
  EXPECT_EQ(one["report"]["clusters"][1], (json{{"name", "Thôn Đoài"}, {"device", "lost"}}));
  EXPECT_EQ(shown(other_)["commune"], nullptr) << "unknown stays unknown";
  EXPECT_EQ(shown(other_)["position"], nullptr);
}

TEST_P(Places, change_in_what_is_said_and_in_nothing_else) {
  post("/v1/admin/place", {{"station", id_of(one_)}, {"tags", {"lũ"}}});
  post("/v1/admin/place",
       {{"station", id_of(one_)}, {"position", {{"latitude", -1.5}, {"longitude", 0}}}});
  EXPECT_EQ(store_.place(id_of(one_)), (StationPlace{{"lũ"}, Position{-1'500'000, 0}}));
  for (const auto& [wrong, code] :
       {std::pair<json, int>{{{"station", "st-none"}}, 404},
        {{{"tags", {"a"}}}, 400},
        {{{"station", id_of(one_)}, {"tags", "a"}}, 400},
        {{{"station", id_of(one_)}, {"tags", {1}}}, 400},
        {{{"station", id_of(one_)}, {"tags", {"b"}}, {"position", {{"latitude", 91}}}}, 400},
        {{{"station", id_of(one_)}, {"position", {{"latitude", "1"}, {"longitude", 1}}}}, 400}})
    EXPECT_EQ(post("/v1/admin/place", wrong).status, code) << wrong;
  EXPECT_EQ(store_.place(id_of(one_)).tags, (std::vector<std::string>{"lũ"})) << "or half of it";
  post("/v1/admin/place",
       {{"station", id_of(one_)}, {"tags", json::array()}, {"position", nullptr}});
  EXPECT_EQ(store_.place(id_of(one_)), StationPlace{});
}

TEST_P(Places, name_the_stations_that_a_command_or_a_roll_out_is_for) {
  post("/v1/admin/place", {{"station", id_of(other_)}, {"tags", {"lũ"}}});
  EXPECT_THAT(meant({"tag:lũ"}), ElementsAre(id_of(other_)));
  EXPECT_THAT(meant({"commune:13291"}), ElementsAre(id_of(one_)));
  EXPECT_EQ(meant({"commune:13291", "tag:lũ", id_of(one_)}).size(), 2U);
  EXPECT_EQ(meant({}).size(), 2U);
  EXPECT_THAT(meant({"tag:lũ", "tag:none"}),
              ElementsAre(R"({"error":"no-such-target","target":"tag:none"})"));
  store_.revoke(id_of(other_), at(2).wall);
  EXPECT_THAT(meant({"tag:lũ"}), ElementsAre(testing::HasSubstr("no-such-target")));
  EXPECT_EQ(meant({}).size(), 1U);
}

// Who has a new bundle first may be said by a tag; who it was then stays so.
TEST_P(Places, say_who_has_a_new_bundle_first) {
  post("/v1/admin/place", {{"station", id_of(other_)}, {"tags", {"lũ"}}});
  trust::testing::Office office;
  const auto publish = [&](const std::string& first) {
    protocol::HttpRequest request{"POST", "/v1/admin/programme", {{"first", first}}, {}, "", "::1"};
    request.headers["authorization"] = "Bearer key";
    request.body = trust::write_bundle(office.seal());
    return test::answer_of(api_, request, at(2)).status;
  };
  EXPECT_EQ(publish(""), 200);
  EXPECT_EQ(publish("tag:none"), 404);
  EXPECT_EQ(publish("tag:lũ"), 200);
  post("/v1/admin/place", {{"station", id_of(one_)}, {"tags", {"lũ"}}});
  const auto rollout = json::parse(post("/v1/admin/rollout", {{"do", "show"}}).body)["rollout"];
  EXPECT_EQ(rollout["stages"], (json{0, 100}));
  EXPECT_EQ(rollout["members"], 1);
}

INSTANTIATE_TEST_SUITE_P(On, Places, test::each_engine(), test::name_of_engine);

}  // namespace
}  // namespace loa::centre
