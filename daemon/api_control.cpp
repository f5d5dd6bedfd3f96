// By hand: play, speak live, stop, pause, resume, volume.
#include <fmt/format.h>

#include <set>

#include "daemon/api_answers.h"
#include "daemon/api_body.h"
#include "daemon/api_gate.h"
#include "daemon/api_json.h"
#include "daemon/api_routes.h"
#include "daemon/by_hand.h"
#include "schedules/notation.h"
#include "schedules/read.h"

namespace loa::daemon::routes {
namespace {

using base::Fields;

constexpr std::size_t kLongestText = 2000;

struct PlayRequest {
  schedules::Item item;
  int level = 3;
  bool over = false;
  std::vector<std::string> clusters;
};

// Those that have channels of their own: the others cannot be told apart by what is sent to them.
std::vector<std::string> read_wanted_clusters(Fields& fields, const Config& config) {
  auto names = fields.strings_or_empty("clusters", audio::kMostClusters);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto& known = config.mapped_clusters;
    if (std::ranges::find(known, names[i], &audio::Cluster::name) != known.end()) continue;
    fields.error(
        "clusters", i, "cluster-unknown",
        {fmt::format("đài không có cụm loa “{}” ghi kênh riêng", names[i]),
         fmt::format("the station has no cluster \"{}\" with channels of its own", names[i])});
  }
  return names;
}

bool is_safe_path(const std::string& path) {
  const std::filesystem::path parts(path);
  return !parts.is_absolute() &&
         std::none_of(parts.begin(), parts.end(), [](const auto& part) { return part == ".."; });
}

void read_source(Fields& fields, PlayRequest& request) {
  if (fields.has("text")) {
    request.item.source = schedules::Speech{fields.text("text", kLongestText), kVoiceByHand};
  } else if (fields.has("chime")) {
    request.item.source = schedules::Chime{fields.string("chime", 40)};
  } else {
    const auto path = fields.string("file", 1000);
    if (!is_safe_path(path)) {
      fields.error("file", "path-outside",
                   {"tệp phải nằm trong thư mục âm thanh của đài",
                    "the file must be in the station's media folder"});
    }
    request.item.source = schedules::AudioFile{path};
  }
}

void read_play(Fields& fields, const Config& config, PlayRequest& request) {
  fields.find("text");
  fields.find("chime");
  fields.find("file");
  read_source(fields, request);
  request.level = static_cast<int>(fields.integer_or("level", 3, 1, 3));
  request.over = schedules::read_over(fields, schedules::Level{request.level});
  request.clusters = read_wanted_clusters(fields, config);
  request.item.title = fields.text_or("title", "", 200);
}

// Answers for the caller who may not.
bool may_use_level(int level, const Request& request, const Reply& reply) {
  auto no = level == 1 ? refusal(request.who, Right::emergency) : std::nullopt;
  if (no) reply(std::move(*no));
  return !no;
}

void answer(const Played& played, const Reply& reply) {
  if (const auto* no = std::get_if<NotBegun>(&played)) {
    return reply(error_answer(422, no->code, no->why));
  }
  const auto& [occurrence, length] = std::get<Begun>(played);
  reply(json_answer(202, dumped(Json{{"occurrence", occurrence}, {"length", in_seconds(length)}})));
}

// What came from outside names a device without arguments (schedules/notation.h); the station's own
// configuration may name any.
void read_device(Fields& fields, ManualPlay& play) {
  if (fields.has("device")) {
    play.media.source = fields.string("device", 100);
    if (const auto fault = schedules::line_in_fault(play.media.source)) {
      fields.error("device", "line-in", *fault);
    }
  } else if (play.media.source.empty()) {
    fields.error(
        "device", "no-microphone",
        {"trạm chưa được đặt micrô: thêm “live” vào cấu hình, hoặc nêu thiết bị",
         "the station has no microphone: put \"live\" into its configuration, or name one"});
  }
}

// Whatever the microphone.
ManualPlay spoken_request(Fields& fields, const Config& config) {
  ManualPlay play;
  play.live = true;
  play.media.relay = true;
  const auto longest = std::chrono::floor<std::chrono::seconds>(config.live.longest);
  play.media.length = fields.seconds_or("for", longest, std::chrono::seconds{1}, longest);
  play.level = static_cast<int>(fields.integer_or("level", 3, 1, 3));
  play.over = schedules::read_over(fields, schedules::Level{play.level});
  play.clusters = read_wanted_clusters(fields, config);
  play.title = fields.text_or("title", "Nói trực tiếp", 200);
  return play;
}

ManualPlay live_request(Fields& fields, const Config& config) {
  ManualPlay play = spoken_request(fields, config);
  play.media.source = config.live.device;
  read_device(fields, play);
  return play;
}

// What somebody speaks is on the air at once, or refused.
template <class Begin>
void begin_speaking(ManualPlay wanted, const Request& request, const Reply& reply, Begin begin) {
  if (!may_use_level(wanted.level, request, reply)) return;
  wanted.by = caller(request);
  try {
    answer(begin(std::move(wanted)), reply);
  } catch (const AirTaken& taken) {
    reply(error_answer(409, taken.code(), taken.why()));
  }
}

}  // namespace

void play(Context& context, const Request& request, const Reply& reply) {
  PlayRequest wanted;
  if (!read_body(request, reply,
                 [&](Fields& fields) { read_play(fields, context.config, wanted); })) {
    return;
  }
  if (!may_use_level(wanted.level, request, reply)) return;
  play_by_hand(context.station, context.library, wanted.item,
               {wanted.level, caller(request), wanted.over, wanted.clusters},
               [reply](const Played& played) { answer(played, reply); });
}

void speak_live(Context& context, const Request& request, const Reply& reply) {
  ManualPlay wanted;
  const auto take = [&](Fields& fields) { wanted = live_request(fields, context.config); };
  if (!read_body(request, reply, take)) return;
  begin_speaking(std::move(wanted), request, reply,
                 [&context](const ManualPlay& play) { return put_on_air(context.station, play); });
}

void speak_over_page(Context& context, const Request& request, const Reply& reply) {
  ManualPlay wanted;
  auto as = SpokenAs::samples;
  const auto take = [&](Fields& fields) {
    wanted = spoken_request(fields, context.config);
    as = fields.choice_or<SpokenAs>("codec", SpokenAs::samples,
                                    {{"pcm", SpokenAs::samples}, {"opus", SpokenAs::opus}});
  };
  if (!read_body(request, reply, take)) return;
  begin_speaking(std::move(wanted), request, reply, [&context, &request, as](ManualPlay play) {
    return context.microphone.begin(std::move(play), request.who->name, as);
  });
}

void take_microphone(Context& context, const Request& request, const Reply& reply) {
  const auto occurrence = query(request, "occurrence");
  const auto who = request.who->name;
  if (!context.microphone.expects(occurrence, who)) {
    return reply(error_answer(
        409, "not-speaking",
        {"chưa xin nói, hoặc lượt nói đã hết", "nobody asked to speak, or it is over"}));
  }
  protocol::HttpResponse response;
  response.status = 101;
  response.upgrade = [&context, occurrence, who](std::shared_ptr<protocol::HttpSocket> socket) {
    return context.microphone.attach(occurrence, who, std::move(socket));
  };
  reply(std::move(response));
}

void stop(Context& context, const Request& request, const Reply& reply) {
  bool all = false;
  if (!read_body(request, reply, [&](Fields& fields) { all = fields.boolean_or("all", false); })) {
    return;
  }
  context.station.stop(all, caller(request));
  reply(done());
}

void pause(Context& context, const Request& request, const Reply& reply) {
  context.station.pause(caller(request));
  reply(done());
}

void resume(Context& context, const Request& request, const Reply& reply) {
  context.station.resume(caller(request));
  reply(done());
}

void set_volume(Context& context, const Request& request, const Reply& reply) {
  const int ceiling = context.config.volume_ceiling;
  int percent = 0;
  const auto take = [&](Fields& fields) {
    percent = static_cast<int>(fields.integer("percent", 0, 100));
    if (percent > ceiling) {
      fields.error("percent", "volume-ceiling",
                   {fmt::format("âm lượng cao nhất được đặt ở đài này là {} %", ceiling),
                    fmt::format("this station's volume ceiling is {} %", ceiling)});
    }
  };
  if (!read_body(request, reply, take)) return;
  context.station.set_volume(percent, caller(request));
  reply(done());
}

}  // namespace loa::daemon::routes
