// Targets, hosts and origins.
#include "protocol/http_rules.h"

#include <gtest/gtest.h>

namespace loa::protocol {
namespace {

TEST(Target, is_percent_decoded_once) {
  const auto target = parse_target("/v1/b%E1%BA%A3n%20tin/a%2541?name=Ea+Knop&empty=&flag&x=%2B");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/v1/bản tin/a%41");
  const std::map<std::string, std::string> query{
      {"name", "Ea Knop"}, {"empty", ""}, {"flag", ""}, {"x", "+"}};
  EXPECT_EQ(target->query, query);
}

TEST(Target, that_is_written_reads_back_the_same) {
  const Target target{"/đài/a b?#%/c+d", {{"tên & khác", "1=2+3 %"}, {"z", ""}}};
  const auto again = parse_target(encode_target(target));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->path, target.path);
  EXPECT_EQ(again->query, target.query);
}

TEST(Target, is_refused_where_it_could_mislead) {
  for (const char* bad :
       {"", "v1", "*", "http://other/", "//\x01", "/a%00b", "/a%0d%0ab", "/%", "/%zz", "/a/../b",
        "/%2e%2e/etc/passwd", "/..", "/a/.", "/a b", "/?%00=1"})
    EXPECT_FALSE(parse_target(bad)) << bad;
}

TEST(Host, of_loopback_is_ours_and_any_other_name_is_not) {
  const std::vector<std::string> names{"loa.xa"};
  for (const char* ours : {"localhost", "LocalHost:8480", "127.0.0.1", "127.0.0.1:1", "127.8.9.1",
                           "[::1]:8480", "[::1]", "loa.xa", "LOA.xa:80"})
    EXPECT_TRUE(host_is_ours(ours, names)) << ours;
  for (const char* foreign : {"", "evil.example", "127.0.0.1.evil.example", "localhost.evil:8480",
                              "10.0.0.1", "[::2]", "evil@localhost", "0.0.0.0", "localhost/x"})
    EXPECT_FALSE(host_is_ours(foreign, names)) << foreign;
}

TEST(OriginHeader, must_be_the_host_itself_if_a_page_asks) {
  EXPECT_TRUE(origin_is_ours(std::nullopt, "127.0.0.1:8480"));
  EXPECT_TRUE(origin_is_ours("http://127.0.0.1:8480", "127.0.0.1:8480"));
  EXPECT_TRUE(origin_is_ours("https://loa.xa", "loa.xa"));
  EXPECT_FALSE(origin_is_ours("null", "127.0.0.1:8480"));
  EXPECT_FALSE(origin_is_ours("http://127.0.0.1:9999", "127.0.0.1:8480"));
  EXPECT_FALSE(origin_is_ours("http://evil.example", "127.0.0.1:8480"));
  EXPECT_FALSE(origin_is_ours("", "127.0.0.1:8480"));
}

TEST(OriginOfAServer, is_scheme_host_and_port_only) {
  const auto plain = parse_origin("http://centre.example");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->host, "centre.example");
  EXPECT_EQ(plain->port, "80");
  const auto six = parse_origin("http://[::1]:8480/");
  ASSERT_TRUE(six);
  EXPECT_EQ(six->host, "::1");
  EXPECT_EQ(six->port, "8480");
  EXPECT_EQ(six->authority, "[::1]:8480");
  EXPECT_FALSE(six->secure);
  const auto secure = parse_origin("https://centre.example");
  ASSERT_TRUE(secure);
  EXPECT_TRUE(secure->secure);
  EXPECT_EQ(secure->port, "443");
  for (const char* bad : {"", "127.0.0.1:80", "http://", "http://a/path", "http://u@a",
                          "http://a:99999", "http://a:0", "http://a?x", "http://a#x", "ftp://a"})
    EXPECT_FALSE(parse_origin(bad)) << bad;
}

}  // namespace
}  // namespace loa::protocol
