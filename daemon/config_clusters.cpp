#include "daemon/config_clusters.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "audio/level_meter.h"
#include "audio/wav.h"
#include "daemon/config_sound.h"

namespace loa::daemon {
namespace {

constexpr std::size_t kMostNames = 100;
constexpr std::size_t kLongestClusterName = 100;
constexpr double kNoCeiling = 0;

std::vector<int> read_channels(base::Fields& fields) {
  std::vector<int> channels;
  const auto& items = fields.list("channels", 1, audio::kMostDeviceChannels);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const double channel = items[i].number().value_or(0);
    if (std::ranges::find(channels, channel) != channels.end()) {
      fields.error("channels", i, "channel-twice",
                   {fmt::format("kênh {} ghi hai lần", channel),
                    fmt::format("channel {} stands twice", channel)});
      continue;
    }
    if (channel >= 1 && channel <= audio::kMostDeviceChannels && channel == std::floor(channel)) {
      channels.push_back(static_cast<int>(channel));
      continue;
    }
    fields.error("channels", i, "channel",
                 {fmt::format("kênh là số nguyên từ 1 đến {}", audio::kMostDeviceChannels),
                  fmt::format("a channel is a whole number, 1 to {}", audio::kMostDeviceChannels)});
  }
  return channels;
}

audio::Cluster read_mapped(base::Fields fields, const std::string& output,
                           const std::string& file) {
  audio::Cluster cluster;
  cluster.name = fields.text("name", kLongestClusterName);
  cluster.channels = read_channels(fields);
  if (cluster.channels.empty()) cluster.channels = {1};  // reported
  cluster.gain = static_cast<float>(audio::amplitude(fields.number_or("gain", 0, -40, 0)));
  cluster.ceiling_dbtp = fields.number_or("ceiling", kNoCeiling, -40, 0);
  cluster.delay = std::chrono::milliseconds{fields.integer_or("delayMs", 0, 0, 2000)};
  cluster.output = read_output(fields, file, output);
  fields.finish();
  return cluster;
}

void check_against(const ClusterConfig& before, const audio::Cluster& cluster, std::size_t index,
                   base::Fields& fields) {
  const auto& [name, channels, gain, ceiling, delay, output] = cluster;
  if (std::ranges::find(before.names, name) != before.names.end()) {
    fields.error("clusters", index, "cluster-twice",
                 {fmt::format("cụm loa “{}” ghi hai lần", name),
                  fmt::format("the cluster “{}” stands twice", name)});
  }
  for (const auto& other : before.mapped) {
    if (other.output != output) continue;
    const auto shared = std::ranges::find_first_of(channels, other.channels);
    if (shared == channels.end()) continue;
    fields.error("clusters", index, "channel-twice",
                 {fmt::format("kênh {} đã thuộc cụm loa “{}”", *shared, other.name),
                  fmt::format("channel {} belongs to the cluster “{}”", *shared, other.name)});
  }
}

void check_devices(const ClusterConfig& config, const std::string& station, base::Fields& fields) {
  for (std::size_t i = 0; i < config.mapped.size(); ++i) {
    const auto& [name, channels, gain, ceiling, delay, output] = config.mapped[i];
    if (!output.starts_with("wav:") || std::ranges::max(channels) <= audio::kMostWavChannels)
      continue;
    fields.error("clusters", i, "wav-channels",
                 {"đầu ra là tệp WAV thì chỉ có 8 kênh", "a WAV file as output has 8 channels"});
  }
  if (std::ranges::find(config.mapped, station, &audio::Cluster::output) != config.mapped.end())
    return;
  fields.error("clusters", "output-unused",
               {fmt::format("không cụm nào ra thiết bị của đài (output là \"{}\"): phải có một cụm "
                            "không ghi output riêng",
                            station),
                fmt::format("no cluster sounds on the station's device (output is \"{}\"): one "
                            "must name no output of its own",
                            station)});
}

}  // namespace

ClusterConfig read_clusters(base::Fields& fields, const std::string& output,
                            const std::string& file) {
  ClusterConfig config;
  const auto& items = fields.list_or_empty("clusters", kMostNames);
  const auto is_name = [](const base::Node& item) { return item.string() != nullptr; };
  if (std::ranges::all_of(items, is_name)) {
    config.names = fields.strings_or_empty("clusters", kMostNames);
    return config;
  }
  if (std::ranges::any_of(items, is_name)) {
    fields.error("clusters", "clusters-mixed",
                 {"hoặc cụm nào cũng ghi kênh (channels), hoặc không cụm nào ghi",
                  "either all clusters have channels, or none has"});
    return config;
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    auto cluster = read_mapped(
        {items[i], fields.path("clusters", i), fields.file(), fields.problems()}, output, file);
    check_against(config, cluster, i, fields);
    config.names.push_back(cluster.name);
    config.mapped.push_back(std::move(cluster));
  }
  check_devices(config, output, fields);
  if (config.mapped.size() > audio::kMostClusters) {
    fields.error("clusters", "clusters-many",
                 {fmt::format("tối đa {} cụm có kênh riêng", audio::kMostClusters),
                  fmt::format("at most {} clusters with channels", audio::kMostClusters)});
  }
  return config;
}

}  // namespace loa::daemon
