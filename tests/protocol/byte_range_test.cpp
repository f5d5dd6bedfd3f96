// Ranges of a body, as they are asked for and told.
#include "protocol/byte_range.h"

#include <gtest/gtest.h>

namespace loa::protocol {
namespace {

// "first+length", "whole" or "none".
std::string asked(std::string_view header, std::uint64_t size) {
  const auto range = range_in(header, size);
  if (std::holds_alternative<WholeBody>(range)) return "whole";
  if (std::holds_alternative<NoSuchRange>(range)) return "none";
  const auto& part = std::get<ByteRange>(range);
  return std::to_string(part.first) + "+" + std::to_string(part.length);
}

TEST(Range, is_cut_to_what_there_is) {
  EXPECT_EQ(asked("bytes=0-0", 10), "0+1");
  EXPECT_EQ(asked("bytes=2-5", 10), "2+4");
  EXPECT_EQ(asked("Bytes= 2-5 ", 10), "2+4");
  EXPECT_EQ(asked("bytes=2-500", 10), "2+8");
  EXPECT_EQ(asked("bytes=9-", 10), "9+1");
  EXPECT_EQ(asked("bytes=0-", 10), "0+10");
  EXPECT_EQ(asked("bytes=-3", 10), "7+3");
  EXPECT_EQ(asked("bytes=-30", 10), "0+10");
  EXPECT_EQ(asked("bytes=0-18446744073709551615", 10), "0+10");
}

TEST(Range, of_nothing_there_is_told) {
  for (const char* header : {"bytes=10-", "bytes=10-20", "bytes=-0"})
    EXPECT_EQ(asked(header, 10), "none") << header;
  for (const char* header : {"bytes=0-", "bytes=-1"}) EXPECT_EQ(asked(header, 0), "none") << header;
}

TEST(Range, that_cannot_be_read_or_is_not_one_asks_for_all) {
  for (const char* header :
       {"", "bytes", "bytes=", "bytes=-", "bytes=5", "bytes=5-2", "bytes=a-b", "bytes=1-2,4-5",
        "bytes=0-0,-1", "octets=0-1", "bytes=+1-2", "bytes=1--2", "bytes=0x1-2", "bytes=1 -2",
        "bytes=18446744073709551616-", "bytes=--1"})
    EXPECT_EQ(asked(header, 10), "whole") << header;
}

TEST(RangeThatWasSent, reads_back) {
  const auto sent = range_sent_in("bytes 5-9/10");
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->first, 5U);
  EXPECT_EQ(sent->last, 9U);
  EXPECT_EQ(sent->size, 10U);
  EXPECT_EQ(to_text(*sent), "bytes 5-9/10");
}

TEST(RangeThatWasSent, is_none_where_it_contradicts_itself) {
  for (const char* header : {"", "bytes */10", "bytes 5-9/*", "bytes 9-5/10", "bytes 5-10/10",
                             "bytes=5-9/10", "bytes 5/10", "bytes 5-9", "bytes -5-9/10",
                             "bytes 5-9/10/", "bytes 5/9-10", "bytes 5-9/99999999999999999999"})
    EXPECT_FALSE(range_sent_in(header)) << header;
}

TEST(Tags, are_found_in_a_list) {
  EXPECT_TRUE(names_tag("\"a\"", "\"a\""));
  EXPECT_TRUE(names_tag("\"b\" , W/\"a\"", "\"a\""));
  EXPECT_TRUE(names_tag("*", "\"a\""));
  for (const char* header : {"", "a", "\"b\"", "\"aa\"", ",,", "W/"})
    EXPECT_FALSE(names_tag(header, "\"a\"")) << header;
}

}  // namespace
}  // namespace loa::protocol
