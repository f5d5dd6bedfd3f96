#include "centre/metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace loa::centre {
namespace {

double seconds_of(base::Duration time) { return std::chrono::duration<double>(time).count(); }

class Page {
 public:
  void family(const char* name, const char* type, const std::string& help) {
    fmt::format_to(std::back_inserter(text), "# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
  }
  template <class Value>
  void line(const std::string& name, const std::string& labels, Value value) {
    const auto all = labels.empty() ? "" : "{" + labels + "}";
    fmt::format_to(std::back_inserter(text), "{}{} {}\n", name, all, value);
  }
  std::string text;
};

}  // namespace

void Metrics::answered(int status, base::Duration took) {
  ++statuses_[status];
  total_ += took;
  const auto* bound = std::find_if(kBounds.begin(), kBounds.end(), [&](std::int64_t most) {
    return took <= std::chrono::milliseconds(most);
  });
  ++classes_.at(static_cast<std::size_t>(bound - kBounds.begin()));
}

std::string Metrics::text(const std::vector<Gauge>& gauges) const {
  Page page;
  page.family("loa_rows_stored_total", "counter", "Rows of the record that were stored");
  page.line("loa_rows_stored_total", "", stored_);
  page.family("loa_batches_refused_total", "counter",
              "Batches refused, by the code of the refusal");
  for (const auto& [code, count] : refused_)
    page.line("loa_batches_refused_total", fmt::format("code=\"{}\"", code), count);
  page.family("loa_requests_total", "counter", "Requests answered, by status");
  for (const auto& [status, count] : statuses_)
    page.line("loa_requests_total", fmt::format("status=\"{}\"", status), count);
  page.family("loa_request_seconds", "histogram", "Time from a whole request to its answer");
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < kBounds.size(); ++i)
    page.line("loa_request_seconds_bucket",
              fmt::format("le=\"{}\"", static_cast<double>(kBounds.at(i)) / 1000),
              sum += classes_.at(i));
  page.line("loa_request_seconds_bucket", "le=\"+Inf\"", sum += classes_.back());
  page.line("loa_request_seconds_sum", "", seconds_of(total_));
  page.line("loa_request_seconds_count", "", sum);
  page.family("loa_listening_stations", "gauge", "Stations that wait for live commands");
  page.line("loa_listening_stations", "", listening_);
  for (const auto& gauge : gauges) {
    page.family(gauge.name.c_str(), "gauge", gauge.help);
    for (const auto& [labels, value] : gauge.values) page.line(gauge.name, labels, value);
  }
  return page.text;
}

}  // namespace loa::centre
