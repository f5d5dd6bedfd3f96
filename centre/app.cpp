#include "centre/app.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <systemd/sd-daemon.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <optional>
#include <stdexcept>

#include "base/clock.h"
#include "base/log_event.h"
#include "centre/admin_key.h"
#include "centre/alarm_post.h"
#include "centre/api.h"
#include "centre/centre_key.h"
#include "centre/media_door.h"
#include "centre/reception.h"
#include "centre/state_folder.h"
#include "centre/version.h"
#include "protocol/handshake_cost.h"
#include "protocol/kept_identity.h"
#include "protocol/listen_config.h"

namespace loa::centre {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds kLookForAlarms{15};
// One that listens, and one for the rest or for media, of 12,288 stations; fewer where the process
// may not have as many files open (LimitNOFILE), of which the database, media and the rest need
// some.
constexpr std::size_t kMaxConnections = 24'576;
constexpr std::size_t kOtherFiles = 256;
// For what those are told who wait when the centre ends.
constexpr std::chrono::seconds kFarewell{1};

std::size_t most_connections() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur <= 2 * kOtherFiles)
    return kOtherFiles;
  return static_cast<std::size_t>(
      std::min<rlim_t>(files.rlim_cur - kOtherFiles, rlim_t{kMaxConnections}));
}

std::unique_ptr<Authority> authority_of(const Config& config, base::Wall now) {
  return config.listen.tls ? std::make_unique<Authority>(config.state, now) : nullptr;
}

protocol::TlsIdentity identity_of(const Config& config, const Authority& authority,
                                  base::Wall now) {
  return authority.server(protocol::server_hosts(config.listen.address, config.listen.hosts), now);
}

protocol::HttpServerSettings server_settings(const Config& config) {
  protocol::HttpServerSettings settings;
  settings.address = config.listen.address;
  settings.port = config.listen.port;
  settings.hosts = config.listen.hosts;
  settings.max_body = trust::kLargestBundle;
  settings.max_connections = most_connections();
  // Longer than a station's pause between two reports, so that its connection is kept.
  settings.patience = std::chrono::seconds(75);
  return settings;
}

// Where callers on this machine find it: they may speak plain HTTP, also where others may not.
std::string origin_of(const protocol::ListenConfig& listen, unsigned short port) {
  const std::string host = listen.is_local() ? listen.address : "127.0.0.1";
  return host.find(':') == std::string::npos ? fmt::format("http://{}:{}", host, port)
                                             : fmt::format("http://[{}]:{}", host, port);
}

}  // namespace

struct App::Impl {
  explicit Impl(Config given)
      : config(std::move(given)),
        lock(take_state(config.state)),
        store(open_sql(config)),
        authority(authority_of(config, clock.read().wall)),
        key(centre_key(config.state)),
        api(config, {admin_key(config.state), key}, store, authority.get()),
        signals(loop, SIGTERM, SIGINT),
        renewal(loop),
        looking(loop),
        leaving(loop),
        post(loop, config.alarms, key, [this] { return clock.read().wall; }) {
    auto settings = server_settings(config);
    settings.body_rule = [this](const protocol::HttpRequest& head) {
      return api.body_rule(head, clock.read());
    };
    if (authority) {
      settings.tls = protocol::TlsServer{identity_of(config, *authority, clock.read().wall),
                                         authority->certificate(), true};
      api.admission().connection_takes(protocol::handshake_cost(*settings.tls));
    }
    server.emplace(loop, std::move(settings),
                   [this](protocol::HttpRequest request, protocol::HttpReply reply) {
                     reception.take(std::move(request), std::move(reply));
                   });
    if (const auto& door = config.media_listen)
      media_door.emplace(loop, door->address, door->port, config.state / "media");
    origin = origin_of(config.listen, server->port());
    note_origin(config.state, origin);
    api.read_communes();
    api.receive_people([this] { return clock.read(); },
                       [this](std::function<void()> work) { asio::post(loop, std::move(work)); });
    api.on_revoked([this](const std::string& station) { server->disconnect(station); });
    if (authority) renew_daily();
    if (!config.alarms.webhook.empty()) tell_alarms_by(Way::webhook);
    if (!config.alarms.mail_to.empty()) tell_alarms_by(Way::mail);
    look_for_alarms();
  }

  void tell_alarms_by(Way way) {
    api.tell_alarms_by(
        way, [this, way](const std::vector<WordedAlarm>& alarms, std::function<void(bool)> done) {
          post.tell(way, alarms, std::move(done));
        });
  }

  void look_for_alarms() {
    looking.expires_after(kLookForAlarms);
    looking.async_wait([this](const boost::system::error_code& error) {
      if (error) return;
      api.look(clock.read());
      look_for_alarms();
    });
  }

  // A centre may run for longer than its server's certificate.
  void renew_daily() {
    renewal.expires_after(std::chrono::hours{24});
    renewal.async_wait([this](const boost::system::error_code& error) {
      if (error) return;
      try {
        server->show(identity_of(config, *authority, clock.read().wall));
      } catch (const std::exception& failure) {
        // A full disk, say: the old certificate has most of a year left.
        base::log_event(base::LogLevel::error, "certificate-failed", {{"error", failure.what()}});
      }
      renew_daily();
    });
  }

  void leave() {
    media_door.reset();
    if (reception.close() == 0) return server.reset();
    leaving.expires_after(kFarewell);
    leaving.async_wait([this](const boost::system::error_code&) { server.reset(); });
  }

  const Config config;
  base::FolderLock lock;
  Store store;
  base::Clock clock{base::ClockTrust::system, {}};
  std::unique_ptr<Authority> authority;
  const base::SigningKey key;
  asio::io_context loop{1};  // before the interface, which posts to it from a thread of its own
  Api api;
  Reception reception{loop, clock, api};
  asio::signal_set signals;
  asio::steady_timer renewal;
  asio::steady_timer looking;
  asio::steady_timer leaving;
  AlarmPost post;
  std::optional<protocol::HttpServer> server;
  std::optional<MediaDoor> media_door;
  std::string origin;
};

App::App(const Config& config) : impl_(std::make_unique<Impl>(config)) {}

App::~App() = default;

void App::run() {
  impl_->signals.async_wait([this](const boost::system::error_code& error, int) {
    if (error) return;
    sd_notify(0, "STOPPING=1");
    impl_->renewal.cancel();
    impl_->looking.cancel();
    impl_->leave();
  });
  sd_notify(0, "READY=1");
  base::log_event(base::LogLevel::info, "ready",
                  {{"version", kVersion}, {"origin", impl_->origin}});
  if (impl_->media_door)
    base::log_event(
        base::LogLevel::info, "media-door",
        {{"address", impl_->config.media_listen->address}, {"port", impl_->media_door->port()}});
  impl_->loop.run();
  try {
    impl_->api.keep_reports(impl_->clock.read());
  } catch (const SqlError& error) {
    base::log_event(base::LogLevel::error, "database-failed", {{"error", error.what()}});
  }
  base::log_event(base::LogLevel::info, "stopped", {});
}

}  // namespace loa::centre
