// What a line of the log is made of.
#include "base/log_event.h"

#include <gtest/gtest.h>

namespace loa::base {
namespace {

using namespace std::chrono_literals;

TEST(LogEvent, is_one_line_that_machines_read) {
  EXPECT_EQ(log_text("stopped", {}), "event=stopped");
  EXPECT_EQ(log_text("batch", {{"station", "st-1"}, {"rows", 40}, {"took_ms", 1234567ns}}),
            "event=batch station=st-1 rows=40 took_ms=1.235");
  EXPECT_EQ(log_text("enrolled", {{"name", "Xã Phù Vân"}, {"replaces", ""}}),
            R"(event=enrolled name="Xã Phù Vân" replaces="")");
}

// Whoever chooses a name or a path may not write lines or fields of his own.
TEST(LogEvent, holds_whatever_comes_from_outside) {
  EXPECT_EQ(log_text("request", {{"path", "/a b\nevent=enrolled station=st-2"}}),
            R"(event=request path="/a b\nevent=enrolled station=st-2")");
  EXPECT_EQ(log_text("x", {{"a", "b=c"}, {"d", R"(say "no" \)"}}),
            R"(event=x a="b=c" d="say \"no\" \\")");
  EXPECT_EQ(log_text("x", {{"a", std::string("\0\x1b\x7f", 3)}}),
            R"(event=x a="\u0000\u001b\u007f")");
  EXPECT_EQ(log_text("x", {{"a", "\xff\xc3"}}), "event=x a=??");
}

TEST(LogLine, tells_the_journal_how_grave_it_is) {
  EXPECT_EQ(journal_prefix(LogLevel::debug), "<7>");
  EXPECT_EQ(journal_prefix(LogLevel::info), "<6>");
  EXPECT_EQ(journal_prefix(LogLevel::warning), "<4>");
  EXPECT_EQ(journal_prefix(LogLevel::error), "<3>");
}

// JOURNAL_STREAM is inherited by children whose standard error goes elsewhere.
TEST(LogLine, knows_whether_the_journal_reads_it) {
  EXPECT_TRUE(is_journal("8:1234", 8, 1234));
  for (const char* other : {"8:1235", "9:1234", "8:", "", "8:1234x", ":"})
    EXPECT_FALSE(is_journal(other, 8, 1234)) << other;
  EXPECT_FALSE(is_journal(nullptr, 8, 1234));
}

}  // namespace
}  // namespace loa::base
