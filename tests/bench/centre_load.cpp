// Stations that send their record to a centre, as fast as it acknowledges.
//   centre_load ORIGIN ADMIN_KEY STATIONS BATCHES
// Each station has a connection and sends BATCHES batches of 500 rows, made and signed beforehand.
// Prints JSON: rows acknowledged a second, and the time to an acknowledgement.
#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <vector>

#include "base/crypto.h"
#include "protocol/http.h"
#include "protocol/messages.h"

namespace {

using namespace loa;
using Clock = std::chrono::steady_clock;
using protocol::HttpRequest;
using protocol::HttpResponse;

constexpr std::chrono::seconds kPatience{120};

std::string_view view(const auto& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

HttpRequest signed_post(const base::SigningKey& key, const std::string& path,
                        const std::string& body) {
  return protocol::signed_post(key, protocol::station_id_of(view(key.public_key)), path, body);
}

// As a station writes them: an intent, two items and a result a play.
journal::Row row_of(const std::string& station, std::uint64_t seq) {
  journal::Row row;
  row.station = station;
  row.epoch = 1;
  row.seq = seq;
  row.kind = seq % 4 == 1   ? journal::Kind::intent
             : seq % 4 == 0 ? journal::Kind::result
                            : journal::Kind::item;
  row.wall = base::Wall(std::chrono::seconds(1'790'000'000 + 600 * static_cast<std::int64_t>(seq)));
  row.nominal = row.wall;
  row.occurrence = fmt::format("tuan-48.7/ban-tin-sang/{}", (seq + 3) / 4);
  row.title = "Bản tin cải cách hành chính buổi sáng";
  row.area = "CCHC-1";
  row.content = std::string(64, 'a');
  row.monotonic_ns = 1'000'000'000 * static_cast<std::int64_t>(seq);
  row.boot = "7f3c1f60-8d2a-4a50-9d64-1f1f27f1a001";
  row.quality = base::ClockQuality::synced;
  row.frames_due = row.frames_played = 14'400'000;
  row.level = 3;
  row.evidence = R"({"peakDbfs":-3.1,"startErrorUs":12,"underruns":0})";
  row.outcome =
      row.kind == journal::Kind::result ? journal::Outcome::played : journal::Outcome::none;
  row.reason = row.kind == journal::Kind::result ? "completed" : "";
  return row;
}

class Station {
 public:
  Station(boost::asio::io_context& loop, const std::string& origin, int batches)
      : client_(loop, origin) {
    const auto id = protocol::station_id_of(view(key_.public_key));
    base::Sha256 previous{};
    std::uint64_t seq = 0;
    for (int i = 0; i < batches; ++i) {
      protocol::JournalBatch batch{id, {}, false};
      while (batch.rows.size() < protocol::kMaxBatchRows) {
        auto row = row_of(id, ++seq);
        row.previous = previous;
        previous = row.hash = journal::hash_of(row);
        batch.rows.push_back(std::move(row));
      }
      requests_.push_back(signed_post(key_, "/v1/journal", to_json(batch)));
    }
  }

  HttpRequest enrolment(const std::string& token) const {
    return signed_post(
        key_, "/v1/enrol",
        to_json(protocol::EnrolRequest{token, base::to_base64(view(key_.public_key)), "Đài thử"}));
  }
  protocol::HttpClient& client() { return client_; }

  void send(std::vector<double>& waits) {
    if (next_ == requests_.size()) return;
    const auto began = Clock::now();
    client_.send(std::move(requests_[next_++]), kPatience, [this, began, &waits](HttpResponse got) {
      if (got.status != 200) throw std::runtime_error(got.body);
      waits.push_back(std::chrono::duration<double, std::milli>(Clock::now() - began).count());
      send(waits);
    });
  }

 private:
  base::SigningKey key_ = base::SigningKey::generate();
  protocol::HttpClient client_;
  std::vector<HttpRequest> requests_;
  std::size_t next_ = 0;
};

HttpResponse ask(boost::asio::io_context& loop, protocol::HttpClient& client, HttpRequest request) {
  HttpResponse answer;
  client.send(std::move(request), kPatience, [&](HttpResponse got) { answer = std::move(got); });
  loop.run();
  loop.restart();
  if (answer.status != 200) throw std::runtime_error(answer.body);
  return answer;
}

void run(const std::string& origin, const std::string& admin_key, int stations, int batches) {
  boost::asio::io_context loop;
  std::vector<std::unique_ptr<Station>> all;
  for (int i = 0; i < stations; ++i) {
    auto& station = *all.emplace_back(std::make_unique<Station>(loop, origin, batches));
    HttpRequest wanted{"POST", "/v1/admin/tokens", {}, {}, R"({"name":""})", ""};
    wanted.headers["authorization"] = "Bearer " + admin_key;
    const auto token = nlohmann::json::parse(ask(loop, station.client(), wanted).body);
    ask(loop, station.client(), station.enrolment(token["token"]));
  }
  std::vector<double> waits;
  const auto began = Clock::now();
  for (auto& station : all) station->send(waits);
  loop.run();
  const double seconds = std::chrono::duration<double>(Clock::now() - began).count();
  std::sort(waits.begin(), waits.end());
  const auto rows = waits.size() * protocol::kMaxBatchRows;
  fmt::print(R"({{"rows": {}, "seconds": {:.2f}, "rows_per_second": {:.0f}, )"
             R"("ack_median_ms": {:.1f}, "ack_p99_ms": {:.1f}}})"
             "\n",
             rows, seconds, static_cast<double>(rows) / seconds, waits[waits.size() / 2],
             waits[waits.size() * 99 / 100]);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  try {
    run(argv[1], argv[2], std::atoi(argv[3]), std::atoi(argv[4]));
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "centre_load: %s\n", error.what());
    return 1;
  }
}
