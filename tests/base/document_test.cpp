// Reading JSON that people write: every value knows its place, every kind of broken file is told.
#include "base/document.h"

#include <gtest/gtest.h>

namespace loa::base {
namespace {

ParsedDocument parse(std::string_view text, const DocumentLimits& limits = {}) {
  return parse_document(text, "week.json", limits);
}

// The only problem of a text that cannot be read: "code line:column".
std::string refusal(std::string_view text, const DocumentLimits& limits = {}) {
  const auto result = parse(text, limits);
  EXPECT_FALSE(result.root);
  if (result.problems.size() != 1) return "problems: " + std::to_string(result.problems.size());
  const auto& problem = result.problems[0];
  EXPECT_EQ(problem.place.file, "week.json");
  EXPECT_FALSE(problem.message.vi.empty());
  EXPECT_FALSE(problem.message.en.empty());
  return problem.code + " " + std::to_string(problem.place.line) + ":" +
         std::to_string(problem.place.column);
}

std::pair<int, int> place(const Node* node) { return {node->line, node->column}; }
using At = std::pair<int, int>;

TEST(Document, GivesEveryKindOfValue) {
  const auto result = parse(R"({"n":null,"b":true,"i":-7,"r":1.5,"s":"ấ\u0042","a":[1],"o":{}})");
  ASSERT_TRUE(result.root);
  EXPECT_TRUE(result.problems.empty());
  const Node& root = *result.root;
  EXPECT_TRUE(std::holds_alternative<std::nullptr_t>(root.find("n")->value));
  EXPECT_TRUE(*root.find("b")->boolean());
  EXPECT_EQ(*root.find("i")->integer(), -7);
  EXPECT_EQ(root.find("i")->number(), -7.0);
  EXPECT_EQ(root.find("r")->number(), 1.5);
  EXPECT_EQ(root.find("r")->integer(), nullptr);
  EXPECT_EQ(*root.find("s")->string(), "ấB");
  EXPECT_EQ(root.find("a")->array()->size(), 1u);
  EXPECT_TRUE(root.find("o")->object()->empty());
  EXPECT_EQ(root.find("x"), nullptr);
  EXPECT_EQ(root.find("a")->find("x"), nullptr);
}

TEST(Document, KeepsTheOrderOfTheFile) {
  const auto result = parse(R"({"z":1,"a":2,"m":3})");
  std::string order;
  for (const auto& [key, node] : *result.root->object()) order += key;
  EXPECT_EQ(order, "zam");
}

TEST(Document, KnowsLineAndColumnOfEachValue) {
  const auto result = parse("{\n  \"a\": 12,\n  \"b\": [ true,\n\t\"x\", {\"c\": -0.5} ]\n}");
  const Node& root = *result.root;
  EXPECT_EQ(place(&root), At(1, 1));
  EXPECT_EQ(place(root.find("a")), At(2, 8));
  const Node* list = root.find("b");
  EXPECT_EQ(place(list), At(3, 8));
  EXPECT_EQ(place(&(*list->array())[0]), At(3, 10));
  EXPECT_EQ(place(&(*list->array())[1]), At(4, 2));
  EXPECT_EQ(place(&(*list->array())[2]), At(4, 7));
  EXPECT_EQ(place((*list->array())[2].find("c")), At(4, 13));
}

TEST(Document, CountsColumnsInCharacters) {
  const auto result = parse(R"({"tên": "Bản tin \"sáng\"", "số": 5})");
  EXPECT_EQ(place(result.root->find("tên")), At(1, 9));
  EXPECT_EQ(place(result.root->find("số")), At(1, 35));
}

TEST(Document, StepsOverAByteOrderMarkAndWindowsLineEnds) {
  const auto result = parse("\xEF\xBB\xBF{\r\n \"a\": 1}");
  ASSERT_TRUE(result.root);
  EXPECT_EQ(place(&*result.root), At(1, 1));
  EXPECT_EQ(place(result.root->find("a")), At(2, 7));
}

TEST(Document, CommentsAreForConfigurationOnly) {
  const std::string text = "// trạm\n{/* : \"x\" */ \"a\" /*,*/: 1/*2*/, // [\n\"b\": 2}";
  EXPECT_EQ(refusal(text), "json-syntax 2:1") << "the cursor stands behind the comment";
  const auto result = parse(text, {.comments = true});
  ASSERT_TRUE(result.root);
  EXPECT_EQ(place(result.root->find("a")), At(2, 25));
  EXPECT_EQ(place(result.root->find("b")), At(3, 6));
}

TEST(Document, TellsWhereBrokenTextIsBroken) {
  const std::pair<std::string, std::string> cases[] = {
      {"", "document-empty 1:1"},
      {" \n ", "document-empty 2:2"},
      {"{", "document-truncated 1:2"},
      {"{\"a\": [1, 2", "document-truncated 1:12"},
      {"{\"a\": \"b", "document-truncated 1:7"},
      {"{\"a\" 1}", "json-syntax 1:6"},
      {"{\"a\": 1\n \"b\": 2}", "json-syntax 2:2"},
      {"{\"a\": 1,}", "json-syntax 1:9"},
      {"[1 2]", "json-syntax 1:4"},
      {"[1,]", "json-syntax 1:4"},
      {"{a: 1}", "json-syntax 1:2"},
      {"[tru]", "json-syntax 1:2"},
      {"[01]", "json-syntax 1:4"},
      {"[NaN]", "json-syntax 1:2"},
      {"{} {}", "json-syntax 1:4"},
      {"}", "json-syntax 1:1"},
      {"[\"a\\q\"]", "json-string 1:5"},
      {"[\"a\nb\"]", "json-string 1:4"},
      {"[\"\\ud800\"]", "json-string 1:9"},
      {"[1e999]", "number-range 1:2"},
      {std::string("{}\0{}", 5), "json-syntax 1:3"},
      {"{\"a\": \"x\xC3\"}", "not-utf8 1:9"},
      {"\n\xFF", "not-utf8 2:1"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(refusal(text), expected) << text;
}

TEST(Document, ReportsAKeyThatStandsTwiceAndKeepsTheFirst) {
  const auto result = parse("{\"a\": {\"b\": 1,\n \"b\": 2}, \"a\": 3}");
  ASSERT_EQ(result.problems.size(), 2u);
  EXPECT_EQ(result.problems[0].code, "duplicate-key");
  EXPECT_EQ(result.problems[0].field, "a.b");
  EXPECT_EQ(result.problems[0].place, (Place{"week.json", 2, 7}));
  EXPECT_EQ(result.problems[1].field, "a");
  ASSERT_TRUE(result.root);
  EXPECT_EQ(*result.root->find("a")->find("b")->integer(), 1);
}

TEST(Document, BoundsDepthSizeAndNumberOfValues) {
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  EXPECT_EQ(refusal(deep), "document-depth 1:33");
  EXPECT_EQ(refusal("[[[]]]", {.depth = 2}), "document-depth 1:3");
  EXPECT_TRUE(parse("[[]]", {.depth = 2}).root);
  EXPECT_EQ(refusal("[1,2,3]", {.bytes = 6}), "document-size 0:0");
  EXPECT_EQ(refusal("[1,2,3]", {.values = 3}), "document-values 1:7");
  EXPECT_TRUE(parse("[1,2,3]", {.values = 4}).root);
}

TEST(Document, NumbersBeyondSixtyFourBitsAreNoIntegers) {
  const auto result = parse("[9223372036854775807, 9223372036854775808, -9223372036854775809]");
  const auto& items = *result.root->array();
  EXPECT_EQ(*items[0].integer(), INT64_MAX);
  EXPECT_EQ(items[1].integer(), nullptr);
  EXPECT_EQ(items[1].number(), 9223372036854775808.0);
  EXPECT_EQ(items[2].integer(), nullptr);
}

TEST(Document, EveryTruncationOfAGoodFileIsRefused) {
  const std::string good =
      R"({"id": "tuần", "slots": [{"start": "05:00", "level": 3}], "ok": true})";
  ASSERT_TRUE(parse(good).root);
  for (std::size_t length = 0; length < good.size(); ++length) {
    const auto result = parse(std::string_view(good).substr(0, length));
    EXPECT_FALSE(result.root) << length;
    EXPECT_EQ(result.problems.size(), 1u) << length;
  }
}

}  // namespace
}  // namespace loa::base
