#include "centre/reception.h"

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <utility>

#include "base/log_event.h"
#include "centre/intake.h"
#include "protocol/http_rules.h"

namespace loa::centre {
namespace {

// Stations that wait learn by it that their time is over, and that another centre on the same
// database has taken a command.
constexpr std::chrono::seconds kTick{1};
// Told in one go: what they are offered is asked of the store once for all of them.
constexpr std::size_t kTogether = 32;
// Of the bodies that wait: batches of rows after an outage, not reports.
constexpr std::size_t kMostBytes = 64UL * 1024 * 1024;
// Of those that wait, which take several times the memory when they are read: so many.
constexpr std::size_t kReadAhead = 3;

// Stations' own are too many for every day, and an administrator's pieces of media: LOA_LOG=debug
// shows them.
base::LogLevel level_of(const protocol::HttpRequest& request, int status) {
  if (status == 500) return base::LogLevel::warning;
  const bool ordered =
      request.path.starts_with("/v1/admin/") && !request.path.starts_with("/v1/admin/media/");
  return ordered ? base::LogLevel::info : base::LogLevel::debug;
}

void log_request(const protocol::HttpRequest& request, int status, base::Duration took) {
  const auto level = level_of(request, status);
  if (!base::logs(level)) return;
  base::log_event(level, "request",
                  {{"method", request.method},
                   {"path", request.path},
                   {"status", status},
                   {"station", request.header("loa-station")},
                   {"peer", request.peer},
                   {"bytes", request.body.size()},
                   {"took_ms", took}});
}

}  // namespace

Urgency urgency_of(const protocol::HttpRequest& request) {
  const bool ours = request.path.starts_with("/v1/admin/") && protocol::is_from_here(request.peer);
  return ours || request.path == "/healthz" ? Urgency::at_once : Urgency::ordinary;
}

void Reception::take(protocol::HttpRequest request, protocol::HttpReply reply) {
  if (closed_) return send_away(reply);
  const auto now = clock_.read();
  auto urgency = urgency_of(request);
  if (api_.brings_a_command(request, now)) urgency = Urgency::at_once;
  if (const auto pause = api_.admission().refuse(urgency, waiting(), now.steady)) {
    api_.note_answer(503, base::Duration{0}, Urgency::at_once);
    reply(come_again("busy", *pause));
    return;
  }
  const bool bundle = api_.brings_a_bundle(request);
  auto& queue = urgency == Urgency::at_once ? at_once_ : ordinary_;
  if (urgency == Urgency::ordinary) ordinary_bytes_ += request.body.size();
  Waiting waiting{std::make_shared<const protocol::HttpRequest>(std::move(request)),
                  std::move(reply)};
  if (bundle) return read_bundle(std::move(waiting));
  queue.push_back(std::move(waiting));
  work_soon();
}

void Reception::read_bundle(Waiting waiting) {
  auto idle = boost::asio::make_work_guard(loop_);
  boost::asio::post(
      beside_, [this, waiting = std::move(waiting), idle = std::move(idle)]() mutable {
        try {
          waiting.bundle = std::make_shared<const ReadBundle>(read_offer(waiting.request->body));
        } catch (const std::exception& failure) {
          base::log_event(base::LogLevel::error, "request-failed", {{"error", failure.what()}});
        }
        boost::asio::post(loop_, [this, waiting = std::move(waiting)]() mutable {
          if (closed_) return send_away(waiting.reply);
          at_once_.push_back(std::move(waiting));
          work_soon();
        });
      });
}

void Reception::work_soon() {
  if (!std::exchange(working_, true)) boost::asio::post(loop_, [this] { work(); });
}

std::size_t Reception::waiting() const {
  return ordinary_bytes_ < kMostBytes ? ordinary_.size() : Admission::kMostWaiting;
}

void Reception::work() {
  if (at_once_.empty()) read_ahead();
  if (!at_once_.empty())
    answer_first_of(at_once_, Urgency::at_once);
  else if (hall_.turns() > 0)
    tell_next_in_hall();
  else if (is_read())
    answer_first_of(ordinary_, Urgency::ordinary);
  else if (!ordinary_.empty() && !idle_since_)
    idle_since_ = clock_.read().steady;
  look_into_hall();
  working_ = !at_once_.empty() || is_read() || hall_.turns() > 0;
  if (working_) boost::asio::post(loop_, [this] { work(); });
}

bool Reception::is_read() const {
  return !ordinary_.empty() && ordinary_.front().reading && ordinary_.front().reading->done;
}

void Reception::read_ahead() {
  for (std::size_t i = 0; i < std::min(kReadAhead, ordinary_.size()); ++i) {
    auto& waiting = ordinary_[i];
    if (waiting.reading) continue;
    waiting.reading = std::make_shared<Reading>();
    if (auto key = api_.reads_ahead(*waiting.request, clock_.read()))
      read(waiting, std::move(*key));
    else
      waiting.reading->done = true;
  }
}

void Reception::read(const Waiting& waiting, std::string public_key) {
  auto idle = boost::asio::make_work_guard(loop_);
  boost::asio::post(reader_, [this, request = waiting.request, reading = waiting.reading,
                              key = std::move(public_key), idle = std::move(idle)]() mutable {
    std::optional<ReadBatch> batch;
    try {
      batch = read_if_signed(*request, key);
    } catch (const std::exception& failure) {
      base::log_event(base::LogLevel::error, "request-failed", {{"error", failure.what()}});
    }
    boost::asio::post(loop_,
                      [this, batch = std::move(batch), reading = std::move(reading)]() mutable {
                        *reading = {true, std::move(batch)};
                        work_soon();
                      });
  });
}

void Reception::answer_first_of(std::deque<Waiting>& queue, Urgency urgency) {
  auto waiting = std::move(queue.front());
  queue.pop_front();
  const auto now = clock_.read();
  auto began = now.steady;
  if (urgency == Urgency::ordinary) {
    ordinary_bytes_ -= waiting.request->body.size();
    began = std::exchange(idle_since_, std::nullopt).value_or(began);
  }
  auto outcome = outcome_of(waiting, now);
  const auto took = clock_.read().steady - began;
  if (auto* listener = std::get_if<Listener>(&outcome)) {
    if (urgency == Urgency::ordinary) api_.admission().answered(took);
    return keep_in_hall(std::move(*listener), std::move(waiting.reply));
  }
  if (auto* later = std::get_if<Later>(&outcome))
    return do_later(std::move(*later), std::move(waiting));
  if (auto* answering = std::get_if<Answering>(&outcome))
    return answer_when_ready(*answering, std::move(waiting));
  auto& response = std::get<protocol::HttpResponse>(outcome);
  api_.note_answer(response.status, took, urgency);
  log_request(*waiting.request, response.status, took);
  waiting.reply(std::move(response));
}

Outcome Reception::outcome_of(const Waiting& waiting, const base::Now& now) {
  const auto& request = *waiting.request;
  try {
    if (waiting.reading && waiting.reading->batch)
      return api_.answer(request, *waiting.reading->batch, now);
    if (waiting.bundle) return api_.answer(request, *waiting.bundle, now);
    return api_.answer(request, now);
  } catch (const std::exception& failure) {
    base::log_event(base::LogLevel::error, "request-failed",
                    {{"method", request.method},
                     {"path", request.path},
                     {"station", request.header("loa-station")},
                     {"error", failure.what()}});
  }
  return refusal(500, "internal-error");
}

void Reception::keep_in_hall(Listener listener, protocol::HttpReply reply) {
  hall_.enter(std::move(listener), std::move(reply));
  if (!std::exchange(ticks_, true)) tick();
}

void Reception::do_later(Later later, Waiting waiting) {
  auto idle = boost::asio::make_work_guard(loop_);
  auto& thread = later.reads ? asking_ : beside_;
  boost::asio::post(thread, [this, later = std::move(later), waiting = std::move(waiting),
                             idle = std::move(idle)]() mutable {
    auto response = refusal(500, "internal-error");
    const auto began = clock_.read().steady;
    try {
      response = later.work();
    } catch (const std::exception& failure) {
      base::log_event(base::LogLevel::error, "request-failed", {{"error", failure.what()}});
    }
    later.work = nullptr;  // what it holds is free before the answer is there
    const auto took = clock_.read().steady - began;
    boost::asio::post(loop_, [this, response = std::move(response), waiting = std::move(waiting),
                              took]() mutable {
      api_.note_answer(response.status, took, Urgency::at_once);
      log_request(*waiting.request, response.status, took);
      waiting.reply(std::move(response));
    });
  });
}

void Reception::answer_when_ready(const Answering& answering, Waiting waiting) {
  const auto began = clock_.read().steady;
  const auto answer = [this, began, request = waiting.request,
                       reply = std::move(waiting.reply)](protocol::HttpResponse response) {
    const auto took = clock_.read().steady - began;
    api_.note_answer(response.status, took, Urgency::at_once);
    log_request(*request, response.status, took);
    reply(std::move(response));
  };
  try {
    answering.start(answer);
  } catch (const std::exception& failure) {
    base::log_event(base::LogLevel::error, "request-failed", {{"error", failure.what()}});
    answer(refusal(500, "internal-error"));
  }
}

void Reception::look_into_hall() {
  const auto now = clock_.read();
  for (const auto& call : api_.begun_commands(now)) hall_.call(call);
  hall_.look(now.steady);
  api_.note_listening(hall_.size());
}

void Reception::tell_next_in_hall() {
  const auto began = clock_.read();
  auto waiting = hall_.next(kTogether);
  std::vector<Listener> listeners;
  listeners.reserve(waiting.size());
  for (auto& one : waiting) listeners.push_back(std::move(one.listener));
  std::vector<protocol::HttpResponse> said(waiting.size(), refusal(500, "internal-error"));
  try {
    said = api_.tell(listeners, began);
  } catch (const std::exception& failure) {
    base::log_event(base::LogLevel::error, "request-failed", {{"error", failure.what()}});
  }
  const auto all = clock_.read().steady - began.steady;
  base::log_event(base::LogLevel::debug, "told", {{"stations", waiting.size()}, {"took_ms", all}});
  const auto took = all / static_cast<int>(waiting.size());
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    api_.note_answer(said[i].status, took, Urgency::at_once);
    waiting[i].reply(std::move(said[i]));
  }
}

void Reception::tick() {
  ticks_ = hall_.size() > 0 && !closed_;
  if (!ticks_) return;
  ticking_.expires_after(kTick);
  ticking_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    look_into_hall();
    if (hall_.turns() > 0) work_soon();
    tick();
  });
}

void Reception::send_away(const protocol::HttpReply& reply) {
  reply(come_again("busy", api_.admission().send_away(0, clock_.read().steady)));
}

std::size_t Reception::close() {
  closed_ = true;
  api_.end_long_reads();
  ticking_.cancel();
  hall_.call_all();
  const auto listeners = hall_.next(hall_.turns());
  std::size_t waited = 0;
  for (const auto* queue : {&at_once_, &ordinary_}) {
    waited += queue->size();
    for (const auto& waiting : *queue) send_away(waiting.reply);
  }
  for (const auto& one : listeners) send_away(one.reply);
  at_once_.clear();
  ordinary_.clear();
  ordinary_bytes_ = 0;
  return waited + listeners.size();
}

}  // namespace loa::centre
