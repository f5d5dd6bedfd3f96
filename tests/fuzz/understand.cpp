// Any bytes, understood as lines, as a table and as whatever they seem to be, without answers, with
// answers to everything, or under a policy as well (which of these, their number says): problems
// and questions, or a week that passes `loa schedule check` and keeps the policy.
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "schedules/intake/export_text.h"
#include "schedules/intake/understand.h"
#include "schedules/notation.h"
#include "schedules/read.h"

namespace {

using namespace loa::schedules;
using namespace loa::schedules::intake;

Context context() {
  Context context;
  context.file = "f";
  context.today = *date_from("2026-11-22");
  context.media = {{"tin/Bản tin xã.mp3", Seconds(588)}, {"ca-nhac.mp3", Seconds(0)}};
  return context;
}

void look_at(const Understood& result, const Context& with) {
  const bool open = !result.questions.empty() || loa::base::has_errors(result.problems);
  if ((result.schedule == nullptr) != open) std::abort();
  if (nlohmann::json::parse(to_json(result))["ok"] != !open) std::abort();
  if (!result.schedule) return;
  const auto again = read_schedule(write_schedule(*result.schedule), "f");
  if (!again.schedule) std::abort();
  const auto& week = *result.schedule;
  if (export_text(week, week.valid_from).empty()) std::abort();
  if (with.policy &&
      !check(week, *with.policy, with.clusters, week.valid_from, week.valid_to).empty()) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 20'000) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  auto answered = context();
  for (const auto* answer :
       {"week=2026-11-23", "days=T2-CN", "stray-text=noi", "two-slots=tach", "session-time=cong-12",
        "content=doc", "relay=http://a.example/b", "end=15 phút", "sheet=S"}) {
    answered.answers.push_back(*answer_from(answer));
  }
  auto ruled = answered;
  ruled.policy = policy_preset("ha-noi-urban-2021");
  const Context with = size % 3 == 0 ? context() : size % 3 == 1 ? answered : ruled;
  look_at(understand(read_lines(bytes, "f"), with), with);
  look_at(understand(read_delimited(bytes, "f"), with), with);
  look_at(understand_file(bytes, with), with);
  return 0;
}
