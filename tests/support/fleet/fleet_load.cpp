// Stations that stay connected to a centre over mutual TLS 1.3, report and send their rows as they
// come due, each on its own clock.
//   fleet_load ORIGIN ADMIN_KEY CENTRE_PID [NAME=VALUE...]
// ORIGIN: http://127.0.0.1:PORT of a centre that speaks TLS there too. Names, with what they are
// unless told: stations=100, seconds=60, status=3 (seconds between two reports of a station),
// rows=108 (seconds between two batches), batch=1 (rows in each), held=0 (seconds for which each
// station's first report is held, all of them at one time, before the load begins), acks= (a file
// to which each acknowledgement is written as it comes: station, epoch, first and last seq, hash of
// the last, nanoseconds since 1970), revoke=0 (stations that an administrator shuts out, one after
// another, a third of the time on: how long each is served on is counted from when it was asked
// for until its connection is cut or it is refused), revokeAt= and revokeKey= (the centre that is
// told so, where it is another on the same database), returning=0 (rows that each station has to
// bring when in the end the power goes, and all boot at one moment: fleet_return.h). A connection
// that breaks is made again and what was under way is sent once more; on SIGTERM, as at the end,
// what is under way is waited for. Waits are counted from when a request was due. Prints JSON.
#include <fmt/format.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "support/fleet/fleet.h"
#include "support/fleet/fleet_return.h"
#include "support/fleet/process_usage.h"

namespace {

using namespace loa;
using bench::Clock;
using bench::Counts;
using bench::Load;
using bench::Plan;
using bench::Returned;
using bench::Revoked;
using bench::Seconds;
using bench::Usage;
using bench::usage_of;
using bench::What;

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

nlohmann::ordered_json revoked_json(const Revoked& revoked) {
  if (revoked.took.empty() && revoked.served_on == 0) return nullptr;
  return {{"unserved", waits_json(revoked.took)},
          {"servedOn", revoked.served_on},
          {"askingSeconds", revoked.asking}};
}

nlohmann::ordered_json returned_json(const std::optional<Returned>& returned) {
  if (!returned) return nullptr;
  return {{"windowSeconds", returned->window.count()},
          {"allBackAfterSeconds", returned->took.count()},
          {"back", returned->back},
          {"attemptsEach", returned->attempts_each()},
          {"connects", returned->connects},
          {"putOff", returned->put_off},
          {"lost", returned->lost},
          {"answers", waits_json(returned->waits)}};
}

void tell(const Plan& plan, const Load& load, const Revoked& revoked,
          const std::optional<Returned>& returned, const Usages& centre, double seconds,
          double own_cpu) {
  const auto& counts = load.counts();
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
      {"loadCpuOfACore", own_cpu / seconds},
      {"revoked", revoked_json(revoked)},
      {"returned", returned_json(returned)}};
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
  const auto seconds = Seconds(Clock::now() - began).count();
  const double own_cpu = usage_of(getpid()).cpu - own;
  std::optional<Returned> returned;
  if (plan.returning > 0) returned = return_of(load, plan.returning);
  tell(plan, load, load.revoked(), returned, centre, seconds, own_cpu);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  signal(SIGPIPE, SIG_IGN);
  signal(SIGTERM, [](int) { bench::told_to_end = 1; });
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  try {
    run(bench::plan_from(argc, argv));
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "fleet_load: %s\n", error.what());
    return 1;
  }
}
