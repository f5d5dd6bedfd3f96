// What a monitoring system reads of a centre, in Prometheus' text format (exposition format 0.0.4).
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/time.h"

namespace loa::centre {

// Counters since the program's start. One thread; no I/O.
class Metrics {
 public:
  void rows_stored(std::uint64_t count) { stored_ += count; }
  // By the code that the station was told.
  void batch_refused(const std::string& code) { ++refused_[code]; }
  // How many stations' reports are held until there is a command for them.
  void listening(std::size_t stations) { listening_ = stations; }
  // A request was answered, whoever sent it.
  void answered(int status, base::Duration took);

  // One family: "loa_stations" with {"presence=\"online\"", 12}...
  struct Gauge {
    std::string name;
    std::string help;
    std::vector<std::pair<std::string, std::int64_t>> values;  // by their labels
  };
  // All counters, then `gauges`, which are read when they are asked for.
  std::string text(const std::vector<Gauge>& gauges) const;

 private:
  // Upper bounds of the histogram, in milliseconds; the last class has none.
  static constexpr std::array<std::int64_t, 8> kBounds = {1, 5, 25, 100, 250, 1000, 5000, 20000};

  std::uint64_t stored_ = 0;
  std::size_t listening_ = 0;
  std::map<std::string, std::uint64_t> refused_;
  std::map<int, std::uint64_t> statuses_;
  std::array<std::uint64_t, kBounds.size() + 1> classes_{};
  base::Duration total_{};
};

}  // namespace loa::centre
