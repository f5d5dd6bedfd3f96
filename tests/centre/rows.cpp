#include "tests/centre/rows.h"

#include <cstdlib>
#include <variant>

#include "centre/api.h"

namespace loa::centre::test {
namespace {

std::string_view view(const auto& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

Folder::Folder() {
  auto name = (std::filesystem::temp_directory_path() / "loa-centre-XXXXXX").string();
  path_ = ::mkdtemp(name.data());
}

Folder::~Folder() { std::filesystem::remove_all(path_); }

base::Now at(std::int64_t seconds) {
  base::Now now;
  now.steady = base::Steady(std::chrono::seconds(seconds));
  now.wall = base::Wall(std::chrono::seconds(1'795'471'200 + seconds));  // 2026-11-23T22:00:00Z
  now.quality = base::ClockQuality::synced;
  return now;
}

journal::Row sealed(journal::Row row) {
  row.hash = journal::hash_of(row);
  return row;
}

std::vector<journal::Row> chain(const std::string& station, std::size_t count,
                                std::uint64_t epoch) {
  std::vector<journal::Row> rows;
  base::Sha256 previous{};
  for (std::size_t i = 1; i <= count; ++i) {
    journal::Row row;
    row.station = station;
    row.epoch = epoch;
    row.seq = i;
    row.title = "hàng " + std::to_string(i);
    row.wall = at(static_cast<std::int64_t>(i)).wall;
    row.previous = previous;
    rows.push_back(sealed(row));
    previous = rows.back().hash;
  }
  return rows;
}

protocol::JournalBatch batch(const std::vector<journal::Row>& rows, std::uint64_t first,
                             std::uint64_t last, bool lost_before) {
  return {rows.front().station,
          {rows.begin() + static_cast<std::ptrdiff_t>(first - 1),
           rows.begin() + static_cast<std::ptrdiff_t>(last)},
          lost_before};
}

protocol::HttpResponse answer_of(Api& api, const protocol::HttpRequest& request,
                                 const base::Now& now) {
  const auto outcome = api.answer(request, now);
  if (const auto* later = std::get_if<Later>(&outcome)) return later->work();
  return std::get<protocol::HttpResponse>(outcome);
}

protocol::HttpRequest signed_post(const base::SigningKey& key, const std::string& path,
                                  const std::string& body) {
  const auto text = protocol::signed_text("POST", path, id_of(key), body);
  protocol::HttpRequest request{"POST", path, {}, {}, body, "127.0.0.1"};
  request.headers["loa-station"] = id_of(key);
  request.headers["loa-signature"] = base::to_base64(view(base::sign(key, text)));
  return request;
}

std::string base64(const base::SigningKey& key) { return base::to_base64(view(key.public_key)); }

std::string id_of(const base::SigningKey& key) {
  return protocol::station_id_of(view(key.public_key));
}

}  // namespace loa::centre::test
