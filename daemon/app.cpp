#include "daemon/app.h"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <type_traits>

#include "base/asio_timers.h"
#include "base/loaded_pages.h"
#include "base/log.h"
#include "daemon/app_parts.h"
#include "daemon/media_fetcher.h"
#include "daemon/media_wants.h"
#include "daemon/named_files.h"
#include "daemon/named_readers.h"
#include "daemon/page_certificate.h"
#include "daemon/reboot.h"
#include "entrance/one_time_code.h"

namespace loa::daemon {
namespace {

namespace asio = boost::asio;

constexpr base::Duration kLookAtClock = std::chrono::seconds{5};
// The answer that told of the restart is gone by then.
constexpr base::Duration kLookAtRenewal = std::chrono::seconds{1};
constexpr base::Duration kLookAtMedia = std::chrono::minutes{1};
constexpr base::Duration kLookSoon = std::chrono::seconds{2};
constexpr base::Duration kTidyMedia = std::chrono::hours{1};
constexpr base::Duration kLookAtPage = std::chrono::hours{24};
constexpr base::Duration kTryPage = std::chrono::seconds{10};
// The fade of what was on the air, and the answers that are on their way.
constexpr base::Duration kDrain = std::chrono::milliseconds{400};

// A time at which the page's certificate may begin: a board's clock may be behind at the first
// start.
base::Wall page_time(const base::Now& now, const journal::Journal& journal) {
  return std::max(now.wall, clock_floor(journal));
}

}  // namespace

struct App::Impl {
  explicit Impl(Config c)
      : config(std::move(c)),
        lock(take_state(config.state)),
        identity(config.state / "identity.json"),
        boot(base::boot_id()),
        starts(config.state / "starts.json", boot),
        journal(config.state / "journal.db", identity.station(), boot),
        clock(config.clock, clock_floor(journal)),
        timers(loop, [this] { return clock.read(); }),
        trust(uncounted([this] {
          return WeekTrust(config.state, root_of(config), identity.station(), identity.key());
        })),
        store(config.state, trust, &starts),
        library(uncounted([this] { return folders_of(config); }), config.sound.loudness, timers,
                poster(), config.frame),
        board(config.board.screen, board_of(config, loop, timers), timers, config.zone),
        lines(lines_of(config, timers, [this](const auto& event) { lines_changed(event); })),
        air(air_settings(config), air_events(), poster()),
        station(uncounted([this] { return station_settings(config); }), timers, air, library,
                journal, store, lines.get()),
        week_door(config, trust, station),
        command_door(
            trust, station, journal, library, identity.station(), config.volume_ceiling,
            [this] { return ask_for_reboot(config.reboot_socket); },
            uncounted([this] { return otp_of(config); })),
        door(loop, config, boot, timers, identity, journal, [this] { return report(); }),
        floor(timers, journal),
        importer(loop, timers, config.importer),
        doorkeeper(config, timers, poster()),
        submissions(config.state / "submission.json"),
        setup(config, poster()),
        microphone(timers, station),
        api({config, identity.station(), timers, station, journal, week_door, command_door, store,
             library, board, lines.get(), doorkeeper, submissions, setup, microphone,
             [this] { return air.status(); }, [this] { return centre_view(); },
             [this](std::string input, const ScheduleImporter::Done& done) {
               importer.run(std::move(input), done);
             },
             [this] { return page_port(); }}),
        steps(loop, step_watch.fd()),
        signals(loop, SIGTERM, SIGINT) {
    open_page();
  }

  ~Impl() { steps.release(); }

  // What the operator is told to mend, such as a file that is wrong, is no crash.
  template <class Make>
  std::invoke_result_t<Make> uncounted(Make make) {
    try {
      return make();
    } catch (...) {
      starts.stopped();
      throw;
    }
  }

  std::function<void(std::function<void()>)> poster() {
    return [this](std::function<void()> work) { asio::post(loop, std::move(work)); };
  }

  // The events are posted, so the station stands before the first one runs.
  audio::AirEvents air_events() {
    return {[this](const audio::CueStarted& event) { station.cue_started(event); },
            [this](const audio::CueEnded& event) { station.cue_ended(event); },
            [this](const audio::DeviceChange& event) { station.device_changed(event); },
            [this](const audio::RelayChange& event) { station.relay_changed(event); },
            [this](const audio::AirAlarm& alarm) { station.air_alarm(alarm); }};
  }

  void lines_changed(const LinesChange& event) {
    if (event.lost) base::log(base::LogLevel::error, "amplifier: " + event.detail);
    station.lines_changed(event);
  }

  CentreView centre_view() const {
    auto view = door.view();
    if (fetcher) view.media = fetcher->view();
    return view;
  }

  protocol::StatusReport report() {
    auto report = status_report(config, identity, station, board, journal, centre_view());
    report.nonce = command_door.nonce();
    if (trust.has_office())
      report.programme = {trust.newest(), trust.newest_version(), refused.fingerprint,
                          refused.reason};
    // The page itself never tells of it.
    if (!page_closed.empty()) report.faults.emplace_back("page-closed");
    return report;
  }

  // An address that the network has yet to give, or a port that is taken, must not keep the station
  // from its work: the page opens when it can.
  void open_page() {
    try {
      server = listen(loop, config, page_time(clock.read(), journal), api);
      page_closed.clear();
    } catch (const std::runtime_error& error) {
      if (page_closed != error.what()) base::log(base::LogLevel::error, error.what());
      page_closed = error.what();
    }
  }

  void try_page_later() {
    timers.at(timers.now().steady + kTryPage, [this] {
      if (stopping) return;
      open_page();
      if (!page_closed.empty()) return try_page_later();
      tell_page();
      door.nudge();
    });
  }

  // Where it is, or will be.
  unsigned short page_port() const { return server ? server->port() : config.listen.port; }

  std::string page() const {
    return fmt::format("{}://{}:{}", config.listen.tls ? "https" : "http", config.listen.address,
                       page_port());
  }

  void tell_page() {
    const auto& station_id = identity.station();
    if (server) {
      base::log(base::LogLevel::info, fmt::format("{} is ready, {}", station_id, page()));
    } else {
      base::log(
          base::LogLevel::warning,
          fmt::format("{} is ready without its page, {} opens when it can", station_id, page()));
    }
  }

  // Whoever comes to the page before anybody has an account there.
  void tell_newcomers() {
    if (!config.named) {
      base::log(base::LogLevel::warning,
                "nobody has set this station up yet: " + page() + "/setup.html");
    }
    if (const auto& code = doorkeeper.first_code(); doorkeeper.asks() && !code.empty()) {
      base::log(base::LogLevel::warning,
                fmt::format("there are no people yet: on the station's page, {}/login.html, the "
                            "code {} makes the first one; it is good until the next start",
                            page(), entrance::shown_code(code)));
    }
  }

  void start() {
    log_findings(journal, {&trust.damaged(), &store.damaged(), &submissions.damaged()});
    station.on_change([this] { changed(); });
    station.start();
    if (station.view().volume > config.volume_ceiling) {
      station.set_volume(config.volume_ceiling, "config");
    }
    changed();
    look_at_clock();
    fetch_media();
    look_at_media();
    look_at_page();
    await_step();
    every(kLookAtRenewal, [this] { look_at_renewal(); });
    signals.async_wait([this](const boost::system::error_code& error, int signal) {
      if (!error) begin_stop(signal == SIGTERM ? "terminated" : "interrupted");
    });
    timers.at(timers.now().steady + StartCount::kSettled, [this] { starts.settled(); });
    if (const auto period = supervisor.watchdog_period()) feed_watchdog(*period);
    supervisor.tell("READY=1");
    base::give_back_loaded_pages();
    tell_page();
    tell_newcomers();
    if (!page_closed.empty()) try_page_later();
    if (trust.has_office()) {
      door.fetch_programmes([this] { return trust.newest(); },
                            [this](const std::string& bundle) { take_from_centre(bundle); });
      door.on_command([this](const std::string& envelope) { return obey(envelope); });
    }
    door.on_row_refused(
        [this](std::uint64_t epoch, std::uint64_t seq) { station.note_refused_row(epoch, seq); });
    door.on_time([this](base::Wall time) { floor.heard(time); });
    door.start();
  }

  void take_from_centre(const std::string& bundle) {
    const auto found = week_door.look(bundle, "programme");
    for (const auto& problem : found.problems) {
      base::log(base::LogLevel::warning, base::to_string(problem));
    }
    // A week may have been brought by hand before the centre had it: that is no attack.
    const bool older = !found.problems.empty() && found.problems[0].code == "rolled-back";
    const bool taken = week_door.take(found);
    refused = taken ? RefusedBundle{} : refused_bundle(bundle, found.problems);
    if (!taken && !older) week_door.note_distrust(found, "centre");
    look_soon();
  }

  // Media are had of a centre only for what an office signed: nobody else's hashes are known there.
  void fetch_media() {
    if (door.media() == nullptr || !trust.has_office()) return;
    shelf.emplace(DiskFolders{config.state / "cache", config.state / "fetched"}, poster());
    fetcher.emplace(MediaFetch(fetch_seed(identity, boot), config.centre.first_contact_window),
                    timers, *door.media(), *shelf,
                    MediaFetcherEvents{[this](const WantedMedia&) { look_soon(); },
                                       [this](const WantedMedia& media) {
                                         station.note_wrong_media(media.path,
                                                                  base::to_hex(media.hash));
                                       }});
    fetcher->start();
  }

  // Once at once, and once the media that are new have been looked at.
  void look_soon() {
    look_once();
    timers.at(timers.now().steady + kLookSoon, [this] { look_once(); });
  }

  // False where it may be obeyed later: that is known at once.
  bool obey(const std::string& envelope) {
    auto later = std::make_shared<bool>(false);
    command_door.take(envelope, CommandDoor::kByCentre, [later](const base::Problems& problems) {
      for (const auto& problem : problems) {
        // Somebody may have brought it by hand.
        if (problem.code == "done-before") continue;
        *later = *later || problem.code == "too-early" || problem.code == "no-nonce";
        base::log(base::LogLevel::warning, base::to_string(problem));
      }
    });
    return !*later;
  }

  void changed() {
    board.show(station.slogans(), station.title_on_board());
    door.nudge();
  }

  void every(base::Duration period, const std::function<void()>& work) {
    timers.at(timers.now().steady + period, [this, period, work] {
      work();
      every(period, work);
    });
  }

  void look_at_clock() {
    every(kLookAtClock, [this] { station.clock_changed(); });
  }

  Weeks weeks() {
    Weeks weeks{store.current(), store.pending()};
    std::erase(weeks, nullptr);
    return weeks;
  }

  void look_once() {
    for (const auto& week : weeks()) library.prepare(*week);
    station.look_at_coming_media();
    if (!fetcher) return;
    fetcher->want(wanted_media(weeks(), library, station.view().trusted_wall()),
                  library.needs_of(weeks()));
  }

  void look_at_media() {
    look_soon();
    every(kLookAtMedia, [this] { look_once(); });
    every(kTidyMedia, [this] { library.tidy(weeks()); });
  }

  void look_at_page() {
    every(kLookAtPage, [this] {
      if (server) renew_page(*server, config, timers.now());
    });
  }

  void feed_watchdog(base::Duration period) {
    every(period, [this] {
      if (is_alive(air.status().whole, timers.now().steady)) supervisor.tell("WATCHDOG=1");
    });
  }

  void await_step() {
    steps.async_wait(asio::posix::descriptor_base::wait_read,
                     [this](const boost::system::error_code& error) {
                       if (error) return;
                       if (step_watch.stepped()) station.clock_changed();
                       await_step();
                     });
  }

  void look_at_renewal() {
    if (stopping || !setup.renewal().due(station.view())) return;
    again = true;
    begin_stop("setup");
  }

  void begin_stop(const std::string& reason) {
    if (std::exchange(stopping, true)) return;
    // To systemd what stops is over; what begins again within its own process goes on.
    supervisor.tell(again ? "RELOADING=1" : "STOPPING=1");
    server.reset();
    station.shut_down(reason);
    starts.stopped();
    timers.at(timers.now().steady + kDrain, [this] { loop.stop(); });
  }

  Config config;
  Supervisor supervisor;  // changes the environment, so it comes before all that starts threads
  base::FolderLock lock;
  Identity identity;
  std::string boot;
  StartKeeper starts;
  journal::Journal journal;
  base::Clock clock;
  asio::io_context loop{1};
  base::AsioTimers timers;
  WeekTrust trust;
  FileScheduleStore store;
  MediaLibrary library;
  SloganBoard board;
  std::unique_ptr<GpioLines> lines;  // before the sound, so that it is off only after it
  audio::AirBank air;
  Station station;
  WeekDoor week_door;
  CommandDoor command_door;
  CentreDoor door;
  RefusedBundle refused;
  std::optional<MediaShelf> shelf;
  std::optional<MediaFetcher> fetcher;
  FloorKeeper floor;
  ScheduleImporter importer;
  Doorkeeper doorkeeper;
  SubmissionDesk submissions;
  SetupDesk setup;
  MicrophoneDesk microphone;
  Api api;
  std::unique_ptr<protocol::HttpServer> server;
  std::string page_closed;  // why; "" while it is open
  base::StepWatch step_watch;
  asio::posix::stream_descriptor steps;
  asio::signal_set signals;
  bool stopping = false;
  bool again = false;
};

App::App(Config config) {
  need_named_files(config);
  impl_ = std::make_unique<Impl>(std::move(config));
}
App::~App() = default;

bool App::run() {
  impl_->start();
  impl_->loop.run();
  return impl_->again;
}

void App::stop(const std::string& reason) {
  asio::post(impl_->loop, [impl = impl_.get(), reason] { impl->begin_stop(reason); });
}

unsigned short App::port() const { return impl_->server ? impl_->server->port() : 0; }

}  // namespace loa::daemon
