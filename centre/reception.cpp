#include "centre/reception.h"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <utility>

#include "base/log.h"
#include "centre/intake.h"
#include "protocol/http_rules.h"

namespace loa::centre {
namespace {

// Of the bodies that wait: batches of rows after an outage, not reports.
constexpr std::size_t kMostBytes = 64UL * 1024 * 1024;

protocol::HttpResponse busy(base::Duration pause) {
  auto response = refusal(503, "busy");
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(pause).count();
  response.headers.emplace_back("Retry-After", std::to_string(seconds));
  return response;
}

}  // namespace

Urgency urgency_of(const protocol::HttpRequest& request) {
  const bool ours = request.path.starts_with("/v1/admin/") && protocol::is_from_here(request.peer);
  return ours || request.path == "/healthz" ? Urgency::at_once : Urgency::ordinary;
}

void Reception::take(protocol::HttpRequest request, protocol::HttpReply reply) {
  const auto now = clock_.read();
  auto urgency = urgency_of(request);
  if (api_.brings_a_command(request, now)) urgency = Urgency::at_once;
  if (const auto pause = api_.admission().refuse(urgency, waiting(), now.steady)) {
    api_.note_answer(503, base::Duration{0}, Urgency::at_once);
    reply(busy(*pause));
    return;
  }
  auto& queue = urgency == Urgency::at_once ? at_once_ : ordinary_;
  if (urgency == Urgency::ordinary) ordinary_bytes_ += request.body.size();
  queue.push_back({std::move(request), std::move(reply)});
  if (!std::exchange(working_, true)) boost::asio::post(loop_, [this] { work(); });
}

std::size_t Reception::waiting() const {
  return ordinary_bytes_ < kMostBytes ? ordinary_.size() : Admission::kMostWaiting;
}

void Reception::work() {
  const auto urgency = at_once_.empty() ? Urgency::ordinary : Urgency::at_once;
  auto& queue = urgency == Urgency::at_once ? at_once_ : ordinary_;
  if (!queue.empty()) {
    const auto next = std::move(queue.front());
    queue.pop_front();
    if (urgency == Urgency::ordinary) ordinary_bytes_ -= next.request.body.size();
    answer(next, urgency);
  }
  working_ = !at_once_.empty() || !ordinary_.empty();
  if (working_) boost::asio::post(loop_, [this] { work(); });
}

void Reception::answer(const Waiting& waiting, Urgency urgency) {
  const auto began = clock_.read();
  auto response = refusal(500, "internal-error");
  try {
    response = api_.answer(waiting.request, began);
  } catch (const std::exception& failure) {
    base::log(base::LogLevel::error, fmt::format("http: {} {}: {}", waiting.request.method,
                                                 waiting.request.path, failure.what()));
  }
  api_.note_answer(response.status, clock_.read().steady - began.steady, urgency);
  waiting.reply(std::move(response));
}

void Reception::close() {
  at_once_.clear();
  ordinary_.clear();
  ordinary_bytes_ = 0;
}

}  // namespace loa::centre
