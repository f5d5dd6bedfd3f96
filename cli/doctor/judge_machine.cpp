// The machine: real-time limits, and its watchdog.
#include <fmt/format.h>

#include "cli/doctor/judge.h"

namespace loa::doctor {
namespace {

// What the sound thread asks for (audio/live_air.cpp).
constexpr std::uint64_t kPriority = 10;

}  // namespace

void judge_limits(const LimitFacts& limits, Findings& findings) {
  const base::Text who = limits.of_station ? base::Text{"đài đang chạy", "the running station"}
                                           : base::Text{"người dùng này", "this user"};
  if (!limits.privileged && limits.priority < kPriority) {
    findings.push_back(
        {"realtime-limit",
         Grade::warn,
         {fmt::format("{} không được quyền ưu tiên thời gian thực (RLIMIT_RTPRIO {}, cần {})",
                      who.vi, limits.priority, kPriority),
          fmt::format("{} may not use real-time priority (RLIMIT_RTPRIO {}, {} is needed)", who.en,
                      limits.priority, kPriority)},
         {"đặt LimitRTPRIO=20 trong tệp dịch vụ của loa-station; thiếu thì máy bận dễ ngắt tiếng",
          "set LimitRTPRIO=20 in loa-station's unit; without it a busy machine may interrupt the "
          "sound"}});
  } else {
    findings.push_back(
        {"realtime-ok",
         Grade::ok,
         {who.vi + " được quyền ưu tiên thời gian thực", who.en + " may use real-time priority"}});
  }
  if (limits.group_exists && !limits.in_group && !limits.privileged) {
    findings.push_back(
        {"audio-group",
         Grade::warn,
         {who.vi + " không ở nhóm audio", who.en + " is not in the group audio"},
         {"adduser TÊN audio, rồi đăng nhập lại", "adduser NAME audio, and log in again"}});
  }
  if (limits.watchdog_fed == false) {
    findings.push_back(
        {"watchdog-off",
         Grade::warn,
         {"máy có mạch canh (watchdog) mà chưa bật: cả máy treo thì không ai khởi động lại",
          "the machine has a watchdog that is off: nothing starts it again where all of it hangs"},
         {"sudo loa setup, trả lời “c” ở câu hỏi về mạch canh",
          "sudo loa setup, and answer y where it asks about the watchdog"}});
  }
}

}  // namespace loa::doctor
