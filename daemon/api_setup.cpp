// The first start, and any later one, by HTTP.
#include <fmt/format.h>

#include <algorithm>

#include "daemon/api_answers.h"
#include "daemon/api_body.h"
#include "daemon/api_json.h"
#include "daemon/api_routes.h"
#include "daemon/by_hand.h"
#include "daemon/page_certificate.h"
#include "daemon/setup_machine.h"

namespace loa::daemon::routes {
namespace {

using base::Fields;

constexpr std::size_t kMostCommunes = 20;

Json commune_json(const base::Commune* commune) {
  if (commune == nullptr) return nullptr;
  return {{"code", commune->code}, {"name", commune->name}, {"province", commune->province}};
}

Json machine_json(const MachineFacts& facts) {
  auto cards = Json::array();
  for (const auto& card : facts.cards) cards.push_back({{"id", card.id}, {"name", card.name}});
  auto chips = Json::array();
  for (const auto& chip : facts.chips) {
    chips.push_back({{"name", chip.name}, {"label", chip.label}, {"lines", chip.lines}});
  }
  return {{"cards", std::move(cards)},
          {"chips", std::move(chips)},
          {"clockBattery", facts.clock_battery},
          {"addresses", facts.addresses}};
}

Json renewal_json(const Context& context) {
  if (!context.setup.renewal().wanted()) return nullptr;
  const auto view = context.station.view();
  Json json{{"waits", Renewal::is_in_the_way(view)}, {"onAir", nullptr}, {"next", nullptr}};
  if (view.on_air) json["onAir"] = to_json(*view.on_air, context.config.zone);
  if (view.next) json["next"] = to_json(*view.next, context.config.zone);
  return json;
}

// What the page has to tell before the station is gone for a moment.
Json changed_json(const Context& context, const Config& wanted) {
  const auto port =
      wanted.listen.port == context.config.listen.port ? context.port() : wanted.listen.port;
  return {{"changed", true},
          {"renewal", renewal_json(context)},
          {"pages", page_addresses(wanted, port)},
          {"fingerprint", page_fingerprint(wanted)}};
}

// A bulletin that begins while a test sounds would have no device, or two voices.
bool is_free(const Context& context, const Reply& reply) {
  if (!Renewal::is_in_the_way(context.station.view())) return true;
  reply(error_answer(409, "on-air",
                     {"đang phát hoặc sắp đến giờ phát; chờ phát xong rồi thử",
                      "something is on the air or about to be; try after it"}));
  return false;
}

// By the whole way that a bulletin takes, since the station itself has the device.
void chime_on_air(Context& context, const Request& request, const Reply& reply) {
  schedules::Item item;
  item.source = schedules::Chime{"nhac-hieu"};
  item.title = "Phát thử";
  play_by_hand(
      context.station, context.library, item, {.by = caller(request)},
      [reply](const Played& played) {
        if (const auto* not_begun = std::get_if<NotBegun>(&played)) {
          return reply(error_answer(422, not_begun->code, not_begun->why));
        }
        reply(json_answer(200, dumped(Json{{"how", "station"}, {"faults", Json::array()}})));
      });
}

base::Text why_silent(const std::error_code& error) {
  if (error == std::errc::device_or_resource_busy) {
    return {"thiết bị đang do chương trình khác giữ, hoặc đài đang phát qua tên khác của nó",
            "another program has the device, or the station plays on it by another name"};
  }
  if (error == std::errc::no_such_file_or_directory || error == std::errc::no_such_device) {
    return {"không thấy thiết bị âm thanh này", "there is no such sound device"};
  }
  return {"không phát được: " + error.message(), "it does not play: " + error.message()};
}

void answer_tone(const ToneHeard& heard, const Reply& reply) {
  if (heard.error) return reply(error_answer(422, "tone", why_silent(heard.error)));
  auto faults = Json::array();
  for (const auto& fault : heard.faults) faults.push_back(to_json(fault));
  reply(json_answer(200, dumped(Json{{"how", "card"}, {"faults", std::move(faults)}})));
}

}  // namespace

void get_setup(Context& context, const Request&, const Reply& reply) {
  const auto fault = context.setup.fault();
  const auto facts = machine_facts();
  Json json{{"named", context.config.named},
            {"file", context.config.file},
            {"fault", fault ? to_json(*fault) : Json(nullptr)},
            {"answers", Json::parse(context.setup.present(), nullptr, false)},
            {"commune", commune_json(context.setup.communes().find(context.config.commune))},
            {"machine", machine_json(facts)},
            {"output", context.config.output},
            {"enrolled", context.centre().enrolled},
            {"hasToken", !context.config.centre.token.empty()},
            {"pages", page_addresses(context.config, context.port())},
            {"fingerprint", page_fingerprint(context.config)},
            {"renewal", renewal_json(context)}};
  reply(json_answer(200, dumped(json)));
}

void take_setup(Context& context, const Request& request, const Reply& reply) {
  if (const auto fault = context.setup.fault()) {
    return reply(error_answer(409, "config-read-only", *fault));
  }
  try {
    const auto wanted = context.setup.take(request.body, context.timers.now().steady);
    if (!wanted) return reply(json_answer(200, R"({"changed":false})"));
    // Made now, so that its fingerprint can be told before a browser meets it.
    if (wanted->listen.tls) page_identity(*wanted, context.timers.now().wall);
    reply(json_answer(200, dumped(changed_json(context, *wanted))));
  } catch (const base::BadInput& error) {
    reply(refused(error.problems()));
  }
}

void play_tone(Context& context, const Request& request, const Reply& reply) {
  std::string output;
  AmplifierConfig amplifier;
  const auto take = [&](Fields& fields) {
    output = fields.string("output", 1024);
    amplifier = read_amplifier(fields.object_or_empty("amplifier"), context.config.mapped_clusters);
    if (output.starts_with("alsa:") && output.size() > 5) return;
    fields.error(
        "output", "output",
        {"đầu ra âm thanh phải là \"alsa:TÊN\"", "the sound output must be \"alsa:NAME\""});
  };
  if (!read_body(request, reply, take) || !is_free(context, reply)) return;
  const auto& devices = context.sound().devices;
  if (std::ranges::find(devices, output, &audio::DeviceStatus::output) != devices.end())
    return chime_on_air(context, request, reply);
  const bool taken = context.setup.tones().play(
      output.substr(5), amplifier, [reply](const ToneHeard& heard) { answer_tone(heard, reply); });
  if (taken) return;
  reply(error_answer(409, "tone-sounds", {"đang phát thử rồi", "a test tone sounds already"}));
}

void get_communes(Context& context, const Request& request, const Reply& reply) {
  auto list = Json::array();
  for (const auto& one : context.setup.communes().like(query(request, "q"), kMostCommunes)) {
    list.push_back(commune_json(&one));
  }
  reply(json_answer(200, dumped(Json{{"communes", std::move(list)}})));
}

void restart(Context& context, const Request& request, const Reply& reply) {
  bool now = false;
  if (!read_body(request, reply, [&](Fields& fields) { now = fields.boolean_or("now", false); }))
    return;
  auto& renewal = context.setup.renewal();
  const auto at = context.timers.now().steady;
  now ? renewal.insist(at) : renewal.want(at);
  reply(json_answer(202, dumped(Json{{"renewal", renewal_json(context)}})));
}

}  // namespace loa::daemon::routes
