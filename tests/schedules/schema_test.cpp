// The published schema and the reader know the same keys, and every key is explained in both
// languages.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "week.h"

namespace loa::schedules::testing {
namespace {

using Json = nlohmann::ordered_json;

Json schema() {
  std::ifstream in(LOA_SOURCE_DIR "/schedules/weekly-schedule.schema.json");
  return Json::parse(in);
}

// A place in a document where one of the schema's objects stands.
struct ObjectKind {
  std::string properties;  // JSON pointer to the object's "properties" in the schema
  std::string at;          // JSON pointer into full()
};
const ObjectKind kKinds[] = {
    {"/properties", ""},
    {"/properties/valid/properties", "/valid"},
    {"/$defs/programme/properties", "/programmes/0"},
    {"/$defs/item/properties", "/programmes/0/items/0"},
    {"/$defs/slogan/properties", "/slogans/0"},
    {"/$defs/weekdaySlot/properties", "/slots/0"},
    {"/$defs/datedSlot/properties", "/exceptions/0/add/0"},
    {"/$defs/exception/properties", "/exceptions/0"},
};

Json full() {
  return Json::parse(
      Week{.slots = slot("s", "05:00", "10m"),
           .exceptions = R"({"date": "2026-12-02", "add": [)" + dated("x", "07:00", "5m") + "]}"}
          .json());
}

bool has_unknown_key(const Json& document, const std::string& key) {
  for (const auto& problem : read_schedule(document.dump(), "w").problems) {
    if (problem.code == "unknown-key" &&
        problem.message.en.find('"' + key + '"') != std::string::npos) {
      return true;
    }
  }
  return false;
}

// The first string of each call of a reader: fields.text("title", ...), read_time(fields, "start").
std::set<std::string> keys_asked_for(const std::string& source) {
  std::set<std::string> keys;
  for (auto quote = source.find('"'); quote != std::string::npos;
       quote = source.find('"', quote + 1)) {
    std::string_view before = std::string_view(source).substr(0, quote);
    if (!before.ends_with("(fields, ")) {
      if (!before.ends_with("(")) continue;
      before = before.substr(0, before.find_last_of(" (\n", before.size() - 2) + 1 +
                                    std::string_view("fields.").size());
      const auto call = std::string_view(source).substr(before.size());
      const bool tells = call.starts_with("error") || call.starts_with("warning");
      if (!before.ends_with("fields.") || tells || call.starts_with("path")) continue;
    }
    keys.insert(source.substr(quote + 1, source.find('"', quote + 1) - quote - 1));
  }
  return keys;
}

TEST(Schema, EveryKeyOfTheSchemaIsKnownToTheReader) {
  const auto published = schema();
  for (const auto& [properties, at] : kKinds) {
    for (const auto& [key, rule] : published.at(Json::json_pointer(properties)).items()) {
      auto document = full();
      document[Json::json_pointer(at)][key] = nullptr;
      EXPECT_FALSE(has_unknown_key(document, key)) << properties << " " << key;
    }
    auto document = full();
    document[Json::json_pointer(at)]["zzz"] = nullptr;
    EXPECT_TRUE(has_unknown_key(document, "zzz")) << properties;
  }
}

TEST(Schema, EveryKeyThatTheReaderAsksForIsInTheSchema) {
  const auto published = schema();
  std::set<std::string> known;
  for (const auto& [properties, at] : kKinds) {
    for (const auto& [key, rule] : published.at(Json::json_pointer(properties)).items())
      known.insert(key);
  }
  std::set<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator(LOA_SOURCE_DIR "/schedules")) {
    if (!entry.path().filename().string().starts_with("read")) continue;
    std::ifstream in(entry.path());
    found.merge(keys_asked_for({std::istreambuf_iterator<char>(in), {}}));
  }
  EXPECT_GT(found.size(), 30u);
  for (const auto& key : found) EXPECT_TRUE(known.contains(key)) << key;
}

TEST(Schema, EveryRequiredKeyIsRequiredByTheReader) {
  const auto published = schema();
  for (const auto& [properties, at] : kKinds) {
    const auto object = Json::json_pointer(properties).parent_pointer();
    for (const auto& key : published.at(object).value("required", Json::array())) {
      auto document = full();
      document[Json::json_pointer(at)].erase(key.get<std::string>());
      EXPECT_EQ(read_schedule(document.dump(), "w").schedule, nullptr) << properties << " " << key;
    }
  }
}

TEST(Schema, EveryKeyIsExplainedInBothLanguagesAndUnknownOnesAreRefused) {
  const auto published = schema();
  for (const auto& [properties, at] : kKinds) {
    const auto pointer = Json::json_pointer(properties);
    EXPECT_EQ(published.at(pointer.parent_pointer()).at("additionalProperties"), false);
    for (const auto& [key, rule] : published.at(pointer).items()) {
      const auto description = rule.value("description", "");
      EXPECT_NE(description.find(" / "), std::string::npos) << properties << " " << key;
    }
  }
}

TEST(Schema, EveryExampleIsFreeOfErrors) {
  int examples = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(LOA_SOURCE_DIR "/schedules/examples")) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream in(entry.path());
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    EXPECT_NO_THROW(schedule_of(text)) << entry.path();
    ++examples;
  }
  EXPECT_GE(examples, 1);
}

}  // namespace
}  // namespace loa::schedules::testing
