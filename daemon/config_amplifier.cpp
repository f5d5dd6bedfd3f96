#include "daemon/config_amplifier.h"

#include <algorithm>

namespace loa::daemon {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::size_t kMostLines = 8;

std::string read_cluster(base::Fields& fields, const std::vector<audio::Cluster>& clusters) {
  auto name = fields.text_or("cluster", "");
  if (!name.empty() && std::ranges::find(clusters, name, &audio::Cluster::name) == clusters.end()) {
    fields.error("cluster", "no-cluster",
                 {"không có cụm loa này trong clusters, hoặc cụm ấy không ghi kênh riêng",
                  "there is no such cluster with channels of its own"});
  }
  return name;
}

AmplifierLine read_amplifier_line(base::Fields fields,
                                  const std::vector<audio::Cluster>& clusters) {
  AmplifierLine line;
  line.name = fields.text("name", 60);
  line.line = fields.string("line", 128);
  line.active_low = fields.boolean_or("activeLow", false);
  line.lead = fields.seconds_or("lead", seconds{2}, seconds{0}, seconds{60});
  line.cluster = read_cluster(fields, clusters);
  fields.finish();
  return line;
}

void check_against(const std::vector<AmplifierLine>& before, const AmplifierLine& line,
                   std::size_t index, base::Fields& fields) {
  const bool twice = std::ranges::any_of(
      before, [&](const AmplifierLine& other) { return other.line == line.line; });
  if (twice) {
    fields.error("lines", index, "line-twice",
                 {"chân " + line.line + " đã dùng ở trên", "the line is used above already"});
  }
  if (!before.empty() && line.lead > before.back().lead) {
    fields.error("lines", index, "line-order",
                 {"ghi theo thứ tự bật: chân sau không được bật sớm hơn (lead dài hơn) chân trước",
                  "write them in the order in which they go on: none has a longer lead than the "
                  "one before it"});
  }
}

}  // namespace

AmplifierConfig read_amplifier(base::Fields fields, const std::vector<audio::Cluster>& clusters) {
  AmplifierConfig config;
  const auto& items = fields.list_or_empty("lines", kMostLines);
  for (std::size_t i = 0; i < items.size(); ++i) {
    auto line = read_amplifier_line(
        {items[i], fields.path("lines", i), fields.file(), fields.problems()}, clusters);
    check_against(config.lines, line, i, fields);
    config.lines.push_back(std::move(line));
  }
  const auto read = [&fields](const char* key, base::Duration& length, seconds least,
                              seconds most) {
    const auto unless_told = std::chrono::floor<seconds>(length);
    length = fields.seconds_or(key, unless_told, least, most);
  };
  read("hold", config.hold, seconds{1}, minutes{10});
  read("idleOff", config.idle_off, seconds{0}, hours{24});
  read("shortestOn", config.shortest_on, seconds{1}, minutes{10});
  fields.finish();
  return config;
}

}  // namespace loa::daemon
