// What one station of a load says to a centre, and whether the centre keeps its word. No I/O.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/crypto.h"
#include "journal/row.h"
#include "protocol/http.h"

namespace loa::bench {

// An acknowledgement that was new.
struct Acknowledged {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  base::Sha256 hash{};  // of the last row
};

enum class Took {
  yes,
  later,  // the centre has too much to do, or its database is away
  no,     // refused, or the centre has forgotten what it had acknowledged
};

class LoadStation {
 public:
  // `record`: what it plays, again and again; outlives this. `host`: of the Host header.
  LoadStation(const std::vector<journal::Row>& record, std::string host);

  const std::string& id() const { return id_; }
  const base::SigningKey& key() const { return key_; }
  protocol::HttpRequest enrolment(const std::string& token) const;

  // Requests as they go over the wire.
  // `listening`: how long the centre may hold its answer.
  std::string status(std::chrono::seconds listening = {}) const;
  // The next rows, 1 to protocol::kMaxBatchRows; the same again until they are taken.
  std::string rows(std::size_t count);
  // What the rows were answered. `fresh` is set where they were taken.
  Took answered(int status, const std::string& body, std::optional<Acknowledged>& fresh);
  // Rows that were acknowledged so far.
  std::uint64_t acknowledged() const { return seq_; }

 private:
  std::string on_the_wire(const protocol::HttpRequest& request) const;

  const std::vector<journal::Row>& record_;
  const std::string host_;
  base::SigningKey key_ = base::SigningKey::generate();
  std::string id_;
  std::uint64_t seq_ = 0;
  base::Sha256 hash_{};
  std::string waiting_;  // the batch under way, "" for none
  std::optional<Acknowledged> waiting_for_;
};

}  // namespace loa::bench
