#include "support/fleet/fleet.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <stdexcept>

#include "base/clock.h"
#include "protocol/certificate.h"
#include "protocol/messages.h"
#include "support/made_record.h"

namespace loa::bench {
namespace {

constexpr std::size_t kConnectingAtOnce = 32;
constexpr Seconds kLastWait{60};
constexpr std::uint64_t kBrokenShown = 5;
// Before all are connected for the first time.
constexpr std::uint64_t kMostBroken = 100;

}  // namespace

volatile std::sig_atomic_t told_to_end = 0;

std::vector<journal::Row> fleet_record() {
  testing::MadeRecord made(1, base::Wall(std::chrono::seconds(1'790'000'000 / 86'400 * 86'400)));
  std::vector<journal::Row> rows;
  for (int day = 0; day < 10; ++day)
    for (auto& row : made.day()) rows.push_back(std::move(row));
  return rows;
}

Load::Load(const Plan& plan) : plan_(plan) {
  const auto origin = origin_of(plan);
  server_.sin_family = AF_INET;
  server_.sin_port = htons(static_cast<std::uint16_t>(std::stoi(origin.port)));
  inet_pton(AF_INET, origin.host.c_str(), &server_.sin_addr);
  if (!plan.acks.empty()) acks_.open(plan.acks);
  for (std::size_t i = 0; i < plan.stations; ++i)
    members_.push_back(std::make_unique<Member>(record_, origin.authority));
}

void Load::enrol() {
  Administrator administrator(plan_.origin, plan_.admin_key);
  for (auto& member : members_) member->certificate = administrator.enrol(member->station);
  protocol::TlsClient belief;
  belief.pin = administrator.pin();
  context_ = protocol::client_context(belief);
}

void Load::connect_all() {
  for (std::size_t next = 0; connected_ < members_.size();) {
    while (next < members_.size() && next < connected_ + kConnectingAtOnce) connect(next++);
    turn();
    if (counts_.broken > kMostBroken) throw std::runtime_error("the centre lets nobody in");
  }
}

// Over half of the time for which they are held, so that nobody is sent away.
void Load::listen_all() {
  const auto began = now();
  const auto half = plan_.held / 2.0;
  for (std::size_t i = 0; i < members_.size(); ++i)
    due(ticks(half * (static_cast<double>(i) / static_cast<double>(members_.size()))), i,
        What::listen);
  while (now() < began + ticks(half + half / 2)) turn();
  const auto held = std::count_if(members_.begin(), members_.end(),
                                  [](const auto& member) { return member->under_way; });
  if (static_cast<std::size_t>(held) != members_.size())
    throw std::runtime_error(fmt::format("the centre holds only {} reports", held));
}

void Load::end_listening() {
  while (busy()) turn();
}

void Load::begin_reporting() {
  for (std::size_t i = 0; i < members_.size(); ++i) {
    due(ticks(plan_.status_every * chance()), i, What::status);
    due(ticks(plan_.rows_every * chance()), i, What::rows);
  }
}

void Load::run() {
  const auto end = now() + ticks(plan_.lasts);
  const auto third = now() + ticks(plan_.lasts / 3);
  while (now() < end && told_to_end == 0) {
    if (plan_.revoke > 0 && !revoker_ && now() >= third) revoke();
    turn();
  }
  ending_ = true;
  const auto last = now() + ticks(kLastWait);
  while (busy() && now() < last) turn();
}

// Spread over the fleet.
void Load::revoke() {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < plan_.revoke; ++i) {
    auto& member = *members_[i * members_.size() / plan_.revoke];
    member.leaves = true;
    ids.push_back(member.station.id());
  }
  revoker_.emplace(plan_, std::move(ids));
}

void Load::note_out(Member& member) {
  if (!member.out) member.out = now();
  member.waiting.clear();
}

Revoked Load::revoked() {
  Revoked found;
  if (!revoker_) return found;
  const auto& asked = revoker_->asked();
  found.asking = Seconds(asked.back() - asked.front()).count();
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const auto& out = members_[i * members_.size() / asked.size()]->out;
    if (out)
      found.took.push_back(std::chrono::duration<double, std::milli>(*out - asked[i]).count());
    else
      ++found.served_on;
  }
  return found;
}

bool Load::busy() const {
  return std::any_of(members_.begin(), members_.end(),
                     [](const auto& member) { return !member->waiting.empty(); });
}

void Load::turn() {
  while (!timers_.empty() && timers_.top().when <= now()) {
    const auto next = timers_.top();
    timers_.pop();
    fire(next);
  }
  std::array<epoll_event, 256> events{};
  const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 1);
  for (int i = 0; i < count; ++i) drive(events[static_cast<std::size_t>(i)].data.u64);
}

void Load::fire(const Due& due) {
  if (due.what == What::connect) return connect(due.station);
  if (ending_ || members_[due.station]->out) return;
  members_[due.station]->waiting.push_back(due);
  go_on(due.station);
}

std::unique_ptr<LoadWire> Load::dial(const Member& member) const {
  return std::make_unique<LoadWire>(context_->ssl.native_handle(), server_, member.certificate,
                                    protocol::to_pem(member.station.key()));
}

const std::vector<std::unique_ptr<Member>>& Load::cut() {
  for (auto& member : members_) member->wire.reset();
  return members_;
}

void Load::connect(std::size_t station) {
  auto& member = *members_[station];
  ++counts_.connects;
  member.wire = dial(member);
  member.wire->tell(epoll_, station);
  if (member.wire->dead()) broke(station);
}

void Load::drive(std::size_t station) {
  auto& member = *members_[station];
  if (!member.wire) return;
  const auto answer = member.wire->drive();
  if (member.wire->ready() && !std::exchange(member.counted, true)) ++connected_;
  if (answer) answered(station, *answer);
  if (member.wire && member.wire->dead()) return broke(station);
  go_on(station);
}

void Load::go_on(std::size_t station) {
  auto& member = *members_[station];
  if (!member.wire || !member.wire->ready() || member.under_way || member.waiting.empty()) return;
  const auto what = member.waiting.front().what;
  member.under_way = true;
  member.wire->send(
      what == What::rows
          ? member.station.rows(plan_.batch)
          : member.station.status(what == What::listen ? plan_.held : std::chrono::seconds(0)));
  if (const auto answer = member.wire->drive()) answered(station, *answer);
}

void Load::answered(std::size_t station, const WireAnswer& answer) {
  auto& member = *members_[station];
  if (!std::exchange(member.under_way, false)) return;
  if (member.leaves && answer.status == 403) return note_out(member);
  auto done = member.waiting.front();
  member.waiting.pop_front();
  bool later = answer.status == 503;
  if (done.what == What::rows) rows_answered(member, answer, later);
  if (later) {
    ++counts_.put_off;
    // Also at the end: what is under way is to arrive.
    timers_.push(
        {now() + std::chrono::seconds(std::max(1, answer.retry_after)), station, done.what});
    return;
  }
  if (answer.status != 200) ++counts_.refused;
  if (done.what == What::status) last_answer_ = answer.body;
  if (done.what == What::listen) return;
  counts_.waits[done.what].push_back(
      std::chrono::duration<double, std::milli>(now() - done.when).count());
  const auto every = done.what == What::rows ? plan_.rows_every : plan_.status_every;
  timers_.push({std::max(done.when + ticks(every), now()), station, done.what});
}

void Load::rows_answered(Member& member, const WireAnswer& answer, bool& later) {
  std::optional<Acknowledged> fresh;
  const auto took = member.station.answered(answer.status, answer.body, fresh);
  later = took == Took::later;
  if (took == Took::no) {
    ++counts_.refused;
    fmt::print(stderr, "{}: {} {}\n", member.station.id(), answer.status, answer.body);
  }
  if (!fresh) return;
  counts_.rows += fresh->last - fresh->first + 1;
  if (acks_.is_open())
    acks_ << member.station.id() << " 1 " << fresh->first << ' ' << fresh->last << ' '
          << base::to_hex(fresh->hash) << ' ' << base::wall_now().time_since_epoch().count()
          << std::endl;
}

void Load::broke(std::size_t station) {
  auto& member = *members_[station];
  if (!member.leaves && ++counts_.broken <= kBrokenShown)
    fmt::print(stderr, "{}: {}, {}\n", member.station.id(),
               member.wire->ready() ? "connected" : "connecting", member.wire->why());
  if (std::exchange(member.counted, false)) --connected_;
  member.wire.reset();
  member.under_way = false;
  if (member.leaves) return note_out(member);
  due(ticks(Seconds(0.5 + chance())), station, What::connect);
}

}  // namespace loa::bench
