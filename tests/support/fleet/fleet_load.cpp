// Stations that stay connected to a centre over mutual TLS 1.3, report and send their rows as they
// come due, each on its own clock.
//   fleet_load ORIGIN ADMIN_KEY CENTRE_PID [NAME=VALUE...]
// ORIGIN: http://127.0.0.1:PORT of a centre that speaks TLS there too. Names, with what they are
// unless told: stations=100, seconds=60, status=3 (seconds between two reports of a station),
// rows=108 (seconds between two batches), batch=1 (rows in each), held=0 (seconds for which each
// station's first report is held, all of them at one time, before the load begins), acks= (a file
// to which each acknowledgement is written as it comes: station, epoch, first and last seq, hash of
// the last, nanoseconds since 1970). A connection that breaks is made again and what was under way
// is sent once more; on SIGTERM, as at the end, what is under way is waited for. Waits are counted
// from when a request was due. Prints JSON.
#include <arpa/inet.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <queue>
#include <random>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "base/clock.h"
#include "protocol/certificate.h"
#include "protocol/http.h"
#include "protocol/http_rules.h"
#include "protocol/messages.h"
#include "protocol/tls_context.h"
#include "protocol/token.h"
#include "support/fleet/load_station.h"
#include "support/fleet/load_wire.h"
#include "support/made_record.h"

namespace {

using namespace loa;
using bench::LoadStation;
using bench::LoadWire;
using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

constexpr std::size_t kConnectingAtOnce = 32;
constexpr Seconds kLastWait{60};
constexpr std::uint64_t kBrokenShown = 5;
// Before all are connected for the first time.
constexpr std::uint64_t kMostBroken = 100;

volatile sig_atomic_t told_to_end = 0;

struct Plan {
  std::string origin;
  std::string admin_key;
  int centre = 0;
  std::size_t stations = 100;
  Seconds lasts{60};
  Seconds status_every{3};
  Seconds rows_every{108};
  std::size_t batch = 1;
  std::chrono::seconds held{0};
  std::string acks;
};

Plan plan_from(int argc, char** argv) {
  Plan plan;
  plan.origin = argv[1];
  plan.admin_key = argv[2];
  plan.centre = std::atoi(argv[3]);
  for (int i = 4; i < argc; ++i) {
    const std::string word = argv[i];
    const auto at = word.find('=');
    if (at == std::string::npos) throw std::runtime_error("not NAME=VALUE: " + word);
    const auto name = word.substr(0, at);
    const auto value = word.substr(at + 1);
    if (name == "stations")
      plan.stations = std::stoul(value);
    else if (name == "seconds")
      plan.lasts = Seconds(std::stod(value));
    else if (name == "status")
      plan.status_every = Seconds(std::stod(value));
    else if (name == "rows")
      plan.rows_every = Seconds(std::stod(value));
    else if (name == "batch")
      plan.batch = std::stoul(value);
    else if (name == "held")
      plan.held = std::chrono::seconds(std::stoul(value));
    else if (name == "acks")
      plan.acks = value;
    else
      throw std::runtime_error("unknown: " + name);
  }
  return plan;
}

// Of a process: resident bytes, and seconds of processor.
struct Usage {
  double rss = 0;
  double cpu = 0;
};

Usage usage_of(int process) {
  Usage usage;
  std::ifstream statm(fmt::format("/proc/{}/statm", process));
  double pages = 0;
  statm >> pages >> pages;
  usage.rss = pages * static_cast<double>(sysconf(_SC_PAGESIZE));
  std::ifstream stat(fmt::format("/proc/{}/stat", process));
  std::string text((std::istreambuf_iterator<char>(stat)), {});
  // Behind the name in parentheses: state, and ten more before the two times.
  if (const auto end = text.rfind(')'); end != std::string::npos) {
    std::istringstream rest(text.substr(end + 2));
    std::string skipped;
    for (int i = 0; i < 11; ++i) rest >> skipped;
    double user = 0;
    double system = 0;
    rest >> user >> system;
    usage.cpu = (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
  }
  return usage;
}

std::vector<journal::Row> record() {
  loa::testing::MadeRecord made(1,
                                base::Wall(std::chrono::seconds(1'790'000'000 / 86'400 * 86'400)));
  std::vector<journal::Row> rows;
  for (int day = 0; day < 10; ++day)
    for (auto& row : made.day()) rows.push_back(std::move(row));
  return rows;
}

// The centre's own host and port.
protocol::Origin origin_of(const Plan& plan) {
  auto origin = protocol::parse_origin(plan.origin);
  if (!origin) throw std::runtime_error("no origin: " + plan.origin);
  return *origin;
}

class Enroller {
 public:
  explicit Enroller(const Plan& plan) : plan_(plan), client_(loop_, plan.origin) {}

  // The authority's, of the last token.
  const base::Sha256& pin() const { return pin_; }
  // The certificate that the station is given.
  std::string enrol(const LoadStation& station) {
    protocol::HttpRequest wanted{"POST", "/v1/admin/tokens", {}, {}, R"({"name":""})", ""};
    wanted.headers["authorization"] = "Bearer " + plan_.admin_key;
    const auto text = nlohmann::json::parse(ask(wanted))["token"].get<std::string>();
    const auto token = protocol::enrol_token_from(text);
    if (!token.pin) throw std::runtime_error("the centre speaks no TLS");
    pin_ = *token.pin;
    const auto given = protocol::enrol_response_from(ask(station.enrolment(token.secret)));
    if (!given || given->certificate.empty()) throw std::runtime_error("no certificate came");
    return given->certificate;
  }

 private:
  std::string ask(protocol::HttpRequest request) {
    protocol::HttpResponse answer;
    client_.send(std::move(request), std::chrono::seconds(60),
                 [&](protocol::HttpResponse got) { answer = std::move(got); });
    loop_.run();
    loop_.restart();
    if (answer.status != 200) throw std::runtime_error(answer.body);
    return answer.body;
  }

  const Plan& plan_;
  boost::asio::io_context loop_;
  protocol::HttpClient client_;
  base::Sha256 pin_{};
};

enum class What { connect, listen, status, rows };

struct Due {
  Clock::time_point when;
  std::size_t station;
  What what;
  friend bool operator>(const Due& a, const Due& b) { return a.when > b.when; }
};

// A station with its connection.
struct Member {
  Member(const std::vector<journal::Row>& record, const std::string& host)
      : station(record, host) {}
  LoadStation station;
  std::string certificate;
  std::unique_ptr<LoadWire> wire;
  bool counted = false;  // among those that are connected
  std::deque<Due> waiting;
  bool under_way = false;  // the first that waits
};

struct Counts {
  std::uint64_t connects = 0, broken = 0, put_off = 0, refused = 0, rows = 0;
  std::map<What, std::vector<double>> waits;  // milliseconds
};

class Load {
 public:
  explicit Load(const Plan& plan);
  void enrol();
  void connect_all();
  // Until the centre holds a report of each; and until it has answered them.
  void listen_all();
  void end_listening();
  void begin_reporting();
  // Until the plan's end or SIGTERM, and then for what is under way.
  void run();
  const Counts& counts() const { return counts_; }

 private:
  Clock::time_point now() const { return Clock::now(); }
  void due(Clock::duration in, std::size_t station, What what) {
    timers_.push({now() + in, station, what});
  }
  template <class Rep, class Period>
  static Clock::duration ticks(std::chrono::duration<Rep, Period> time) {
    return std::chrono::duration_cast<Clock::duration>(time);
  }
  double chance() { return std::uniform_real_distribution<double>(0, 1)(random_); }
  void turn();
  void fire(const Due& due);
  void connect(std::size_t station);
  void drive(std::size_t station);
  void go_on(std::size_t station);
  void answered(std::size_t station, const bench::WireAnswer& answer);
  void rows_answered(Member& member, const bench::WireAnswer& answer, bool& later);
  void broke(std::size_t station);
  bool busy() const;

  const Plan& plan_;
  const std::vector<journal::Row> record_ = record();
  sockaddr_in server_{};
  std::shared_ptr<protocol::TlsContext> context_;
  std::vector<std::unique_ptr<Member>> members_;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> timers_;
  std::mt19937_64 random_{20261127};
  int epoll_ = epoll_create1(EPOLL_CLOEXEC);
  std::size_t connected_ = 0;
  bool ending_ = false;
  Counts counts_;
  std::ofstream acks_;
};

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
  Enroller enroller(plan_);
  for (auto& member : members_) member->certificate = enroller.enrol(member->station);
  protocol::TlsClient belief;
  belief.pin = enroller.pin();
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
  while (now() < end && told_to_end == 0) turn();
  ending_ = true;
  const auto last = now() + ticks(kLastWait);
  while (busy() && now() < last) turn();
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
  if (ending_) return;
  members_[due.station]->waiting.push_back(due);
  go_on(due.station);
}

void Load::connect(std::size_t station) {
  auto& member = *members_[station];
  ++counts_.connects;
  member.wire =
      std::make_unique<LoadWire>(context_->ssl.native_handle(), server_, member.certificate,
                                 protocol::to_pem(member.station.key()));
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLET;
  event.data.u64 = station;
  epoll_ctl(epoll_, EPOLL_CTL_ADD, member.wire->socket(), &event);
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

void Load::answered(std::size_t station, const bench::WireAnswer& answer) {
  auto& member = *members_[station];
  if (!std::exchange(member.under_way, false)) return;
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
  if (done.what == What::listen) return;
  counts_.waits[done.what].push_back(
      std::chrono::duration<double, std::milli>(now() - done.when).count());
  const auto every = done.what == What::rows ? plan_.rows_every : plan_.status_every;
  timers_.push({std::max(done.when + ticks(every), now()), station, done.what});
}

void Load::rows_answered(Member& member, const bench::WireAnswer& answer, bool& later) {
  std::optional<bench::Acknowledged> fresh;
  const auto took = member.station.answered(answer.status, answer.body, fresh);
  later = took == bench::Took::later;
  if (took == bench::Took::no) {
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
  if (++counts_.broken <= kBrokenShown)
    fmt::print(stderr, "{}: {}, {}\n", member.station.id(),
               member.wire->ready() ? "connected" : "connecting", member.wire->why());
  if (std::exchange(member.counted, false)) --connected_;
  member.wire.reset();
  member.under_way = false;
  due(ticks(Seconds(0.5 + chance())), station, What::connect);
}

nlohmann::json waits_json(std::vector<double> waits) {
  if (waits.empty()) return nullptr;
  std::sort(waits.begin(), waits.end());
  const auto at = [&](double part) {
    const auto place = static_cast<std::size_t>(part * static_cast<double>(waits.size() - 1));
    return static_cast<double>(static_cast<std::int64_t>(waits[place] * 100)) / 100;
  };
  return {{"count", waits.size()}, {"p50Ms", at(0.5)}, {"p99Ms", at(0.99)}, {"maxMs", at(1)}};
}

// Of the centre.
struct Usages {
  Usage empty, idle, held, reporting, loaded;
};

void tell(const Plan& plan, const Counts& counts, const Usages& centre, double seconds,
          double own_cpu) {
  const auto each = [&](const Usage& usage) {
    return static_cast<std::int64_t>((usage.rss - centre.empty.rss) /
                                     static_cast<double>(plan.stations));
  };
  auto waits = counts.waits;
  const auto answers = waits[What::status].size() + waits[What::rows].size();
  const double cpu = centre.loaded.cpu - centre.reporting.cpu;
  const auto held = plan.held.count() > 0 ? nlohmann::ordered_json(each(centre.held)) : nullptr;
  const nlohmann::ordered_json all{
      {"stations", plan.stations},
      {"seconds", seconds},
      {"status", waits_json(waits[What::status])},
      {"rows", waits_json(waits[What::rows])},
      {"rowsAcknowledged", counts.rows},
      {"connects", counts.connects},
      {"broken", counts.broken},
      {"putOff", counts.put_off},
      {"refused", counts.refused},
      {"bytesAConnectionIdle", each(centre.idle)},
      {"bytesAConnectionHeld", held},
      {"bytesAConnectionUnderLoad", each(centre.loaded)},
      {"centreHandshakeCpuMs",
       1000 * (centre.idle.cpu - centre.empty.cpu) / static_cast<double>(plan.stations)},
      {"centreCpuOfACore", cpu / seconds},
      {"centreCpuAnAnswerUs", 1e6 * cpu / static_cast<double>(std::max<std::size_t>(1, answers))},
      {"loadCpuOfACore", own_cpu / seconds}};
  fmt::print("{}\n", all.dump());
}

void run(const Plan& plan) {
  Load load(plan);
  Usages centre;
  load.enrol();
  centre.empty = usage_of(plan.centre);
  load.connect_all();
  centre.idle = usage_of(plan.centre);
  fmt::print(stderr, "connected\n");
  if (plan.held.count() > 0) {
    load.listen_all();
    centre.held = usage_of(plan.centre);
    load.end_listening();
  }
  centre.reporting = usage_of(plan.centre);
  const auto own = usage_of(getpid()).cpu;
  const auto began = Clock::now();
  load.begin_reporting();
  load.run();
  centre.loaded = usage_of(plan.centre);
  tell(plan, load.counts(), centre, Seconds(Clock::now() - began).count(),
       usage_of(getpid()).cpu - own);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  signal(SIGPIPE, SIG_IGN);
  signal(SIGTERM, [](int) { told_to_end = 1; });
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  try {
    run(plan_from(argc, argv));
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "fleet_load: %s\n", error.what());
    return 1;
  }
}
