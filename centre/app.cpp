#include "centre/app.h"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <optional>
#include <stdexcept>

#include "base/clock.h"
#include "base/files.h"
#include "base/log.h"
#include "centre/admin_key.h"
#include "centre/api.h"

namespace loa::centre {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kMaxConnections = 1024;

base::FolderLock take_state(const std::filesystem::path& state) {
  auto lock = base::FolderLock::take(state);
  if (lock) return std::move(*lock);
  throw std::runtime_error(
      base::Text{fmt::format("thư mục {} đang do một loa-centre khác dùng; mỗi thư mục chỉ chạy "
                             "một chương trình",
                             state.string()),
                 fmt::format("another loa-centre is using the folder {}; a folder runs only one",
                             state.string())}
          .shown());
}

protocol::HttpServerSettings server_settings(const Config& config) {
  protocol::HttpServerSettings settings;
  settings.address = config.listen.address;
  settings.port = config.listen.port;
  settings.hosts = config.listen.hosts;
  settings.max_body = protocol::kMaxBody;
  settings.max_connections = kMaxConnections;
  // Longer than a station's pause between two reports, so that its connection is kept.
  settings.patience = std::chrono::seconds(75);
  return settings;
}

std::string origin_of(const std::string& address, unsigned short port) {
  const bool any = address == "0.0.0.0" || address == "::";
  const std::string host = any ? "127.0.0.1" : address;
  return host.find(':') == std::string::npos ? fmt::format("http://{}:{}", host, port)
                                             : fmt::format("http://[{}]:{}", host, port);
}

}  // namespace

struct App::Impl {
  explicit Impl(const Config& config)
      : lock(take_state(config.state)),
        store(config.state / "centre.db"),
        api(config, admin_key(config.state), store),
        signals(loop, SIGTERM, SIGINT) {
    server.emplace(loop, server_settings(config),
                   [this](const protocol::HttpRequest& request, const protocol::HttpReply& reply) {
                     reply(api.answer(request, clock.read()));
                   });
    origin = origin_of(config.listen.address, server->port());
    note_origin(config.state, origin);
  }

  base::FolderLock lock;
  Store store;
  base::Clock clock{base::ClockTrust::system, {}};
  Api api;
  asio::io_context loop{1};
  asio::signal_set signals;
  std::optional<protocol::HttpServer> server;
  std::string origin;
};

App::App(const Config& config) : impl_(std::make_unique<Impl>(config)) {}

App::~App() = default;

void App::run() {
  impl_->signals.async_wait([this](const boost::system::error_code& error, int) {
    if (error) return;
    sd_notify(0, "STOPPING=1");
    impl_->server.reset();
  });
  sd_notify(0, "READY=1");
  base::log(base::LogLevel::info, "loa-centre is ready, " + impl_->origin);
  impl_->loop.run();
  impl_->api.keep_reports(impl_->clock.read());
  base::log(base::LogLevel::info, "loa-centre has stopped");
}

}  // namespace loa::centre
