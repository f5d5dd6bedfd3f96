#include "trust/command.h"

#include <algorithm>
#include <array>

#include "trust/reference_json.h"

namespace loa::trust {
namespace {

using base::Fields;

constexpr std::size_t kMostCommanded = 500;          // to more goes "*"
constexpr std::int64_t kHighestCounter = 1LL << 53;  // exact in every reader of JSON
constexpr std::size_t kLongestOtp = 8;
constexpr std::size_t kLongestText = 2000;
constexpr base::Duration kClockLeeway = std::chrono::seconds{2};  // two machines set by one network

int read_level(Fields& fields) { return static_cast<int>(fields.integer("level", 1, 3)); }

PlayFile read_play_file(Fields& fields) {
  PlayFile play;
  play.path = fields.string("path", 1000);
  play.content = read_file_reference(fields);
  play.level = read_level(fields);
  return play;
}

Say read_say(Fields& fields) {
  Say say;
  say.text = fields.text("text", kLongestText);
  say.level = read_level(fields);
  return say;
}

// Of several the last; the caller has counted them.
Action read_one(Fields& fields) {
  Action action = StopSound{};
  if (fields.has("stop")) {
    action =
        read_inner(fields, "stop", [](Fields& stop) { return StopSound{stop.boolean("all")}; });
  }
  if (fields.has("volume")) {
    action = read_inner(fields, "volume", [](Fields& volume) {
      return SetVolume{static_cast<int>(volume.integer("percent", 0, 100))};
    });
  }
  if (fields.has("reboot")) {
    action = read_inner(fields, "reboot", [](Fields&) { return Reboot{}; });
  }
  if (fields.has("say")) action = read_inner(fields, "say", read_say);
  if (fields.has("play")) action = read_inner(fields, "play", read_play_file);
  return action;
}

Action read_action(Fields& fields) {
  constexpr std::array kActions{"play", "say", "stop", "volume", "reboot"};
  const auto count =
      std::ranges::count_if(kActions, [&](const char* name) { return fields.has(name); });
  if (count != 1) {
    fields.error("", "one-action",
                 {"phải có đúng một trong play, say, stop, volume, reboot",
                  "must have exactly one of play, say, stop, volume, reboot"});
  }
  return read_one(fields);
}

void read_times(Fields& fields, Command& command) {
  command.not_before = read_time(fields, "notBefore");
  command.expires = read_time(fields, "expires");
  const auto life = command.expires - command.not_before;
  if (life <= base::Duration{0} || life > kCommandLife) {
    fields.error("expires", "life",
                 {"lệnh có hạn nhiều nhất 120 giây kể từ notBefore",
                  "a command lives 120 s at most from notBefore on"});
  }
}

Command command_in(Fields& fields) {
  Command command;
  command.stations = read_stations(fields, kMostCommanded);
  command.issuer = read_key(fields, "issuer");
  command.counter = fields.integer("counter", 1, kHighestCounter);
  read_times(fields, command);
  command.nonce = fields.string_or("nonce", "", 64);
  command.otp = fields.string_or("otp", "", kLongestOtp);
  command.action = read_action(fields);
  return command;
}

// One for each kind of action: its member in the document.
struct WriteAction {
  Json& json;

  void operator()(const PlayFile& play) const {
    json["play"] = {{"path", play.path}};
    json["play"].update(file_json(play.content));
    json["play"]["level"] = play.level;
  }
  void operator()(const Say& say) const {
    json["say"] = {{"text", say.text}, {"level", say.level}};
  }
  void operator()(const StopSound& stop) const { json["stop"] = {{"all", stop.all}}; }
  void operator()(const Reboot&) const { json["reboot"] = Json::object(); }
  void operator()(const SetVolume& volume) const { json["volume"] = {{"percent", volume.percent}}; }
};

int level_of(const Action& action) {
  if (const auto* play = std::get_if<PlayFile>(&action)) return play->level;
  if (const auto* say = std::get_if<Say>(&action)) return say->level;
  return 3;
}

// What is wrong with it; the first thing, as one says enough.
struct Refusal {
  const char* code = nullptr;
  base::Text message;
};
using Verdict = std::optional<Refusal>;

// In the place of a second person. A code says nothing while the station does not know the time.
Verdict judge_otp(const Command& command, const CommandQuestion& question,
                  std::optional<std::int64_t>& step) {
  const auto secret = question.otp_secrets.find(command.issuer);
  if (command.otp.empty() || secret == question.otp_secrets.end() || !question.at) {
    return Refusal{
        "second-person",
        {"lệnh khẩn cấp, hoặc lệnh cho mọi đài hay hơn 20 đài, phải có chữ ký của hai người",
         "an emergency, or a command to every station or to more than 20, needs two "
         "people's signatures"}};
  }
  const auto used = question.otp_used.find(command.issuer);
  step = otp_accepted(secret->second, command.otp, *question.at,
                      used == question.otp_used.end() ? std::nullopt : std::optional(used->second));
  if (step) return std::nullopt;
  return Refusal{
      "wrong-otp",
      {"mã dùng một lần sai, hết hạn hoặc đã dùng", "the one-time code is wrong, over or used"}};
}

Verdict judge_signers(const Envelope& envelope, const Command& command, const Role& commanders,
                      const CommandQuestion& question, std::optional<std::int64_t>& otp_step) {
  const auto who = signers(envelope, commanders);
  const bool issued = std::ranges::find(who, command.issuer) != who.end();
  if (!issued || static_cast<int>(who.size()) < commanders.threshold) {
    return Refusal{
        "unsigned",
        {"không có chữ ký của người được ra lệnh", "is not signed by those who may command"}};
  }
  if (needs_two(command) && who.size() < 2) return judge_otp(command, question, otp_step);
  return std::nullopt;
}

Verdict judge_counter(const Command& command, const Counters& obeyed) {
  const auto last = obeyed.find(command.issuer);
  if (last == obeyed.end() || command.counter > last->second) return std::nullopt;
  if (command.counter == last->second) {
    return Refusal{"done-before", {"lệnh này đã được làm", "has been obeyed already"}};
  }
  return Refusal{"replayed", {"lệnh cũ bị phát lại", "is an old command, sent again"}};
}

// The nonce tells that it is new; without one the clock must.
Verdict judge_time(const Command& command, const CommandQuestion& question) {
  if (!command.nonce.empty() && command.nonce == question.nonce) return std::nullopt;
  if (!question.at) {
    return Refusal{
        "no-nonce",
        {"đồng hồ đài chưa tin được, mà lệnh không mang mã hiện thời của đài",
         "the station's clock is not trusted, and it does not carry the station's nonce"}};
  }
  if (*question.at + kClockLeeway < command.not_before) {
    return Refusal{"too-early", {"chưa đến giờ của lệnh", "its time has not come"}};
  }
  if (*question.at >= command.expires) {
    return Refusal{"expired", {"lệnh đã hết hạn", "has expired"}};
  }
  return std::nullopt;
}

Verdict judge_command(const Envelope& envelope, const Command& command,
                      const std::optional<Role>& commanders, const Counters& obeyed,
                      const CommandQuestion& question, std::optional<std::int64_t>& otp_step) {
  if (!commanders) {
    return Refusal{"no-commanders",
                   {"bản gốc không cho ai ra lệnh", "the root lets nobody command"}};
  }
  if (auto verdict = judge_signers(envelope, command, *commanders, question, otp_step)) {
    return verdict;
  }
  if (!names(command.stations, question.station)) {
    return Refusal{"not-for-station", {"lệnh cho đài khác", "is for another station"}};
  }
  if (auto verdict = judge_counter(command, obeyed)) return verdict;
  return judge_time(command, question);
}

}  // namespace

bool needs_two(const Command& command) {
  return level_of(command.action) == 1 || command.stations.size() > kMostByOne ||
         std::ranges::find(command.stations, "*") != command.stations.end();
}

std::optional<Command> read_command(const Envelope& envelope, const std::string& file,
                                    base::Problems& problems) {
  return read_payload(envelope, file, problems, command_in);
}

Envelope envelope_of(const Command& command) {
  Json json{{"stations", command.stations},
            {"issuer", to_hex(command.issuer)},
            {"counter", command.counter},
            {"notBefore", base::to_rfc3339(command.not_before)},
            {"expires", base::to_rfc3339(command.expires)}};
  if (!command.nonce.empty()) json["nonce"] = command.nonce;
  if (!command.otp.empty()) json["otp"] = command.otp;
  std::visit(WriteAction{json}, command.action);
  return {std::string(Command::kType), json.dump(), {}};
}

CommandJudgement judge(const Envelope& envelope, const std::optional<Role>& commanders,
                       const Counters& obeyed, const CommandQuestion& question) {
  CommandJudgement judgement;
  auto command = read_command(envelope, question.file, judgement.problems);
  if (!command) return judgement;
  if (auto no =
          judge_command(envelope, *command, commanders, obeyed, question, judgement.otp_step)) {
    judgement.problems.push_back(
        {base::Severity::error, no->code, {question.file}, "", std::move(no->message)});
  } else {
    judgement.command = std::move(command);
  }
  return judgement;
}

}  // namespace loa::trust
