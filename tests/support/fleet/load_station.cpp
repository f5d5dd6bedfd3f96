#include "support/fleet/load_station.h"

#include <fmt/format.h>

#include "base/clock.h"
#include "protocol/messages.h"
#include "protocol/packed_batch.h"

namespace loa::bench {
namespace {

constexpr auto kBoot = "5f1c7f0e-3c2a-4c67-9f0f-0d6f5a6f7b11";

std::string_view view(const auto& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

LoadStation::LoadStation(const std::vector<journal::Row>& record, std::string host)
    : record_(record),
      host_(std::move(host)),
      id_(protocol::station_id_of(view(key_.public_key))) {}

protocol::HttpRequest LoadStation::enrolment(const std::string& token) const {
  return protocol::signed_post(
      key_, id_, "/v1/enrol",
      to_json(protocol::EnrolRequest{token, base::to_base64(view(key_.public_key)), "Đài thử"}));
}

std::string LoadStation::on_the_wire(const protocol::HttpRequest& request) const {
  std::string text = fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\nContent-Length: {}\r\n",
                                 request.method, request.path, host_, request.body.size());
  for (const auto& [name, value] : request.headers) text += fmt::format("{}: {}\r\n", name, value);
  return text + "\r\n" + request.body;
}

std::string LoadStation::status(std::chrono::seconds listening) const {
  protocol::StatusReport report;
  report.station = id_;
  report.name = "Đài truyền thanh xã thử";
  report.software = "1.0.0";
  report.wall = base::wall_now();
  report.quality = base::ClockQuality::synced;
  report.on_air = "Bản tin cải cách hành chính";
  report.level = 3;
  report.next_start = report.wall + std::chrono::minutes(80);
  report.next_title = "Bản tin phát thanh số 5 trong ngày";
  report.schedule = "xa-phu-van.12";
  report.device = "playing";
  report.volume = 80;
  report.disk_free = 12'000'000'000;
  report.epoch = 1;
  report.seq = seq_;
  report.nonce = "00112233445566778899aabbccddeeff";
  if (listening.count() > 0) report.listening = protocol::Listening{listening};
  auto request = protocol::signed_post(key_, id_, "/v1/status", to_json(report));
  request.headers.try_emplace("content-type", "application/json");
  return on_the_wire(request);
}

std::string LoadStation::rows(std::size_t count) {
  if (!waiting_.empty()) return waiting_;
  protocol::JournalBatch batch{id_, {}, false};
  Acknowledged last{seq_ + 1, seq_, hash_};
  while (batch.rows.size() < count) {
    auto row = record_[last.last % record_.size()];
    row.station = id_;
    row.epoch = 1;
    row.seq = ++last.last;
    row.boot = kBoot;
    row.previous = last.hash;
    last.hash = row.hash = journal::hash_of(row);
    batch.rows.push_back(std::move(row));
  }
  const auto& end = batch.rows.back();
  batch.checkpoint = protocol::signed_with(
      key_, id_, {end.epoch, end.seq, end.hash, end.boot, end.wall, end.quality, ""});
  auto request = protocol::signed_post(key_, id_, "/v1/journal", protocol::pack(batch).value());
  request.headers["content-type"] = protocol::kPackedType;
  request.headers["content-encoding"] = protocol::kPackedEncoding;
  waiting_for_ = last;
  return waiting_ = on_the_wire(request);
}

Took LoadStation::answered(int status, const std::string& body,
                           std::optional<Acknowledged>& fresh) {
  if (status == 503 || status == 507) return Took::later;
  const auto ack = protocol::batch_ack_from(body);
  if (status != 200 || !ack || !waiting_for_ || ack->seq != waiting_for_->last) return Took::no;
  fresh = waiting_for_;
  seq_ = waiting_for_->last;
  hash_ = waiting_for_->hash;
  waiting_.clear();
  waiting_for_.reset();
  return Took::yes;
}

}  // namespace loa::bench
