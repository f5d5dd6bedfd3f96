// Who is logged in, and for how long.
#include "entrance/session_book.h"

#include <gtest/gtest.h>

namespace loa::entrance {
namespace {

using namespace std::chrono_literals;

const base::Steady kLoggedIn{100h};

// Whether "t" is known at each of the times; `use` whether somebody acts then.
struct Look {
  base::Duration after;
  bool use;
  bool known;
};

TEST(SessionBook, EndsByIdlingAndByAge) {
  struct Case {
    const char* what;
    std::vector<Look> looks;
  };
  const std::vector<Case> cases{
      {"short of the idle time", {{29min, true, true}}},
      {"idle", {{30min, true, false}}},
      {"each act begins the idle time anew", {{29min, true, true}, {58min, true, true}}},
      {"a page that only looks does not", {{29min, false, true}, {31min, false, false}}},
      {"ended is ended", {{31min, true, false}, {32min, true, false}}},
  };
  for (const auto& one : cases) {
    SessionBook book;
    book.begin("t", "Lan", kLoggedIn);
    for (const auto& look : one.looks) {
      const auto found = book.find("t", kLoggedIn + look.after, look.use);
      EXPECT_EQ(found.has_value(), look.known) << one.what;
    }
  }
}

TEST(SessionBook, LastsTwelveHoursAtMostHoweverBusy) {
  SessionBook book;
  book.begin("t", "Lan", kLoggedIn);
  auto now = kLoggedIn;
  while (book.find("t", now, true)) now += 10min;
  EXPECT_EQ(now - kLoggedIn, 12h);
}

TEST(SessionBook, KnowsTokensApart) {
  SessionBook book;
  book.begin("a", "Lan", kLoggedIn);
  book.begin("b", "Minh", kLoggedIn);
  EXPECT_EQ(book.find("a", kLoggedIn, true), "Lan");
  EXPECT_EQ(book.find("b", kLoggedIn, true), "Minh");
  EXPECT_EQ(book.find("", kLoggedIn, true), std::nullopt);
  EXPECT_EQ(book.find("A", kLoggedIn, true), std::nullopt);
  book.end("a");
  EXPECT_EQ(book.find("a", kLoggedIn, true), std::nullopt);
  EXPECT_EQ(book.find("b", kLoggedIn, true), "Minh");
}

TEST(SessionBook, ANewPasswordEndsEverySessionOfThatPersonAlone) {
  SessionBook book;
  for (const char* token : {"1", "2", "3"}) book.begin(token, "Lan", kLoggedIn);
  book.begin("4", "Minh", kLoggedIn);
  book.end_all("Lan");
  for (const char* token : {"1", "2", "3"})
    EXPECT_FALSE(book.find(token, kLoggedIn, true)) << token;
  EXPECT_TRUE(book.find("4", kLoggedIn, true));
}

TEST(SessionBook, OfTooManyTheLeastUsedEnds) {
  SessionBook book;
  for (std::size_t i = 0; i < SessionBook::kEach; ++i) {
    book.begin("lan" + std::to_string(i), "Lan", kLoggedIn + std::chrono::seconds(i));
  }
  book.find("lan0", kLoggedIn + 1min, true);
  book.begin("new", "Lan", kLoggedIn + 2min);
  EXPECT_TRUE(book.find("lan0", kLoggedIn + 2min, true));
  EXPECT_FALSE(book.find("lan1", kLoggedIn + 2min, true));
  for (int i = 0; i < 1000; ++i) {
    book.begin("t" + std::to_string(i), "p" + std::to_string(i), kLoggedIn + 3min);
  }
  EXPECT_EQ(book.size(), SessionBook::kMost);
}

}  // namespace
}  // namespace loa::entrance
