// The way to the centre.
#include <fmt/format.h>

#include <chrono>

#include "cli/doctor/judge.h"

namespace loa::doctor {
namespace {

using std::chrono::seconds;

// A minute's difference makes the centre doubt times (docs/protocol.md).
constexpr base::Duration kMostApart = seconds{60};
// Date headers count whole seconds, and the answer takes its time.
constexpr base::Duration kNoticed = seconds{5};
constexpr base::Duration kServerSoon = std::chrono::hours{24 * 30};
constexpr base::Duration kPageSoon = std::chrono::hours{24 * 30};
constexpr std::uint64_t kMegabyteOfMedia = 1'000'000;

void judge_difference(base::Duration ahead, Findings& findings) {
  const auto apart =
      std::chrono::duration_cast<seconds>(ahead < base::Duration{0} ? -ahead : ahead);
  if (apart < kNoticed) return;
  const bool behind = ahead > base::Duration{0};
  findings.push_back({"centre-clock",
                      apart >= kMostApart ? Grade::fail : Grade::warn,
                      {fmt::format("đồng hồ của đài {} hơn trung tâm {} giây",
                                   behind ? "chậm" : "nhanh", apart.count()),
                       fmt::format("the station's clock is {} seconds {} the centre's",
                                   apart.count(), behind ? "behind" : "ahead of")},
                      {"xem mục đồng hồ; nếu đài đúng thì báo trung tâm",
                       "see the clock; if the station is right, tell the centre"}});
}

Finding enrolment(const CentreFacts& centre) {
  if (centre.enrolled) {
    return {"centre-enrolled",
            Grade::ok,
            {"trung tâm đã biết đài này", "the centre knows this station"}};
  }
  return {
      "centre-not-enrolled",
      Grade::warn,
      {"đài chưa ghi danh với trung tâm", "the station is not enrolled with the centre"},
      centre.has_token
          ? base::Text{"khởi động đài, chờ một phút; vẫn thế thì xin mã ghi danh mới",
                       "start the station and wait a minute; if it stays so, ask for a new token"}
          : base::Text{"xin mã ghi danh của trung tâm (loa-centre token), ghi vào centre.token",
                       "ask the centre for a token (loa-centre token), write it to centre.token"}};
}

Finding in_the_open(const CentreFacts& centre) {
  return {
      "centre-plain-http",
      Grade::fail,
      {fmt::format("đài không gửi gì tới {}: ngoài máy này chỉ dùng https://", centre.url),
       fmt::format("nothing is sent to {}: beyond this machine it must be https://", centre.url)},
      {"đổi centre.url thành https:// và xin mã ghi danh mới (loa-centre token)",
       "make centre.url https:// and ask for a new token (loa-centre token)"}};
}

std::string day_until(base::Wall until) { return base::to_rfc3339(until).substr(0, 10); }

// The station asks for a new one each hour when two thirds of its life are over; after five sixths
// something is in the way. A clock that is wrong shows here as well.
Finding certificate(const CentreFacts& centre, base::Wall now) {
  const auto until = centre.certificate_until.value();
  const auto day = day_until(until);
  if (now >= until) {
    return {
        "centre-certificate-over",
        Grade::warn,
        {"chứng thư của đài đã hết hạn ngày " + day, "the station's certificate ended on " + day},
        {"xem đồng hồ; đài tự xin chứng thư mới khi gặp được trung tâm",
         "look at the clock; the station gets a new one when it reaches the centre"}};
  }
  const auto life = until - centre.certificate_from.value_or(until);
  if (until - now < life / 6) {
    return {"centre-certificate-expires",
            Grade::warn,
            {fmt::format("chứng thư của đài hết hạn ngày {} mà chưa được đổi", day),
             fmt::format("the station's certificate ends on {} and was not renewed", day)},
            {"xem đồng hồ, đường tới trung tâm, và journalctl -u loa-station | grep certificate",
             "look at the clock, the way to the centre, and journalctl -u loa-station | grep "
             "certificate"}};
  }
  return {"centre-certificate",
          Grade::ok,
          {"chứng thư của đài còn đến " + day, "the station's certificate lasts until " + day}};
}

// The centre renews its own by itself, most of a year before.
void judge_server(base::Wall until, base::Wall now, Findings& findings) {
  if (until - now > kServerSoon) return;
  const auto day = day_until(until);
  const base::Text remedy{
      "nếu đồng hồ của đài đúng thì báo trung tâm: systemctl restart loa-centre",
      "if the station's clock is right tell the centre: systemctl restart "
      "loa-centre"};
  if (now >= until) {
    findings.push_back({"centre-server-over",
                        Grade::warn,
                        {fmt::format("chứng thư của trung tâm đã hết hạn ngày {}: đài không gửi gì "
                                     "tới đó",
                                     day),
                         fmt::format("the centre's certificate ended on {}: the station sends "
                                     "nothing there",
                                     day)},
                        remedy});
    return;
  }
  findings.push_back(
      {"centre-server-expires",
       Grade::warn,
       {"chứng thư của trung tâm hết hạn ngày " + day, "the centre's certificate ends on " + day},
       remedy});
}

void judge_upload(const StationFacts& station, Findings& findings) {
  if (!station.running) return;
  const auto last = station.centre_last_answer.empty() ? "-" : station.centre_last_answer;
  const bool goes = station.centre_connected;
  findings.push_back({goes ? "centre-upload" : "centre-upload-waits",
                      goes ? Grade::ok : Grade::warn,
                      {fmt::format("lần cuối trung tâm trả lời: {}; còn {} dòng nhật ký chưa gửi",
                                   last, station.unacknowledged),
                       fmt::format("the centre's last answer: {}; {} rows of the journal to send",
                                   last, station.unacknowledged)},
                      goes ? base::Text{}
                           : base::Text{"đài giữ nhật ký và tự gửi bù; vẫn thế sau một giờ thì xem "
                                        "mạng, và journalctl -u loa-station",
                                        "the station keeps the rows and sends them later; if it "
                                        "stays so for an hour, look at the network, and at "
                                        "journalctl -u loa-station"}});
}

void judge_media_fetching(const StationFacts& station, Findings& findings) {
  if (!station.running || station.media_files == 0) return;
  const auto megabytes = (station.media_bytes + kMegabyteOfMedia - 1) / kMegabyteOfMedia;
  const bool absent = station.media_problem == "absent";
  const base::Text words{
      fmt::format("đang tải {} tệp âm thanh từ trung tâm, còn {} MB{}", station.media_files,
                  megabytes, absent ? "; có tệp trung tâm chưa có" : ""),
      fmt::format("{} audio files are coming from the centre, {} MB to go{}", station.media_files,
                  megabytes, absent ? "; some the centre has not got" : "")};
  if (station.media_problem.empty()) {
    findings.push_back({"centre-media", Grade::ok, words});
    return;
  }
  findings.push_back({"centre-media-waits", Grade::warn, words,
                      absent ? base::Text{"ở trung tâm: loa-centre media GÓI THƯ-MỤC",
                                          "at the centre: loa-centre media BUNDLE FOLDER"}
                             : base::Text{"xem mạng; đứt thì đài tự tải tiếp",
                                          "look at the network; the station goes on by itself"}});
}

}  // namespace

void judge_centre(const Facts& facts, Findings& findings) {
  const auto& centre = facts.centre;
  if (centre.url.empty()) {
    findings.push_back(
        {"centre-none",
         Grade::ok,
         {"đài chạy một mình, không có trung tâm", "the station works without a centre"}});
    return;
  }
  if (centre.in_the_open) {
    findings.push_back(in_the_open(centre));
    return;
  }
  if (centre.answers) {
    findings.push_back(
        {"centre-ok",
         Grade::ok,
         {"trung tâm " + centre.url + " trả lời", "the centre " + centre.url + " answers"}});
    if (centre.ahead) judge_difference(*centre.ahead, findings);
    if (centre.server_until) judge_server(*centre.server_until, facts.clock.now, findings);
  } else {
    findings.push_back(
        {"centre-unreachable",
         Grade::warn,
         {fmt::format("không tới được trung tâm {} ({})", centre.url, centre.why_not),
          fmt::format("the centre {} cannot be reached ({})", centre.url, centre.why_not)},
         {"xem mạng, SIM 4G, địa chỉ; đài vẫn phát và gửi bù sau",
          "look at the network and the address; the station plays on and sends later"}});
  }
  findings.push_back(enrolment(centre));
  if (centre.certificate_until) findings.push_back(certificate(centre, facts.clock.now));
  judge_upload(facts.station, findings);
  judge_media_fetching(facts.station, findings);
}

// A running station makes a new one most of a year before.
void judge_page(const PageFacts& page, base::Wall now, Findings& findings) {
  if (!page.tls || page.fingerprint.empty()) return;
  const auto until = page.until.value_or(base::Wall::max());
  const auto day = page.until ? day_until(until) : "";
  const base::Text remedy{
      "xem đồng hồ; đúng giờ thì khởi động lại đài, nó tự làm chứng thư mới: systemctl restart "
      "loa-station",
      "look at the clock; if it is right restart the station, which makes a new one: systemctl "
      "restart loa-station"};
  if (now >= until) {
    findings.push_back(
        {"page-certificate-over",
         Grade::warn,
         {"chứng thư của trang đã hết hạn ngày " + day, "the page's certificate ended on " + day},
         remedy});
  } else if (until - now < kPageSoon) {
    findings.push_back(
        {"page-certificate-expires",
         Grade::warn,
         {"chứng thư của trang hết hạn ngày " + day, "the page's certificate ends on " + day},
         remedy});
  }
  findings.push_back(
      {"page-certificate",
       Grade::ok,
       {fmt::format("trang mở bằng HTTPS, chứng thư đến {}, dấu SHA-256 {}", day, page.fingerprint),
        fmt::format("the page is served by HTTPS, certificate until {}, SHA-256 {}", day,
                    page.fingerprint)}});
}

}  // namespace loa::doctor
