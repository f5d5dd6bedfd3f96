// Media at the centre: given by its administrator in pieces, had by stations, and by nobody else.
#include "centre/media.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "centre/api.h"
#include "protocol/http_file.h"
#include "tests/centre/engines.h"
#include "tests/centre/rows.h"
#include "tests/trust/office.h"

namespace loa::centre {
namespace {

using nlohmann::json;
using protocol::HttpRequest;
using protocol::HttpResponse;

class CentreMedia : public testing::Test {
 protected:
  HttpResponse ask(const HttpRequest& request) {
    return test::answer_of(api_, request, test::at(now_));
  }
  HttpRequest from_administrator(const std::string& path, std::string body,
                                 std::map<std::string, std::string> query = {}) {
    return {"POST",           "/v1/admin/" + path,
            std::move(query), {{"authorization", "Bearer key"}},
            std::move(body),  "127.0.0.1"};
  }
  HttpResponse give(std::size_t offset, const std::string& piece, const std::string& hash = "") {
    return ask(from_administrator(
        "media/" + (hash.empty() ? hash_ : hash), piece,
        {{"offset", std::to_string(offset)}, {"bytes", std::to_string(content_.size())}}));
  }
  void enrol(const base::SigningKey& key) {
    const auto token =
        json::parse(ask(from_administrator("tokens", R"({"name":"Xã"})")).body)["token"]
            .get<std::string>();
    const auto body = to_json(protocol::EnrolRequest{token, test::base64(key), ""});
    ASSERT_EQ(ask(test::signed_post(key, "/v1/enrol", body)).status, 200);
  }
  HttpRequest fetch(const base::SigningKey& key, const std::string& hash) {
    auto request = protocol::signed_get(key, test::id_of(key), "/v1/media/" + hash);
    request.peer = "127.0.0.1";
    return request;
  }
  static std::string content_of(const HttpResponse& answer) {
    std::string content(static_cast<std::size_t>(answer.file.length), '\0');
    answer.file.file->read(answer.file.offset, content.data(), content.size());
    return content;
  }
  int number_in(const HttpResponse& answer, const char* name) {
    return json::parse(answer.body)[name].get<int>();
  }
  json lacking(const json& hashes) {
    return json::parse(
        ask(from_administrator("media/lacking", json{{"media", hashes}}.dump())).body)["lacking"];
  }

  test::Folder folder_;
  test::Database database_{test::Engine::sqlite};
  Store store_{database_.open()};
  Config config_ = [this] {
    Config config;
    config.state = folder_.path();
    config.listen.password = "secret";
    return config;
  }();
  Api api_{config_, {"key", base::SigningKey::generate()}, store_};
  std::int64_t now_ = 0;
  const std::string content_ = "all that is heard";
  const std::string hash_ = base::to_hex(base::sha256(content_));
};

TEST_F(CentreMedia, come_in_pieces_and_are_there_when_all_of_them_are) {
  EXPECT_EQ(lacking({hash_}), json::parse(R"([{"sha256":")" + hash_ + R"(","begun":0}])"));
  EXPECT_EQ(number_in(give(0, content_.substr(0, 5)), "bytes"), 5);
  EXPECT_EQ(lacking({hash_})[0]["begun"], 5);
  const auto wrong = give(4, "x");
  EXPECT_EQ(wrong.status, 409);
  EXPECT_EQ(number_in(wrong, "bytes"), 5);
  EXPECT_EQ(give(5, content_.substr(5)).status, 200);
  EXPECT_EQ(lacking({hash_}), json::array());
  EXPECT_EQ(give(0, "again").status, 200) << "it is there";
  EXPECT_EQ(base::read_file(folder_.path() / "media" / hash_.substr(0, 2) / hash_, 100), content_);
}

TEST_F(CentreMedia, of_another_content_are_never_there) {
  auto other = content_;
  other.back() = '!';
  EXPECT_EQ(give(0, other).status, 422);
  EXPECT_EQ(lacking({hash_})[0]["begun"], 0);
  EXPECT_EQ(ask({"GET", "/v1/media/" + hash_, {}, {}, "", "127.0.0.1"}).status, 404);
}

// The whole of it is read beside the loop, which goes on meanwhile.
TEST_F(CentreMedia, are_hashed_beside_what_else_the_centre_does) {
  const auto piece = from_administrator(
      "media/" + hash_, content_, {{"offset", "0"}, {"bytes", std::to_string(content_.size())}});
  {
    const auto outcome = api_.answer(piece, test::at(now_));
    const auto* later = std::get_if<Later>(&outcome);
    ASSERT_NE(later, nullptr);
    EXPECT_EQ(lacking({hash_}).size(), 1U) << "not before that";
    const auto meanwhile = give(0, content_);
    EXPECT_EQ(meanwhile.status, 503) << "nobody writes into what is read";
    EXPECT_EQ(meanwhile.headers.at(0).first, "Retry-After");
    EXPECT_EQ(later->work().status, 200);
  }
  EXPECT_TRUE(lacking({hash_}).empty());
  EXPECT_EQ(give(0, content_).status, 200) << "it is there";
}

TEST_F(CentreMedia, that_make_no_sense_are_refused) {
  for (const char* hash : {"", "..", "../centre.db", "abc", "lacking/x"})
    EXPECT_EQ(give(0, "x", std::string(hash) + "/").status, 400) << hash;
  EXPECT_EQ(give(0, "").status, 400);
  EXPECT_EQ(give(content_.size(), "x").status, 400) << "beyond its end";
  EXPECT_EQ(ask(from_administrator("media/" + hash_, "x", {{"offset", "0"}})).status, 400);
  EXPECT_EQ(ask(from_administrator("media/lacking", "{}")).status, 400);
  EXPECT_EQ(ask(from_administrator("media/lacking", R"({"media":["x"]})")).status, 400);
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "media"));
}

// More than any disk has stands in for one that is full.
TEST_F(CentreMedia, that_would_fill_the_disk_are_refused) {
  const auto answer = ask(from_administrator("media/" + hash_, "x",
                                             {{"offset", "0"}, {"bytes", "4611686018427387904"}}));
  EXPECT_EQ(answer.status, 507);
}

TEST_F(CentreMedia, are_the_administrators_to_give) {
  for (const auto& [peer, key] : {std::pair{"127.0.0.1", "Bearer x"}, {"10.0.0.7", "Bearer key"}}) {
    auto request =
        from_administrator("media/" + hash_, content_, {{"offset", "0"}, {"bytes", "17"}});
    request.peer = peer;
    request.headers["authorization"] = key;
    EXPECT_EQ(ask(request).status, 403);
  }
}

TEST_F(CentreMedia, are_had_by_a_station_in_whole_or_in_part) {
  const auto key = base::SigningKey::generate();
  enrol(key);
  give(0, content_);
  EXPECT_EQ(content_of(ask(fetch(key, hash_))), content_);
  auto part = fetch(key, hash_);
  part.headers["range"] = "bytes=4-7";
  const auto answer = ask(part);
  EXPECT_EQ(answer.status, 206);
  EXPECT_EQ(content_of(answer), "that");
  EXPECT_THAT(answer.headers, testing::Contains(std::pair<std::string, std::string>(
                                  "Cache-Control", "public, max-age=31536000, immutable")));
}

TEST_F(CentreMedia, are_not_had_by_strangers_and_those_that_were_shut_out) {
  give(0, content_);
  const auto key = base::SigningKey::generate();
  EXPECT_EQ(ask(fetch(key, hash_)).status, 401) << "nobody enrolled it";
  enrol(key);
  auto other = fetch(key, std::string(64, '0'));
  other.path = "/v1/media/" + hash_;
  EXPECT_EQ(ask(other).status, 401) << "signed for another file";
  auto without_certificate = fetch(key, hash_);
  without_certificate.peer = "10.0.0.7";
  EXPECT_EQ(ask(without_certificate).status, 403);
  EXPECT_EQ(ask(from_administrator("revoke", json{{"station", test::id_of(key)}}.dump())).status,
            200);
  EXPECT_EQ(ask(fetch(key, hash_)).status, 403);
  HttpRequest page{"GET", "/v1/media/" + hash_, {}, {}, "", "10.0.0.7"};
  EXPECT_EQ(ask(page).status, 401);
  page.headers["authorization"] = "Basic " + base::to_base64("loa:secret");
  EXPECT_EQ(content_of(ask(page)), content_);
}

TEST_F(CentreMedia, are_asked_for_by_their_hash_and_by_no_path) {
  const auto key = base::SigningKey::generate();
  enrol(key);
  const std::vector<std::string> names{"",
                                       "../centre.db",
                                       "%2e%2e",
                                       "/etc/passwd",
                                       hash_ + ".part",
                                       hash_.substr(0, 2) + "/" + hash_,
                                       hash_ + "/",
                                       hash_ + '\0'};
  for (const auto& name : names) EXPECT_EQ(ask(fetch(key, name)).status, 404) << name;
}

TEST_F(CentreMedia, that_no_week_names_go_after_a_month) {
  trust::testing::Office office;
  office.change_programme([&](trust::Programme& programme) {
    programme.weeks.at(0).any_media = false;
    programme.weeks.at(0).media["a.mp3"] = trust::reference_to(content_);
  });
  give(0, content_);
  const std::string unnamed = "nobody names it";
  const auto unnamed_hash = base::to_hex(base::sha256(unnamed));
  ask(from_administrator("media/" + unnamed_hash, unnamed, {{"offset", "0"}, {"bytes", "15"}}));
  const auto publish = [&](base::Wall now) {
    const auto bundle = trust::write_bundle(office.seal());
    return test::answer_of(api_, from_administrator("programme", bundle), {base::Steady{}, now, {}})
        .status;
  };
  const auto now = std::chrono::time_point_cast<base::Duration>(std::chrono::system_clock::now());
  EXPECT_EQ(publish(now), 200);
  EXPECT_EQ(lacking({hash_, unnamed_hash}).size(), 0U);
  EXPECT_EQ(publish(now + std::chrono::hours{24 * 31}), 200);
  EXPECT_EQ(lacking({hash_, unnamed_hash}),
            json::array({{{"sha256", unnamed_hash}, {"begun", 0}}}));
}

}  // namespace
}  // namespace loa::centre
