// The machine: real-time limits, and its clock.
#include <fmt/format.h>

#include "cli/doctor/judge.h"

namespace loa::doctor {
namespace {

// What the sound thread asks for (audio/live_air.cpp).
constexpr std::uint64_t kPriority = 10;
// NTP on a bad 4G line is good to some 100 ms; more is heard between neighbouring stations.
constexpr std::int64_t kMostErrorUs = 500'000;

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
         {"chép /usr/share/doc/loa-station/examples/watchdog.conf vào /etc/systemd/system.conf.d/, "
          "rồi systemctl daemon-reexec",
          "copy /usr/share/doc/loa-station/examples/watchdog.conf to /etc/systemd/system.conf.d/, "
          "then systemctl daemon-reexec"}});
  }
}

void judge_clock(const ClockFacts& clock, Findings& findings) {
  if (clock.now < clock.built) {
    findings.push_back({"clock-wrong",
                        Grade::fail,
                        {"đồng hồ chỉ giờ đã qua từ lâu: " + base::to_rfc3339(clock.now),
                         "the clock shows a time long gone: " + base::to_rfc3339(clock.now)},
                        {"nối mạng để lấy giờ, hoặc đặt giờ: timedatectl set-time",
                         "connect it to take the time, or set it: timedatectl set-time"}});
  } else if (clock.trust == base::ClockTrust::ntp && !clock.synchronised) {
    findings.push_back(
        {"clock-unsynchronised",
         Grade::fail,
         {"đồng hồ chưa được chỉnh theo mạng: lịch đang chờ",
          "the clock is not synchronised: the week waits"},
         {"timedatectl set-ntp true, rồi xem timedatectl timesync-status; máy không "
          "có mạng mà giờ đúng thì ghi \"clock\": \"system\"",
          "timedatectl set-ntp true, then timedatectl timesync-status; where there is "
          "no network and the time is right, write \"clock\": \"system\""}});
  } else if (clock.synchronised && clock.error_us > kMostErrorUs) {
    findings.push_back(
        {"clock-loose",
         Grade::warn,
         {fmt::format("giờ theo mạng có thể lệch tới {} ms", clock.error_us / 1000),
          fmt::format("the network's time may be wrong by {} ms", clock.error_us / 1000)},
         {"chọn máy chủ giờ gần hơn", "choose a nearer time server"}});
  } else {
    findings.push_back(
        {"clock-ok",
         Grade::ok,
         {clock.synchronised ? "đồng hồ đã chỉnh theo mạng" : "đồng hồ được tin như cấu hình ghi",
          clock.synchronised ? "the clock is synchronised"
                             : "the clock is trusted, as configured"}});
  }
  if (clock.batteries == 0) {
    findings.push_back(
        {"clock-no-battery",
         clock.trust == base::ClockTrust::system ? Grade::fail : Grade::warn,
         {"máy không có pin đồng hồ: sau mất điện phải có mạng mới biết giờ",
          "no clock battery: after a power cut it knows the time only from the network"},
         clock.trust == base::ClockTrust::system
             ? base::Text{"ghi \"clock\": \"ntp\", hoặc lắp mô-đun đồng hồ (DS3231)",
                          "write \"clock\": \"ntp\", or fit a clock module (DS3231)"}
             : base::Text{"nơi hay mất mạng thì lắp mô-đun đồng hồ (DS3231)",
                          "where the network is often gone, fit a clock module (DS3231)"}});
  }
}

}  // namespace loa::doctor
