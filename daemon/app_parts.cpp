#include "daemon/app_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <system_error>

#include "base/log.h"
#include "daemon/faults.h"
#include "daemon/named_readers.h"
#include "daemon/page_certificate.h"
#include "daemon/version.h"
#include "trust/bundle.h"

namespace loa::daemon {
namespace {

// A sound device may block its thread for a while (an USB reset); longer means that it is dead.
constexpr base::Duration kAlive = std::chrono::seconds{10};

AmplifierSettings amplifier_settings(const AmplifierConfig& config) {
  AmplifierSettings settings{{}, config.hold, config.idle_off, config.shortest_on};
  for (const auto& line : config.lines) settings.leads.push_back(line.lead);
  return settings;
}

std::vector<audio::ClusterSet> clusters_by_line(const Config& config) {
  std::vector<audio::ClusterSet> by_line;
  for (const auto& line : config.amplifier.lines) {
    const auto at = std::ranges::find(config.clusters, line.cluster) - config.clusters.begin();
    by_line.push_back(line.cluster.empty() ? audio::kAllClusters : audio::ClusterSet{1} << at);
  }
  return by_line;
}

[[noreturn]] void refuse(const base::Text& why) { throw std::runtime_error(why.shown()); }

}  // namespace

base::FolderLock take_state(const std::filesystem::path& state) {
  auto lock = base::FolderLock::take(state);
  if (!lock) {
    refuse({fmt::format("thư mục {} đang do một loa-station khác dùng; mỗi đài chỉ chạy một chương "
                        "trình",
                        state.string()),
            fmt::format("another loa-station is using the folder {}; a station runs only one",
                        state.string())});
  }
  return std::move(*lock);
}

std::unique_ptr<protocol::HttpServer> listen(boost::asio::io_context& loop, const Config& station,
                                             base::Wall now, Api& api) {
  const auto& config = station.listen;
  protocol::HttpServerSettings settings;
  settings.address = config.address;
  settings.port = config.port;
  settings.max_body = Api::kMostBody;
  settings.body_rule = [&api](const protocol::HttpRequest& head) { return api.body_rule(head); };
  settings.too_large = Api::too_large;
  settings.max_connections = 64;
  settings.hosts = config.hosts;
  if (config.tls) settings.tls = {page_identity(station, now), "", true};
  try {
    return std::make_unique<protocol::HttpServer>(
        loop, settings, [&api](protocol::HttpRequest request, const protocol::HttpReply& reply) {
          api.handle(std::move(request), reply);
        });
  } catch (const std::system_error& error) {
    refuse({fmt::format("không mở được {}:{} ({}); có thể cổng đang do chương trình khác dùng",
                        config.address, config.port, error.code().message()),
            fmt::format("cannot listen on {}:{} ({}); another program may be using the port",
                        config.address, config.port, error.code().message())});
  }
}

MediaFolders folders_of(const Config& config) {
  std::filesystem::create_directories(config.media);
  auto speech = config.speech.settings;
  speech.abbreviations = abbreviations_of(config);
  return {config.media,   config.state / "cache", config.state / "media-index.json",
          config.decoder, std::move(speech),      config.state / "fetched"};
}

std::uint64_t fetch_seed(const Identity& identity, const std::string& boot) {
  return base::number_in(base::sha256(identity.station() + "\n" + boot + "\nmedia"));
}

StationSettings station_settings(const Config& config) {
  StationSettings settings;
  settings.policy = policy_of(config);
  settings.clusters = config.clusters;
  settings.zone = config.zone;
  settings.show_unsigned_titles = !config.trust;
  settings.ducking = config.sound.ducking;
  settings.emergency_volume = config.emergency_volume;
  settings.frame = config.frame;
  settings.amplifier = amplifier_settings(config.amplifier);
  settings.clusters_mapped = !config.mapped_clusters.empty();
  settings.amplifier_clusters = clusters_by_line(config);
  return settings;
}

audio::LiveAirSettings air_settings(const Config& config) {
  const auto& sound = config.sound;
  return {config.output,   config.decoder,
          config.buffer,   {sound.equaliser, sound.loudness.ceiling_dbtp},
          config.loopback, config.mapped_clusters};
}

std::unique_ptr<signs::Board> board_of(const Config& config, boost::asio::io_context& loop,
                                       base::Timers& timers) {
  if (config.board.driver.kind == signs::drivers::BoardKind::simulated) return nullptr;
  return signs::drivers::make_board(config.board.driver, loop, timers);
}

std::unique_ptr<GpioLines> lines_of(const Config& config, base::Timers& timers,
                                    std::function<void(const LinesChange&)> changed) {
  if (config.amplifier.lines.empty()) return nullptr;
  return std::make_unique<GpioLines>(config.amplifier, timers, std::move(changed));
}

void log_findings(const journal::Journal& journal,
                  std::initializer_list<const base::Problems*> damaged) {
  const auto& opened = journal.opened();
  if (opened.salvaged) {
    base::log(base::LogLevel::error,
              fmt::format("the journal was damaged and put aside as {}; {} rows were kept",
                          opened.damaged.string(), opened.rows_kept));
  }
  for (const auto* problems : damaged) {
    for (const auto& problem : *problems) {
      base::log(base::LogLevel::error, base::to_string(problem));
    }
  }
}

namespace {

// Clusters that are names alone sound by the station's device, and where there is one device all
// do.
std::vector<protocol::ClusterReport> clusters_of(const Config& config, const StationView& view) {
  std::vector<protocol::ClusterReport> clusters;
  const auto add = [&](const std::string& name, audio::DeviceState state) {
    if (clusters.size() < protocol::kMaxReportedClusters)
      clusters.push_back({name, std::string(audio::name_of(state))});
  };
  for (const auto& cluster : config.mapped_clusters) {
    const auto device = view.devices.find(cluster.output);
    add(cluster.name, device == view.devices.end() ? view.device : device->second);
  }
  if (config.mapped_clusters.empty())
    for (const auto& name : config.clusters) add(name, view.device);
  return clusters;
}

}  // namespace

protocol::StatusReport status_report(const Config& config, const Identity& identity,
                                     const Station& station, const SloganBoard& board,
                                     const journal::Journal& journal, const CentreView& centre) {
  const auto view = station.view();
  std::error_code error;
  const auto space = std::filesystem::space(config.state, error);
  protocol::StatusReport report;
  report.station = identity.station();
  report.name = config.name;
  report.software = kVersion;
  report.wall = view.now.wall;
  report.quality = view.now.quality;
  if (view.on_air) {
    report.on_air = view.on_air->title;
    report.level = view.on_air->level;
  }
  if (view.next) {
    report.next_start = view.next->start;
    report.next_title = view.next->title;
  }
  report.schedule = view.schedule;
  report.device = audio::name_of(view.device);
  report.volume = view.volume;
  report.disk_free = error ? 0 : space.available;
  report.unacknowledged = centre.uplink.unacknowledged;
  report.epoch = journal.epoch();
  report.seq = journal.last_seq();
  report.commune = config.commune;
  report.clusters = clusters_of(config, view);
  report.faults = all_faults(view, board, centre.uplink, centre.media, config);
  return report;
}

RefusedBundle refused_bundle(const std::string& text, const base::Problems& problems) {
  base::Problems unreadable;
  const auto bundle = trust::read_bundle(text, "", unreadable);
  const auto error = std::ranges::find(problems, base::Severity::error, &base::Problem::severity);
  return {bundle ? trust::fingerprint(*bundle) : "", error == problems.end() ? "" : error->code};
}

bool is_alive(const audio::LiveAirStatus& sound, base::Steady now) {
  return now - sound.progress < kAlive;
}

}  // namespace loa::daemon
