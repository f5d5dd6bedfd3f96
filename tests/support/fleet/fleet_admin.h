// What an administrator does to the fleet: enrols its stations, and shuts some out.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "protocol/http.h"
#include "support/fleet/fleet_plan.h"
#include "support/fleet/load_station.h"

namespace loa::bench {

// Blocks; throws std::runtime_error for what the centre refuses.
class Administrator {
 public:
  Administrator(const std::string& origin, std::string key)
      : key_(std::move(key)), client_(loop_, origin) {}

  // The certificate that the station is given.
  std::string enrol(const LoadStation& station);
  // The authority's, of the last token.
  const base::Sha256& pin() const { return pin_; }
  void revoke(const std::string& station);

 private:
  std::string ask(protocol::HttpRequest request);
  protocol::HttpRequest order(const std::string& path, const std::string& body) const;

  const std::string key_;
  boost::asio::io_context loop_;
  protocol::HttpClient client_;
  base::Sha256 pin_{};
};

// Shuts stations out, one after another, on a thread of its own.
class Revoker {
 public:
  using Clock = std::chrono::steady_clock;

  // By their ids. What is refused ends the process.
  Revoker(const Plan& plan, std::vector<std::string> stations);
  ~Revoker();
  Revoker(const Revoker&) = delete;
  Revoker& operator=(const Revoker&) = delete;

  // When each was asked for, in their order. After the last one.
  const std::vector<Clock::time_point>& asked();

 private:
  std::vector<Clock::time_point> asked_;
  std::thread thread_;
};

}  // namespace loa::bench
