// Live commands through bad links: real uplinks, the centre's real intake, hall and store, on
// virtual time. Each command is obeyed by those it is for, once, and within seconds where the way
// is good.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <optional>

#include "base/timers.h"
#include "centre/intake.h"
#include "daemon/uplink.h"
#include "tests/simulation/random.h"
#include "tests/simulation/scratch_folder.h"
#include "tests/simulation/sim_link.h"

namespace loa::simulation {
namespace {

using base::Duration;
using base::Steady;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr int kStations = 5;
// There and back on a good link, twice: a listening may just be on its way.
constexpr Duration kSoon = seconds{5};
// After this with a good link and a centre that runs, a station listens again: the longest wait for
// an answer that does not come, and the longest pause after it.
constexpr Duration kSettled = minutes{4};

// What Reception does, on virtual time.
class ListenedCentre {
 public:
  ListenedCentre(const std::filesystem::path& database, base::Timers& timers)
      : timers_(timers), store_(database) {
    tick();
  }

  void enrol(const std::string& station) { store_.put_station({station, "Đài", "", {}}); }

  void receive(const daemon::Letter& letter, const SimLink::Done& done) {
    ++requests;
    if (!running_) return done({0, "connection refused"});
    const auto id = protocol::status_report_from(letter.body).value().station;
    auto outcome = intake_.status(store_.station(id).value(), letter.body, timers_.now());
    const auto reply = [done](const protocol::HttpResponse& response) {
      done({response.status, response.body});
    };
    if (auto* listener = std::get_if<centre::Listener>(&outcome))
      hall_.enter(std::move(*listener), reply);
    else
      reply(std::get<protocol::HttpResponse>(outcome));
  }

  // Gives its id.
  std::string give(std::vector<std::string> stations) {
    const auto now = timers_.now().wall;
    const trust::Command command{
        std::move(stations),   commander_.public_key, ++counter_, now, now + seconds{120}, "",
        trust::StopSound{true}};
    auto envelope = trust::envelope_of(command);
    trust::sign(envelope, commander_);
    const auto text = trust::write_envelope(envelope);
    EXPECT_EQ(commands_.take(text, now).status, 200);
    look();
    return protocol::id_of_command(text);
  }

  // All that wait see their connection end.
  void crash() {
    running_ = false;
    hall_.call_all();
    for (const auto& waiting : hall_.next(hall_.turns())) waiting.reply({0, "", "reset", {}});
  }
  void run_again() { running_ = true; }
  bool running() const { return running_; }

  int requests = 0;

 private:
  void tick() {
    timers_.at(timers_.now().steady + seconds{1}, [this] {
      if (running_) look();
      tick();
    });
  }
  void look() {
    const auto now = timers_.now();
    for (const auto& call : commands_.begun(now)) hall_.call(call);
    hall_.look(now.steady);
    while (hall_.turns() > 0) tell(hall_.next(2), now);
  }
  void tell(const std::vector<centre::Hall::Waiting>& waiting, const base::Now& now) {
    std::vector<centre::Listener> listeners;
    for (const auto& one : waiting) listeners.push_back(one.listener);
    const auto said = intake_.tell(listeners, now);
    for (std::size_t i = 0; i < said.size(); ++i) waiting[i].reply(said[i]);
  }

  base::Timers& timers_;
  centre::Store store_;
  const base::SigningKey key_ = base::SigningKey::generate();
  centre::RecordLog log_{store_, key_};
  centre::AlarmDesk alarms_{store_};
  centre::Fleet fleet_;
  centre::Programmes programmes_{store_};
  centre::AirWatch air_{store_, programmes_};
  centre::Commands commands_{store_};
  centre::Metrics metrics_;
  centre::Admission admission_;
  centre::Intake intake_{store_, log_,      alarms_,  fleet_,     programmes_,
                         air_,   commands_, metrics_, admission_, key_};
  centre::Hall hall_;
  bool running_ = true;
  const base::SigningKey commander_ = base::SigningKey::generate();
  std::int64_t counter_ = 0;
};

class ListeningWorld {
 public:
  explicit ListeningWorld(std::uint64_t seed) : random_(seed) {
    for (int i = 0; i < kStations; ++i) stations_.push_back(std::make_unique<Station>(*this, i));
    for (auto& station : stations_) station->uplink->start();
  }

  void run(Duration long_) {
    const Steady end = timers_.now().steady + long_;
    while (timers_.now().steady < end) {
      timers_.run_until(timers_.now().steady + random_.between(seconds{1}, seconds{40}));
      if (random_.chance(40)) give();
      if (random_.chance(10)) lose_a_link();
      if (random_.chance(3)) crash();
    }
    timers_.run_until(timers_.now().steady + minutes{3});
  }

  // What is wrong, in words.
  const std::vector<std::string>& findings() const { return findings_; }
  int expected() const { return expected_; }
  int obeyed() const { return obeyed_; }
  int requests() const { return centre_.requests; }

 private:
  struct Station {
    Station(ListeningWorld& world, int number)
        : id(fmt::format("st-{}", number)),
          journal(world.folder_.path() / (id + ".db"), id, "boot"),
          link(world.timers_, world.random_,
               [&world](const daemon::Letter& letter, const SimLink::Done& done) {
                 world.centre_.receive(letter, done);
               }) {
      world.centre_.enrol(id);
      daemon::UplinkSettings settings;
      settings.station = id;
      settings.boot = std::to_string(world.random_.next());
      uplink = std::make_unique<daemon::Uplink>(settings, world.timers_, link, journal, [this] {
        protocol::StatusReport report;
        report.station = id;
        return report;
      });
      uplink->on_command([this, &world](const std::string& envelope) {
        world.obey(*this, protocol::id_of_command(envelope));
        return true;
      });
    }
    std::string id;
    journal::Journal journal;
    SimLink link;
    std::unique_ptr<daemon::Uplink> uplink;
    std::optional<Steady> trouble;  // when its link was bad last
    bool up = true;
  };
  struct Given {
    Steady at;
    std::vector<std::string> stations;
    std::map<std::string, Steady> obeyed;
  };

  static bool is_for(const Given& given, const std::string& station) {
    return std::ranges::any_of(given.stations,
                               [&](const auto& one) { return one == "*" || one == station; });
  }

  void obey(const Station& station, const std::string& id) {
    auto& given = given_.at(id);
    const auto now = timers_.now().steady;
    ++obeyed_;
    if (!is_for(given, station.id)) findings_.push_back(station.id + " was told another's command");
    if (!given.obeyed.emplace(station.id, now).second)
      findings_.push_back(station.id + " was told one twice");
    if (now - given.at > trust::kCommandLife + seconds{3})
      findings_.push_back(station.id + " was told one that had expired");
  }

  bool settled(const Station& station) {
    const Steady quiet = timers_.now().steady - kSettled;
    return station.up && centre_.running() && station.trouble.value_or(Steady{}) < quiet &&
           crashed_.value_or(Steady{}) < quiet && quiet > Steady{};
  }

  void give() {
    if (!centre_.running()) return;
    std::vector<std::string> whom;
    if (random_.chance(30)) whom.emplace_back("*");
    for (const auto& station : stations_)
      if (whom.empty() || (whom[0] != "*" && random_.chance(40))) whom.push_back(station->id);
    // Before it is given: the hall's answers go out at once.
    const Given given{timers_.now().steady, whom, {}};
    const auto id = centre_.give(whom);
    given_.emplace(id, given);
    for (const auto& station : stations_)
      if (is_for(given, station->id) && settled(*station)) expect_soon(*station, id);
  }

  void expect_soon(const Station& station, const std::string& id) {
    ++expected_;
    timers_.at(timers_.now().steady + kSoon, [this, &station, id] {
      const bool trouble = station.trouble.value_or(Steady{}) >= given_.at(id).at ||
                           crashed_.value_or(Steady{}) >= given_.at(id).at;
      if (!trouble && !given_.at(id).obeyed.contains(station.id))
        findings_.push_back(station.id + " has not been told within seconds");
    });
  }

  void lose_a_link() {
    auto& station = *stations_[random_.next() % kStations];
    if (!station.up) return;
    station.trouble = timers_.now().steady;
    station.up = false;
    station.link.set_up(false);
    timers_.at(timers_.now().steady + random_.between(seconds{1}, minutes{4}), [this, &station] {
      station.trouble = timers_.now().steady;
      station.up = true;
      station.link.set_up(true);
    });
  }

  void crash() {
    if (!centre_.running()) return;
    crashed_ = timers_.now().steady;
    centre_.crash();
    timers_.at(timers_.now().steady + random_.between(seconds{1}, seconds{30}), [this] {
      crashed_ = timers_.now().steady;
      centre_.run_again();
    });
  }

  Random random_;
  ScratchFolder folder_;
  base::VirtualTimers timers_{
      {Steady{seconds{1}}, base::Wall{std::chrono::hours{490'000}}, base::ClockQuality::synced}};
  ListenedCentre centre_{folder_.path() / "centre.db", timers_};
  std::deque<std::unique_ptr<Station>> stations_;
  std::map<std::string, Given> given_;
  std::optional<Steady> crashed_;
  std::vector<std::string> findings_;
  int expected_ = 0;
  int obeyed_ = 0;
};

TEST(ListeningWorld, TellsEachCommandOnceAndWithinSecondsWhereTheWayIsGood) {
  int expected = 0;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    ListeningWorld world(seed);
    world.run(minutes{60});
    for (const auto& finding : world.findings())
      ADD_FAILURE() << "seed " << seed << ": " << finding;
    expected += world.expected();
    EXPECT_GT(world.obeyed(), 50) << seed;
    // A report each 30 s, another after each command, and what bad links cost.
    EXPECT_LT(world.requests(), kStations * 120 + 2 * world.obeyed() + 300) << seed;
  }
  EXPECT_GT(expected, 200) << "or nothing was tried";
}

}  // namespace
}  // namespace loa::simulation
