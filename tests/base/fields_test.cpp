// The checked reader of objects: what is missing, wrong, out of range or unknown is collected in
// one pass, each with its place and path.
#include "base/fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace loa::base {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

class FieldsTest : public testing::Test {
 protected:
  Fields read(const std::string& text, const std::string& path = "") {
    document_ = parse_document(text, "a.json");
    return {*document_.root, path, "a.json", problems_};
  }
  // "code field line:column" of each problem.
  std::vector<std::string> found() const {
    std::vector<std::string> lines;
    for (const auto& p : problems_) {
      lines.push_back(p.code + " " + p.field + " " + std::to_string(p.place.line) + ":" +
                      std::to_string(p.place.column));
    }
    return lines;
  }

  ParsedDocument document_;
  Problems problems_;
};

TEST_F(FieldsTest, AGoodObjectGivesItsValuesAndNoProblems) {
  auto f = read(R"({"name": "Phú Vân", "n": 5, "x": 1.5, "on": true, "wait": "1h30m",
                      "mode": "slow", "in": {"k": "v"}, "list": ["a", "b"]})");
  enum class Mode { fast, slow };
  EXPECT_EQ(f.string("name"), "Phú Vân");
  EXPECT_EQ(f.integer("n", 1, 5), 5);
  EXPECT_EQ(f.number("x", 0, 2), 1.5);
  EXPECT_TRUE(f.boolean("on"));
  EXPECT_EQ(f.seconds("wait", 1s, 24h), 90min);
  EXPECT_EQ(f.choice<Mode>("mode", {{"fast", Mode::fast}, {"slow", Mode::slow}}), Mode::slow);
  auto inner = f.object("in");
  EXPECT_EQ(inner.string("k"), "v");
  inner.finish();
  EXPECT_THAT(f.strings_or_empty("list", 2), ElementsAre("a", "b"));
  f.finish();
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(FieldsTest, WhatMayBeMissingHasItsFallback) {
  auto f = read("{}");
  EXPECT_EQ(f.string_or("s", "x"), "x");
  EXPECT_EQ(f.text_or("t", ""), "");
  EXPECT_EQ(f.integer_or("i", 7, 1, 9), 7);
  EXPECT_EQ(f.number_or("r", 0.5, 0, 1), 0.5);
  EXPECT_TRUE(f.boolean_or("b", true));
  EXPECT_EQ(f.seconds_or("d", 5s, 1s, 9s), 5s);
  EXPECT_EQ(f.choice_or("c", 3, {{"one", 1}}), 3);
  EXPECT_EQ(f.object_or_empty("o").string("k"), "");
  EXPECT_THAT(f.list_or_empty("l", 9), IsEmpty());
  f.finish();
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(FieldsTest, EachMissingKeyIsNamedAtTheObjectsPlace) {
  auto f = read("\n  {}", "slots[2]");
  f.string("start");
  f.integer("level", 1, 3);
  f.object("inner").string("not reported twice");
  EXPECT_THAT(found(),
              ElementsAre("missing-key slots[2].start 2:3", "missing-key slots[2].level 2:3",
                          "missing-key slots[2].inner 2:3"));
}

TEST_F(FieldsTest, WrongTypesSayWhatWasFound) {
  auto f = read(R"({"s": 5, "i": "5", "h": 1.5, "b": 0, "o": [], "l": {}, "d": 90, "ls": [1]})");
  f.string("s");
  f.integer("i", 0, 9);
  f.integer("h", 0, 9);
  f.boolean("b");
  f.object("o");
  f.list("l", 0, 9);
  f.seconds("d", 0s, 1h);
  f.strings_or_empty("ls", 9);
  EXPECT_THAT(found(), ElementsAre("wrong-type s 1:7", "wrong-type i 1:15", "wrong-type h 1:25",
                                   "wrong-type b 1:35", "wrong-type o 1:43", "wrong-type l 1:52",
                                   "bad-duration d 1:61", "wrong-type ls[0] 1:72"));
  EXPECT_EQ(problems_[0].message.vi, "phải là một chuỗi, không phải một số nguyên");
  EXPECT_EQ(problems_[0].message.en, "must be a string, not a whole number");
}

TEST_F(FieldsTest, BoundsAreAllowedValuesAndBeyondThemIsAProblem) {
  auto f = read(R"({"a": 1, "b": 3, "c": 0, "d": 4, "e": "9s", "f": "11s", "g": [1, 2, 3]})");
  EXPECT_EQ(f.integer("a", 1, 3), 1);
  EXPECT_EQ(f.integer("b", 1, 3), 3);
  EXPECT_EQ(f.integer("c", 1, 3), 1);
  EXPECT_EQ(f.integer_or("d", 2, 1, 3), 2);
  f.seconds("e", 10s, 11s);
  EXPECT_EQ(f.seconds("f", 10s, 11s), 11s);
  EXPECT_THAT(f.list("g", 1, 2), IsEmpty());
  EXPECT_THAT(found(), ElementsAre("out-of-range c 1:23", "out-of-range d 1:31",
                                   "out-of-range e 1:39", "list-size g 1:62"));
  EXPECT_EQ(problems_[2].message.en, "must be 10s to 11s, is 9s");
}

TEST_F(FieldsTest, UnknownKeysAreRefusedByNameWithASuggestion) {
  auto f = read("{\"strat\": 1,\n\"Level\": 2, \"colour of the sky\": 3}");
  f.find("start");
  f.find("level");
  f.finish();
  EXPECT_THAT(found(), ElementsAre("unknown-key strat 1:11", "unknown-key Level 2:10",
                                   "unknown-key colour of the sky 2:34"));
  EXPECT_EQ(problems_[0].message.en, "unknown key \"strat\"; did you mean \"start\"?");
  EXPECT_EQ(problems_[1].message.vi, "không có khóa nào tên “Level”; có phải ý bạn là “level”?");
  EXPECT_EQ(problems_[2].message.en, "unknown key \"colour of the sky\"");
}

TEST_F(FieldsTest, AnUnknownChoiceListsWhatIsAllowed) {
  auto f = read(R"({"effect": "scrol"})");
  EXPECT_EQ(f.choice_or("effect", 9, {{"hold", 1}, {"scroll", 2}}), 9);
  EXPECT_THAT(found(), ElementsAre("unknown-value effect 1:12"));
  EXPECT_EQ(problems_[0].message.en,
            "\"scrol\" is not known here; use one of: hold, scroll; did you mean \"scroll\"?");
}

TEST_F(FieldsTest, TextIsComposedAndStringsAreTakenAsTheyStand) {
  // "ế" as e, circumflex, acute: as some keyboards and systems write it.
  auto f = read("{\"a\": \"e\u0302\u0301\", \"b\": \"e\u0302\u0301\"}");
  EXPECT_EQ(f.text("a"), "\u1EBF");
  EXPECT_EQ(f.string("b"), "e\u0302\u0301");
}

TEST_F(FieldsTest, EmptyLongAndUnprintableStringsAreRefused) {
  auto f = read(R"({"a": "", "b": "ấấấ", "c": "x\u0000", "d": "x\ny", "e": " \n", "f": "x\ny"})");
  f.string("a");
  EXPECT_EQ(f.string("b", 2), "");
  f.string("c");
  f.string("d");
  f.text("e");
  EXPECT_EQ(f.text("f"), "x\ny");
  EXPECT_THAT(found(),
              ElementsAre("text-length a 1:7", "text-length b 1:16", "control-character c 1:28",
                          "control-character d 1:44", "text-length e 1:57"));
}

TEST_F(FieldsTest, ANodeThatIsNoObjectIsReportedOnceAndHasNoMembers) {
  auto f = read("[1]", "slots[0]");
  EXPECT_EQ(f.string("start"), "");
  f.finish();
  EXPECT_THAT(found(), ElementsAre("wrong-type slots[0] 1:1"));
}

}  // namespace
}  // namespace loa::base
