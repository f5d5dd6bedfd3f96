// Media over a real connection onto a real disk, from centres that are honest and centres that are
// not.
#include "daemon/media_fetcher.h"

#include <gtest/gtest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <functional>
#include <thread>

#include "base/asio_timers.h"
#include "base/clock.h"
#include "daemon/cached_media_origin.h"
#include "daemon/disk_budget.h"
#include "daemon/http_media_origin.h"
#include "protocol/http_file.h"
#include "shell_support.h"
#include "tests/protocol/raw_peer.h"

namespace loa::daemon::testing {
namespace {

namespace fs = std::filesystem;
using protocol::HttpReply;
using protocol::HttpRequest;

// Several pieces, none like another.
std::string long_content(char last = '.') {
  std::string content;
  for (int i = 0; content.size() < 3 * MediaFetch::kPiece; ++i) content += std::to_string(i) + ",";
  return content + last;
}

class MediaFetcherTest : public ::testing::Test {
 protected:
  using Centre = std::function<void(const HttpRequest&, const HttpReply&)>;

  MediaFetcherTest() { write(folder_ / "served", content_); }
  ~MediaFetcherTest() override { stop(); }

  // A centre that answers as `centre` says, and a station that asks it.
  void serve(const Centre& centre) {
    server_.emplace(loop_, protocol::HttpServerSettings{},
                    [this, centre](auto request, auto reply) {
                      asked_.push_back(std::string(request.header("range")));
                      centre(request, reply);
                    });
    fetch_from(server_->port());
  }
  void fetch_from(unsigned short port) {
    source_.emplace(loop_, here(port), identity_, nullptr);
    if (cache_source_) cached_.emplace(timers_, *cache_source_, *source_);
    shelf_.emplace(folders(), post());
    fetcher_.emplace(
        MediaFetch(1, base::Duration{0}), timers_, from(), *shelf_,
        MediaFetcherEvents{[this](const auto& media) { come_.push_back(media.path); },
                           [this](const auto& media) { wrong_.push_back(media.path); }});
    fetcher_->start();
    fetcher_->want({wanted()}, {std::nullopt, {wanted().hash}});
  }
  // A cache on the way to the centre that is served after it.
  void serve_cache(const Centre& cache) {
    cache_server_.emplace(loop_, protocol::HttpServerSettings{},
                          [this, cache](auto request, auto reply) {
                            ++asked_of_cache_;
                            cache(request, reply);
                          });
    cache_source_.emplace(loop_, here(cache_server_->port()));
  }
  static std::string here(unsigned short port) {
    return "http://127.0.0.1:" + std::to_string(port);
  }
  MediaOrigin& from() {
    return cached_ ? static_cast<MediaOrigin&>(*cached_) : static_cast<MediaOrigin&>(*source_);
  }
  // The station and its centre are gone, as after a power cut.
  void stop() {
    fetcher_.reset();
    shelf_.reset();
    cached_.reset();
    cache_source_.reset();
    cache_server_.reset();
    source_.reset();
    server_.reset();
  }
  void until(const std::function<bool()>& so) {
    const auto deadline = base::steady_now() + std::chrono::seconds{60};
    while (!so() && base::steady_now() < deadline) loop_.run_one_for(std::chrono::milliseconds{50});
    ASSERT_TRUE(so());
  }
  WantedMedia wanted() const { return {hash_, content_.size(), "a.mp3"}; }
  DiskFolders folders() const { return {folder_ / "cache", folder_ / "fetched"}; }
  bool is_there() const { return store_.size_of(hash_) == content_.size(); }
  std::vector<std::string> faults() const { return fetcher_->view().faults; }
  std::function<void(std::function<void()>)> post() {
    return [this](std::function<void()> work) { boost::asio::post(loop_, std::move(work)); };
  }
  Centre honest() {
    return [this](const HttpRequest& request, const HttpReply& reply) {
      EXPECT_EQ(request.path, "/v1/media/" + base::to_hex(hash_));
      reply(protocol::file_answer(request, protocol::SentFile::open(folder_ / "served"), "a/b",
                                  base::to_hex(hash_)));
    };
  }

  Folder folder_;
  boost::asio::io_context loop_;
  const boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_{
      loop_.get_executor()};  // what comes of the shelf's thread
  base::AsioTimers timers_{loop_, [] {
                             return base::Now{base::steady_now(), base::wall_now(), {}};
                           }};
  Identity identity_{folder_ / "identity.json"};
  const std::string content_ = long_content();
  const base::Sha256 hash_ = base::sha256(content_);
  const base::ContentStore store_{folder_ / "fetched"};
  std::vector<std::string> asked_;
  std::vector<std::string> come_;
  std::vector<std::string> wrong_;
  std::optional<protocol::HttpServer> server_;
  std::optional<HttpMediaOrigin> source_;
  std::optional<protocol::HttpServer> cache_server_;
  std::optional<HttpMediaOrigin> cache_source_;
  std::optional<CachedMediaOrigin> cached_;
  int asked_of_cache_ = 0;
  std::optional<MediaShelf> shelf_;
  std::optional<MediaFetcher> fetcher_;
};

TEST_F(MediaFetcherTest, AFileComesPieceByPieceAndIsWhatWasSigned) {
  serve(honest());
  until([&] { return !come_.empty(); });
  EXPECT_TRUE(is_there());
  EXPECT_EQ(content_of(store_.path_of(hash_)), content_);
  ASSERT_EQ(asked_.size(), 4U);
  EXPECT_EQ(asked_[1], "bytes=262144-524287");
  EXPECT_TRUE(faults().empty());
  EXPECT_EQ(fetcher_->view().files, 0U);
}

TEST_F(MediaFetcherTest, ARequestIsSignedByTheStation) {
  serve([this](const HttpRequest& request, const HttpReply& reply) {
    const auto& key = identity_.key().public_key;
    const auto text = protocol::signed_text("GET", request.path, identity_.station(), "");
    EXPECT_EQ(request.header("loa-station"), identity_.station());
    EXPECT_TRUE(base::verify({reinterpret_cast<const char*>(key.data()), key.size()}, text,
                             base::from_base64(request.header("loa-signature")).value_or("")));
    honest()(request, reply);
  });
  until([&] { return !come_.empty(); });
}

TEST_F(MediaFetcherTest, WhatWasCutOffIsGoneOnWith) {
  serve([this](const HttpRequest& request, const HttpReply& reply) {
    if (asked_.size() <= 2) return honest()(request, reply);
    reply({500, "text/plain", "the centre is going down", {}});
  });
  until([&] { return fetcher_->view().problem == "unreachable"; });
  stop();
  EXPECT_EQ(store_.begun(hash_), 2 * MediaFetch::kPiece);
  asked_.clear();
  serve(honest());
  until([&] { return !come_.empty(); });
  EXPECT_EQ(asked_.at(0), "bytes=524288-786431");
  EXPECT_EQ(content_of(store_.path_of(hash_)), content_);
}

TEST_F(MediaFetcherTest, WhatACacheHasIsNotAskedOfTheCentreAndTheCacheIsNotToldWhoAsks) {
  serve_cache([this](const HttpRequest& request, const HttpReply& reply) {
    EXPECT_EQ(request.header("loa-station"), "");
    EXPECT_EQ(request.header("loa-signature"), "");
    honest()(request, reply);
  });
  serve(honest());
  until([&] { return !come_.empty(); });
  EXPECT_EQ(content_of(store_.path_of(hash_)), content_);
  EXPECT_EQ(asked_of_cache_, 4);
  EXPECT_TRUE(asked_.empty());
}

TEST_F(MediaFetcherTest, ACacheThatDoesNotHelpIsLeftAloneForAWhile) {
  const auto size = std::to_string(content_.size());
  const std::vector<protocol::HttpResponse> answers = {
      {404, "text/plain", "", {}},
      {502, "text/html", "<h1>Bad Gateway</h1>", {}},
      {200, "text/html", "<h1>Xin chào</h1>", {}},
      {206, "a/b", "x", {{"Content-Range", "bytes 0-262143/" + size}}}};
  for (const auto& answer : answers) {
    come_.clear();
    asked_of_cache_ = 0;
    serve_cache([&](const HttpRequest&, const HttpReply& reply) { reply(answer); });
    serve(honest());
    until([&] { return !come_.empty(); });
    EXPECT_EQ(asked_of_cache_, 1) << answer.status;
    EXPECT_TRUE(wrong_.empty()) << answer.status;
    stop();
    fs::remove_all(folder_ / "fetched");
  }
}

TEST_F(MediaFetcherTest, ACacheThatIsNotThereIsNoHindrance) {
  serve_cache(honest());
  cache_server_.reset();
  serve(honest());
  until([&] { return !come_.empty(); });
  EXPECT_EQ(content_of(store_.path_of(hash_)), content_);
}

TEST_F(MediaFetcherTest, AnotherContentFromACacheIsFetchedAnewFromTheCentreWithoutAFault) {
  write(folder_ / "other", long_content('!'));
  serve_cache([this](const HttpRequest& request, const HttpReply& reply) {
    reply(protocol::file_answer(request, protocol::SentFile::open(folder_ / "other"), "a/b",
                                base::to_hex(hash_)));
  });
  serve(honest());
  until([&] { return !come_.empty(); });
  EXPECT_EQ(content_of(store_.path_of(hash_)), content_);
  EXPECT_EQ(asked_.size(), 4U) << "from its beginning";
  EXPECT_TRUE(wrong_.empty());
  EXPECT_TRUE(faults().empty());
}

// Half a piece had come when the centre was killed.
TEST_F(MediaFetcherTest, APieceThatIsCutInTheMiddleCountsForNothing) {
  protocol::test::RawServer centre;
  std::thread thread([&] {
    const auto peer = centre.accept();
    peer.read_until("\r\n\r\n");
    peer.send(
        "HTTP/1.1 206 Partial Content\r\nContent-Length: 262144\r\nContent-Range: bytes "
        "0-262143/" +
        std::to_string(content_.size()) + "\r\n\r\n" + content_.substr(0, 5000));
  });
  fetch_from(centre.port());
  until([&] { return fetcher_->view().problem == "unreachable"; });
  thread.join();
  EXPECT_EQ(store_.begun(hash_), 0U);
}

TEST_F(MediaFetcherTest, AnotherContentUnderTheHashIsThrownAwayAndToldOf) {
  write(folder_ / "served", long_content('!'));
  serve(honest());
  until([&] { return !wrong_.empty(); });
  EXPECT_EQ(wrong_, std::vector<std::string>{"a.mp3"});
  EXPECT_EQ(faults(), std::vector<std::string>{"media-wrong"});
  EXPECT_TRUE(store_.files().empty());
  EXPECT_TRUE(come_.empty());
}

TEST_F(MediaFetcherTest, WhatSufferedOnThisDiskIsFetchedAnewWithoutAFault) {
  store_.append(hash_, 0, std::string(1000, 'x'));
  serve(honest());
  until([&] { return !come_.empty(); });
  EXPECT_TRUE(wrong_.empty());
  EXPECT_EQ(content_of(store_.path_of(hash_)), content_);
  EXPECT_EQ(asked_.at(0), "bytes=1000-263143");
  EXPECT_EQ(asked_.back().substr(0, 13), "bytes=786432-");
}

TEST_F(MediaFetcherTest, AFileOfAnotherLengthIsNotWhatWasSigned) {
  for (const auto* more : {"", "and more", "0123456789"}) {
    write(folder_ / "served", *more == '\0' ? "short" : content_ + more);
    wrong_.clear();
    serve(honest());
    until([&] { return !wrong_.empty(); });
    EXPECT_TRUE(store_.files().empty());
    stop();
  }
}

// What a lying centre may answer to a piece: none of it reaches the disk.
TEST_F(MediaFetcherTest, AnAnswerThatIsNotTheWantedPieceIsNone) {
  const auto size = std::to_string(content_.size());
  const auto piece = content_.substr(0, MediaFetch::kPiece);
  const std::vector<protocol::HttpResponse> lies = {
      {200, "a/b", piece, {}},
      {200, "a/b", "", {}},
      {206, "a/b", piece, {}},
      {206, "a/b", piece, {{"Content-Range", "bytes 1-262144/" + size}}},
      {206, "a/b", piece, {{"Content-Range", "bytes 0-262143/*"}}},
      {206, "a/b", piece, {{"Content-Range", "bytes 0-262143/262144"}}},
      {206, "a/b", piece + "x", {{"Content-Range", "bytes 0-262143/" + size}}},
      {206, "a/b", "x", {{"Content-Range", "bytes 0-262143/" + size}}},
      {206, "a/b", "", {}},
      {302, "a/b", piece, {{"Location", "http://127.0.0.1:1/"}}},
      {416, "a/b", "", {}},
      {500, "a/b", piece, {}}};
  for (const auto& lie : lies) {
    serve([&](const HttpRequest&, const HttpReply& reply) { reply(lie); });
    until([&] { return fetcher_->view().problem == "unreachable" || !faults().empty(); });
    EXPECT_TRUE(store_.files().empty()) << lie.status;
    EXPECT_TRUE(come_.empty());
    stop();
  }
}

// The station does not take in more than it can use, however much is sent.
TEST_F(MediaFetcherTest, EndlessDataComeToAnEnd) {
  for (const std::string& head :
       {"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-262143/" +
            std::to_string(content_.size()) + "\r\nContent-Length: 1099511627776\r\n\r\n",
        std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")}) {
    protocol::test::RawServer centre;
    std::size_t sent = 0;
    std::thread thread([&] {
      const auto peer = centre.accept();
      peer.read_until("\r\n\r\n");
      peer.send(head);
      const std::string chunk = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
      while (sent < (1UL << 30U) && peer.send(chunk)) sent += chunk.size();
    });
    fetch_from(centre.port());
    until([&] { return fetcher_->view().problem == "unreachable"; });
    thread.join();
    EXPECT_LT(sent, 64UL << 20U) << "what sockets hold, and not more";
    EXPECT_TRUE(store_.files().empty());
    stop();
  }
}

TEST_F(MediaFetcherTest, WhatTheCentreHasNotGotIsAbsent) {
  serve([](const HttpRequest&, const HttpReply& reply) { reply({404, "text/plain", "", {}}); });
  until([&] { return fetcher_->view().problem == "absent"; });
  EXPECT_TRUE(faults().empty());
}

TEST_F(MediaFetcherTest, WhatIsThereAlreadyIsNotFetched) {
  store_.append(hash_, 0, content_);
  store_.finish(hash_);
  serve(honest());
  until([&] { return !come_.empty(); });
  EXPECT_TRUE(asked_.empty());
}

TEST_F(MediaFetcherTest, WhatWasDamagedOnTheDiskIsFetchedAgain) {
  store_.append(hash_, 0, content_);
  store_.finish(hash_);
  write(store_.path_of(hash_), "damaged");
  serve(honest());
  until([&] { return !come_.empty(); });
  EXPECT_EQ(content_of(store_.path_of(hash_)), content_);
}

// A signed size that no disk has.
TEST_F(MediaFetcherTest, WhatHasNoRoomIsNotBegun) {
  serve(honest());
  fetcher_->want({{base::sha256("large"), 1ULL << 40U, "large.wav"}}, {});
  until([&] { return !faults().empty(); });
  EXPECT_EQ(faults(), std::vector<std::string>{"media-no-room"});
}

TEST_F(MediaFetcherTest, ForRoomGoesWhatNoWeekNeedsAndIsOlderThanADay) {
  const auto put = [&](const std::string& content, bool old) {
    const auto hash = base::sha256(content);
    store_.append(hash, 0, content);
    store_.finish(hash);
    const auto now = fs::file_time_type::clock::now();
    if (old) fs::last_write_time(store_.path_of(hash), now - std::chrono::hours{48});
    return hash;
  };
  const auto needed = put("needed", true);
  const auto unneeded = put("unneeded", true);
  const auto young = put("young", false);
  EXPECT_TRUE(make_room(folders(), {std::nullopt, {needed}}, 0, base::wall_now()));
  EXPECT_TRUE(store_.size_of(unneeded)) << "there is room";
  EXPECT_FALSE(make_room(folders(), {std::nullopt, {needed}}, 1ULL << 60U, base::wall_now()));
  EXPECT_TRUE(store_.size_of(needed));
  EXPECT_TRUE(store_.size_of(young));
  EXPECT_FALSE(store_.size_of(unneeded));
}

}  // namespace
}  // namespace loa::daemon::testing
