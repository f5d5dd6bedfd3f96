// The machine's clock, who sets it right, and time zones.
#include <fmt/format.h>

#include <algorithm>

#include "cli/doctor/judge.h"

namespace loa::doctor {
namespace {

using base::Text;

// NTP on a bad 4G line is good to some 100 ms; more is heard between neighbouring stations.
constexpr std::int64_t kMostErrorUs = 500'000;

// Who sets the clock, and what keeps it over a power cut.
Text source_of(const ClockFacts& clock) {
  Text text{"không có dịch vụ chỉnh giờ nào chạy", "no time service runs"};
  if (!clock.service.empty()) {
    const bool named = !clock.servers.empty();
    text = {fmt::format("{}, {}", clock.service,
                        named ? "máy chủ đã ghi: " + clock.servers : "máy chủ mặc định"),
            fmt::format("{}, {}", clock.service,
                        named ? "servers as configured: " + clock.servers : "its default servers")};
  }
  if (clock.battery.empty()) return text;
  return {text.vi + "; pin đồng hồ " + clock.battery, text.en + "; clock battery " + clock.battery};
}

Text with_source(const Text& text, const ClockFacts& clock) {
  const auto source = source_of(clock);
  return {fmt::format("{} ({})", text.vi, source.vi), fmt::format("{} ({})", text.en, source.en)};
}

Text how_to_name_a_server(const std::string& service) {
  if (service == "chrony") {
    return {
        "ghi dòng “server TÊN iburst” vào /etc/chrony/sources.d/may-chu-gio.sources, rồi "
        "chronyc reload sources",
        "write “server NAME iburst” to /etc/chrony/sources.d/time-server.sources, then chronyc "
        "reload sources"};
  }
  if (service == "ntpd") {
    return {"ghi dòng “server TÊN iburst” vào /etc/ntpsec/ntp.conf, rồi systemctl restart ntpsec",
            "write “server NAME iburst” to /etc/ntpsec/ntp.conf, then systemctl restart ntpsec"};
  }
  return {
      "ghi hai dòng “[Time]” và “NTP=TÊN” vào /etc/systemd/timesyncd.conf.d/may-chu-gio.conf, "
      "rồi systemctl restart systemd-timesyncd",
      "write the lines “[Time]” and “NTP=NAME” to "
      "/etc/systemd/timesyncd.conf.d/time-server.conf, then systemctl restart "
      "systemd-timesyncd"};
}

Text how_to_synchronise(const ClockFacts& clock) {
  const Text system{"máy không có mạng mà giờ đúng thì ghi \"clock\": \"system\"",
                    "where there is no network and the time is right, write \"clock\": \"system\""};
  Text first{"timedatectl set-ntp true, rồi xem timedatectl timesync-status",
             "timedatectl set-ntp true, then timedatectl timesync-status"};
  if (clock.service.empty()) {
    first = {"apt install systemd-timesyncd, rồi " + first.vi,
             "apt install systemd-timesyncd, then " + first.en};
  } else if (clock.service == "chrony") {
    first = {"xem mạng, và chronyc sources", "look at the network, and at chronyc sources"};
  } else if (clock.service == "ntpd") {
    first = {"xem mạng, và ntpq -p", "look at the network, and at ntpq -p"};
  }
  return {first.vi + "; " + system.vi, first.en + "; " + system.en};
}

void judge_time(const ClockFacts& clock, Findings& findings) {
  if (clock.now < clock.built) {
    findings.push_back({"clock-wrong",
                        Grade::fail,
                        {"đồng hồ chỉ giờ đã qua từ lâu: " + base::to_rfc3339(clock.now),
                         "the clock shows a time long gone: " + base::to_rfc3339(clock.now)},
                        {"nối mạng để lấy giờ, hoặc đặt giờ: timedatectl set-time",
                         "connect it to take the time, or set it: timedatectl set-time"}});
  } else if (clock.trust == base::ClockTrust::ntp && !clock.synchronised) {
    findings.push_back({"clock-unsynchronised", Grade::fail,
                        with_source({"đồng hồ chưa được chỉnh theo mạng: lịch đang chờ",
                                     "the clock is not synchronised: the week waits"},
                                    clock),
                        how_to_synchronise(clock)});
  } else if (clock.synchronised && clock.error_us > kMostErrorUs) {
    const auto how = how_to_name_a_server(clock.service);
    findings.push_back(
        {"clock-loose",
         Grade::warn,
         with_source(
             {fmt::format("giờ theo mạng có thể lệch tới {} ms", clock.error_us / 1000),
              fmt::format("the network's time may be wrong by {} ms", clock.error_us / 1000)},
             clock),
         {"chọn máy chủ giờ gần hơn: " + how.vi, "choose a nearer time server: " + how.en}});
  } else {
    findings.push_back({"clock-ok", Grade::ok,
                        with_source({clock.synchronised ? "đồng hồ đã chỉnh theo mạng"
                                                        : "đồng hồ được tin như cấu hình ghi",
                                     clock.synchronised ? "the clock is synchronised"
                                                        : "the clock is trusted, as configured"},
                                    clock)});
  }
}

// "UTC+07:00"
std::string written(std::chrono::seconds offset) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(offset).count();
  const auto far = minutes < 0 ? -minutes : minutes;
  return fmt::format("UTC{}{:02}:{:02}", minutes < 0 ? '-' : '+', far / 60, far % 60);
}

Finding zone_missing(const ZoneFacts& zone) {
  if (!zone.has_data) {
    return {"zone-missing",
            Grade::fail,
            {"không đọc được dữ liệu múi giờ (/usr/share/zoneinfo): đài không tính được giờ phát",
             "the time zone data (/usr/share/zoneinfo) cannot be read: no start can be told"},
            {"apt install --reinstall tzdata", "apt install --reinstall tzdata"}};
  }
  return {
      "zone-missing",
      Grade::fail,
      {"máy không biết múi giờ ghi trong cấu hình",
       "this machine does not know the time zone of the configuration"},
      {"xem tên đúng: timedatectl list-timezones; ở Việt Nam ghi \"zone\": \"Asia/Ho_Chi_Minh\"",
       "see the names: timedatectl list-timezones; Vietnam's is \"zone\": "
       "\"Asia/Ho_Chi_Minh\""}};
}

Finding zone_compared(const ZoneFacts& zone) {
  const auto here = written(zone.offset.value());
  if (!zone.machine_offset || zone.machine_offset == zone.offset) {
    return {"zone-ok",
            Grade::ok,
            {fmt::format("múi giờ {} ({})", zone.name, here),
             fmt::format("time zone {} ({})", zone.name, here)}};
  }
  const auto there = written(*zone.machine_offset);
  return {"zone-differs",
          Grade::warn,
          {fmt::format("đài theo múi giờ {} ({}), còn máy đặt {} ({})", zone.name, here,
                       zone.machine, there),
           fmt::format("the station's time zone is {} ({}), the machine's is {} ({})", zone.name,
                       here, zone.machine, there)},
          {"lịch vẫn phát theo múi giờ của đài, nhưng nhật ký hệ thống ghi giờ khác: timedatectl "
           "set-timezone " +
               zone.name,
           "the week goes by the station's, but the system's log has other hours: timedatectl "
           "set-timezone " +
               zone.name}};
}

bool is_of_zone(const base::Problem& problem) { return problem.code == "zone-unknown"; }

}  // namespace

void judge_clock(const ClockFacts& clock, Findings& findings) {
  judge_time(clock, findings);
  if (clock.batteries > 0) return;
  const bool relied_on = clock.trust == base::ClockTrust::system;
  findings.push_back(
      {"clock-no-battery",
       relied_on ? Grade::fail : Grade::warn,
       {"máy không có pin đồng hồ: sau mất điện phải có mạng mới biết giờ",
        "no clock battery: after a power cut it knows the time only from the network"},
       relied_on ? Text{"ghi \"clock\": \"ntp\", hoặc lắp mô-đun đồng hồ (DS3231)",
                        "write \"clock\": \"ntp\", or fit a clock module (DS3231)"}
                 : Text{"nơi hay mất mạng thì lắp mô-đun đồng hồ (DS3231)",
                        "where the network is often gone, fit a clock module (DS3231)"}});
}

void judge_zone(const Facts& facts, Findings& findings) {
  const bool unknown = std::ranges::any_of(facts.config_problems, is_of_zone) ||
                       (facts.configured && !facts.zone.offset);
  if (!facts.zone.has_data || unknown) {
    findings.push_back(zone_missing(facts.zone));
  } else if (facts.configured) {
    findings.push_back(zone_compared(facts.zone));
  }
}

}  // namespace loa::doctor
