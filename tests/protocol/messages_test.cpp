// Messages: the examples of docs/protocol.md are the golden texts; what is written reads back the
// same; what is not exactly a message is refused.
#include "protocol/messages.h"

#include <gtest/gtest.h>

#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>

namespace loa::protocol {
namespace {

using Json = nlohmann::json;

const std::string kPem = "-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\n";

base::Wall wall(std::int64_t nanoseconds) { return base::Wall(base::Duration(nanoseconds)); }

constexpr std::int64_t kFive = 1'795'471'200'000'000'000;  // 2026-11-24T05:00:00+07:00

journal::Row intent() {
  journal::Row row;
  row.station = "st-0123456789abcdef";
  row.epoch = 1;
  row.seq = 1;
  row.kind = journal::Kind::intent;
  row.occurrence = "phu-van.3/sang/20261123T220000Z";
  row.title = "Bản tin sáng";
  row.area = "CCHC-1";
  row.nominal = wall(kFive);
  row.wall = wall(kFive - 1'200'345'678);
  row.monotonic_ns = 86'400'123'456'789;
  row.boot = "5f1c7f0e-3c2a-4c67-9f0f-0d6f5a6f7b11";
  row.quality = base::ClockQuality::synced;
  row.level = 3;
  row.hash = journal::hash_of(row);
  return row;
}

journal::Row result() {
  journal::Row row = intent();
  row.seq = 2;
  row.kind = journal::Kind::result;
  row.wall = wall(kFive + 65'000'000'001);
  row.monotonic_ns += 66'200'345'679;
  row.content = base::to_hex(base::sha256("bản tin"));
  row.frames_due = 3'120'000;
  row.frames_played = 3'120'000;
  row.evidence = R"({"peakDb":-3.1,"startErrorUs":412})";
  row.outcome = journal::Outcome::played;
  row.reason = "completed";
  row.previous = intent().hash;
  row.hash = journal::hash_of(row);
  return row;
}

JournalBatch batch() { return {"st-0123456789abcdef", {intent(), result()}, false}; }

StatusReport status() {
  StatusReport report;
  report.station = "st-0123456789abcdef";
  report.name = "Đài truyền thanh xã Phú Vân";
  report.software = "0.1.0";
  report.wall = wall(kFive + 30'000'000'000);
  report.quality = base::ClockQuality::synced;
  report.on_air = "Bản tin sáng";
  report.level = 3;
  report.next_start = wall(kFive + 43'200'000'000'000);
  report.next_title = "Bản tin chiều";
  report.schedule = "phu-van.3";
  report.device = "running";
  report.volume = 80;
  report.disk_free = 12'884'901'888;
  report.unacknowledged = 1;
  report.epoch = 1;
  report.seq = 1;
  report.nonce = "5f1d0c3a9be24768";
  report.faults = {"device-lost"};
  return report;
}

std::string written(const std::string& name) {
  if (name == "EnrolRequest")
    return to_json(EnrolRequest{"3f9a2-0b1c4-77e0d-91ab2",
                                "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", "Đài xã Phú Vân"});
  if (name == "EnrolResponse") return to_json(EnrolResponse{"st-0123456789abcdef", kPem});
  if (name == "StatusAnswer") {
    return to_json(StatusAnswer{"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                                {R"({"payload":"e30="})"}});
  }
  if (name == "JournalBatch") return to_json(batch());
  if (name == "BatchAck") return to_json(BatchAck{1, 2});
  return to_json(status());
}

template <class Message>
bool round_trips(std::optional<Message> (*read)(std::string_view), const std::string& json) {
  const auto message = read(json);
  return message && to_json(*message) == json;
}

bool reads(const std::string& name, const std::string& json) {
  if (name == "EnrolRequest") return round_trips(enrol_request_from, json);
  if (name == "EnrolResponse") return round_trips(enrol_response_from, json);
  if (name == "StatusAnswer") return round_trips(status_answer_from, json);
  if (name == "JournalBatch") return round_trips(journal_batch_from, json);
  if (name == "BatchAck") return round_trips(batch_ack_from, json);
  return round_trips(status_report_from, json);
}

// The block "```json NAME" of the document.
Json example(const std::string& name) {
  std::ifstream in(LOA_SOURCE_DIR "/docs/protocol.md");
  std::stringstream text;
  text << in.rdbuf();
  const std::string all = text.str();
  const std::string fence = "```json " + name + "\n";
  const auto begin = all.find(fence);
  if (begin == std::string::npos) return nullptr;
  const auto end = all.find("```", begin + fence.size());
  return Json::parse(all.substr(begin + fence.size(), end - begin - fence.size()), nullptr, false);
}

class Message : public testing::TestWithParam<const char*> {};

TEST_P(Message, is_written_as_the_documentation_shows) {
  EXPECT_EQ(example(GetParam()), Json::parse(written(GetParam()))) << written(GetParam());
}

TEST_P(Message, reads_back_the_same) { EXPECT_TRUE(reads(GetParam(), written(GetParam()))); }

// Takes away, or replaces, each member in turn.
TEST_P(Message, needs_every_member_in_its_own_type) {
  const Json whole = Json::parse(written(GetParam()));
  const std::vector<Json> wrong = {
      nullptr, true, -1, 1.5, Json::array({1}), Json::object(), std::string(70'000, 'x')};
  for (const auto& [key, value] : whole.items()) {
    Json without = whole;
    without.erase(key);
    EXPECT_FALSE(reads(GetParam(), without.dump())) << key;
    for (const Json& other : wrong) {
      if (other.is_null() && key == "nextStartNs") continue;  // may be null
      if (other.is_boolean() && value.is_boolean()) continue;
      Json changed = whole;
      changed[key] = other;
      EXPECT_FALSE(reads(GetParam(), changed.dump())) << key << " " << other.type_name();
    }
  }
}

TEST_P(Message, is_refused_cut_short_anywhere) {
  const std::string json = written(GetParam());
  for (std::size_t size = 0; size < json.size(); ++size)
    EXPECT_FALSE(reads(GetParam(), json.substr(0, size))) << size;
}

INSTANTIATE_TEST_SUITE_P(All, Message,
                         testing::Values("EnrolRequest", "EnrolResponse", "StatusAnswer",
                                         "JournalBatch", "BatchAck", "StatusReport"),
                         [](const auto& info) { return std::string(info.param); });

TEST(StatusReport, tells_which_programme_the_station_has_and_which_it_refused) {
  auto report = status();
  EXPECT_FALSE(status_report_from(to_json(report))->programme) << "from an earlier version";
  report.programme = {"9f86", 12, "60303", "unsigned"};
  const auto text = to_json(report);
  EXPECT_EQ(status_report_from(text)->programme, report.programme);
  for (const auto* wrong :
       {"null", "1", "{}", R"({"taken":"","version":-1,"refused":"","reason":""})"}) {
    auto json = Json::parse(text);
    json["programme"] = Json::parse(wrong);
    EXPECT_FALSE(status_report_from(json.dump())) << wrong;
  }
}

TEST(StatusReport, says_that_the_station_listens_and_what_it_has_heard) {
  auto report = status();
  EXPECT_FALSE(status_report_from(to_json(report)).value().listening) << "from an earlier version";
  report.listening = {std::chrono::seconds{30}, {id_of_command("{}")}};
  const auto text = to_json(report);
  EXPECT_EQ(status_report_from(text).value().listening, report.listening);
  const std::string long_id(65, 'a');
  for (const auto& wrong :
       {Json(nullptr), Json(30), Json{{"seconds", 30}},
        Json{{"seconds", -1}, {"got", Json::array()}},
        Json{{"seconds", 61}, {"got", Json::array()}}, Json{{"seconds", 1}, {"got", {1}}},
        Json{{"seconds", 1}, {"got", {long_id}}},
        Json{{"seconds", 1}, {"got", std::vector<std::string>(kMaxGot + 1)}}}) {
    auto json = Json::parse(text);
    json["listening"] = wrong;
    EXPECT_FALSE(status_report_from(json.dump())) << wrong;
  }
}

TEST(StatusReport, says_where_it_is_and_how_its_clusters_are) {
  auto report = status();
  EXPECT_EQ(status_report_from(to_json(report)).value().commune, "") << "from an earlier version";
  report.commune = "13291";
  report.clusters = {{"CCHC-1", "running"}, {"CCHC-2", "lost"}};
  const auto text = to_json(report);
  EXPECT_EQ(status_report_from(text).value().commune, "13291");
  EXPECT_EQ(status_report_from(text).value().clusters, report.clusters);
  const Json cluster{{"name", "a"}, {"device", "lost"}};
  for (const auto& [member, wrong] :
       {std::pair<const char*, Json>{"commune", "1329"},
        {"commune", 13291},
        {"clusters", "a"},
        {"clusters", {"a"}},
        {"clusters", {Json{{"name", "a"}}}},
        {"clusters", std::vector<Json>(kMaxReportedClusters + 1, cluster)}}) {
    auto json = Json::parse(text);
    json[member] = wrong;
    EXPECT_FALSE(status_report_from(json.dump())) << wrong;
  }
}

TEST(Messages, pass_over_members_they_do_not_know) {
  Json json = Json::parse(to_json(status()));
  json["later"] = {{"a", 1}};
  EXPECT_TRUE(status_report_from(json.dump()));
}

TEST(StatusAnswer, has_the_window_of_the_first_contact_or_none) {
  StatusAnswer answer{"", {}};
  EXPECT_FALSE(status_answer_from(to_json(answer)).value().first_contact);
  answer.first_contact = kMaxFirstContact;
  EXPECT_EQ(status_answer_from(to_json(answer)).value().first_contact, kMaxFirstContact);
  for (const Json& wrong : {Json(-1), Json(3601), Json(1.5), Json("60"), Json(nullptr)}) {
    Json json = Json::parse(to_json(answer));
    json["firstContactSeconds"] = wrong;
    EXPECT_FALSE(status_answer_from(json.dump())) << wrong;
  }
}

TEST(Messages, are_refused_in_another_version) {
  Json json = Json::parse(to_json(BatchAck{1, 2}));
  json["version"] = 2;
  EXPECT_FALSE(batch_ack_from(json.dump()));
}

TEST(Messages, are_refused_where_they_nest_without_end) {
  const std::string deep(200'000, '[');
  EXPECT_FALSE(batch_ack_from(deep));
  EXPECT_FALSE(batch_ack_from(R"({"version":1,"epoch":1,"seq":1,"x":)" + deep));
}

TEST(Messages, that_are_not_utf8_are_refused_and_never_written) {
  EXPECT_FALSE(enrol_response_from("{\"version\":1,\"station\":\"\xff\"}"));
  EXPECT_TRUE(enrol_response_from(to_json(EnrolResponse{"\xff", ""})));
}

TEST(JournalBatch, has_one_to_five_hundred_rows) {
  JournalBatch none{"st-1", {}, false};
  EXPECT_FALSE(journal_batch_from(to_json(none)));
  JournalBatch many{"st-1", std::vector<journal::Row>(kMaxBatchRows, intent()), false};
  EXPECT_TRUE(journal_batch_from(to_json(many)));
  many.rows.push_back(intent());
  EXPECT_FALSE(journal_batch_from(to_json(many)));
}

struct Edge {
  const char* member;
  Json value;
  bool taken;
};

TEST(JournalBatch, takes_each_number_of_a_row_in_its_range_only) {
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  const std::vector<Edge> edges = {
      {"epoch", 0, false},
      {"epoch", 1, true},
      {"epoch", kMost, true},
      {"epoch", std::uint64_t{1} << 63U, false},
      {"seq", 0, false},
      {"seq", kMost, true},
      {"level", 0, true},
      {"level", 3, true},
      {"level", 4, false},
      {"level", -1, false},
      {"wallNs", -1, false},
      {"wallNs", 0, true},
      {"wallNs", kMost, false},
      {"nominalNs", nullptr, true},
      {"kind", "Intent", false},
      {"kind", "item", true},
      {"quality", "", false},
      {"outcome", "lost", false},
      {"hash", "00", false},
      {"hash", std::string(64, 'g'), false},
      {"previous", "", false},
      {"framesDue", -1, false},
      {"title", std::string(65'536, 'x'), true},
      {"title", std::string(65'537, 'x'), false},
  };
  for (const auto& [member, value, taken] : edges) {
    Json json = Json::parse(to_json(batch()));
    json["rows"][0][member] = value;
    EXPECT_EQ(journal_batch_from(json.dump()).has_value(), taken)
        << member << " " << value.dump().substr(0, 80);
  }
}

TEST(JournalBatch, needs_every_member_of_a_row_once_at_least_and_none_nested) {
  const Json whole = Json::parse(to_json(batch()));
  for (const auto& [key, value] : whole["rows"][1].items()) {
    Json without = whole;
    without["rows"][1].erase(key);
    EXPECT_FALSE(journal_batch_from(without.dump())) << key;
    for (const Json& nested : {Json::object(), Json{{"a", 1}}, Json::array({value})}) {
      Json changed = whole;
      changed["rows"][1][key] = nested;
      EXPECT_FALSE(journal_batch_from(changed.dump())) << key;
    }
  }
}

TEST(JournalBatch, has_its_members_in_any_order_and_others_between_them) {
  Json json = Json::parse(to_json(batch()));
  for (const auto& later : {Json(1), Json(nullptr), Json{{"title", "?"}, {"seq", {1}}},
                            Json::array({1, Json::object()})}) {
    json["a"] = json["zz"] = later;
    for (auto& row : json["rows"]) row["a"] = row["levels"] = row["zz"] = later;
    EXPECT_EQ(journal_batch_from(json.dump()), batch()) << later;
  }
}

TEST(JournalBatch, has_its_rows_in_one_list_of_its_own) {
  const auto json = to_json(batch());
  const auto rows = Json::parse(json)["rows"].dump();
  const auto with = [&](const std::string& more) {
    return journal_batch_from(json.substr(0, json.size() - 1) + more + "}");
  };
  EXPECT_TRUE(with(""));
  EXPECT_TRUE(with(R"(,"a":{"rows":[1]})")) << "elsewhere it is another's";
  EXPECT_EQ(with(",\"rows\":" + rows), batch()) << "said twice: the last word";
  EXPECT_FALSE(with(R"(,"rows":1)"));
  EXPECT_FALSE(with(",\"rows\":[" + rows + "]"));
  EXPECT_FALSE(journal_batch_from("[" + json + "]"));
  EXPECT_FALSE(journal_batch_from(rows));
  EXPECT_FALSE(journal_batch_from(json + "1"));
}

std::string any_text(std::mt19937_64& random) {
  static const std::vector<std::string> kParts = {"a", "\"", "\\",   "\n", "ệ",
                                                  "Đ", "𝄞",  "\x7f", " ",  "/"};
  std::string text;
  for (auto left = random() % 12; left > 0; --left) text += kParts[random() % kParts.size()];
  return text;
}

journal::Row any_row(std::mt19937_64& random) {
  const auto number = [&] { return random() >> (1 + random() % 62); };
  journal::Row row;
  row.station = any_text(random);
  row.epoch = 1 + number() / 2;
  row.seq = 1 + number() / 2;
  row.kind = static_cast<journal::Kind>(random() % 4);
  row.occurrence = any_text(random);
  row.title = any_text(random);
  row.area = any_text(random);
  row.content = any_text(random);
  if (random() % 2 == 0) row.nominal = wall(static_cast<std::int64_t>(random() >> 2U));
  row.wall = wall(static_cast<std::int64_t>(random() >> 2U));
  row.monotonic_ns = static_cast<std::int64_t>(number());
  row.boot = any_text(random);
  row.quality = static_cast<base::ClockQuality>(random() % 4);
  row.frames_due = number();
  row.frames_played = number();
  row.frames_dropped = number();
  row.level = static_cast<int>(random() % 4);
  row.evidence = any_text(random);
  row.outcome = static_cast<journal::Outcome>(random() % 6);
  row.reason = any_text(random);
  for (auto& byte : row.previous) byte = static_cast<std::uint8_t>(random());
  row.hash = journal::hash_of(row);
  return row;
}

TEST(JournalBatch, carries_any_row_so_that_its_hash_still_holds) {
  std::mt19937_64 random(20261124);
  for (int i = 0; i < 500; ++i) {
    const JournalBatch sent{"st-1", {any_row(random), any_row(random)}, random() % 2 == 0};
    const auto got = journal_batch_from(to_json(sent));
    ASSERT_TRUE(got) << to_json(sent);
    EXPECT_EQ(got->rows, sent.rows);
    EXPECT_EQ(got->lost_before, sent.lost_before);
    EXPECT_EQ(journal::hash_of(got->rows[0]), sent.rows[0].hash);
  }
}

TEST(StationId, follows_from_the_public_key) {
  EXPECT_EQ(station_id_of(std::string(32, '\0')), "st-66687aadf862bd77");
}

}  // namespace
}  // namespace loa::protocol
