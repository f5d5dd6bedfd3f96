#include "daemon/centre_door.h"

#include "base/log.h"
#include "daemon/clock_floor.h"
#include "protocol/http_rules.h"

namespace loa::daemon {
namespace {

bool in_the_open(const std::string& url) {
  const auto origin = protocol::parse_origin(url);
  return !origin || !protocol::is_private(*origin);
}

}  // namespace

CentreDoor::CentreDoor(boost::asio::io_context& loop, const Config& config, const std::string& boot,
                       base::Timers& timers, Identity& identity, journal::Journal& journal,
                       std::function<protocol::StatusReport()> status)
    : config_(config),
      identity_(identity),
      enrolment_settings_{config.centre.url, protocol::enrol_token_from(config.centre.token),
                          config.name} {
  const auto& centre = config.centre;
  if (centre.url.empty()) return;
  if (in_the_open(centre.url)) {
    base::log(base::LogLevel::error,
              base::Text{"không gửi gì tới " + centre.url +
                             ": ngoài máy này trung tâm phải có địa chỉ https://",
                         "nothing is sent to " + centre.url +
                             ": beyond this machine the centre's address must be https://"}
                  .shown());
    return;
  }
  const auto tls = [this, &timers, &journal] {
    return tls_client(identity_, enrolment_settings_,
                      certificate_time(timers.now(), certificate_floor(journal)));
  };
  link_ = std::make_unique<HttpLink>(loop, centre.url, identity, tls);
  media_ = std::make_unique<HttpMediaOrigin>(loop, centre.url, identity, tls);
  if (!centre.media_cache.empty()) {
    cache_ = std::make_unique<HttpMediaOrigin>(loop, centre.media_cache);
    cached_ = std::make_unique<CachedMediaOrigin>(timers, *cache_, *media_);
  }
  enrolment_ = std::make_unique<Enrolment>(enrolment_settings_, timers, *link_, identity);
  certificates_ = std::make_unique<CertificateKeeper>(timers, *link_, identity);
  UplinkSettings settings;
  settings.station = identity.station();
  settings.boot = boot;
  settings.first_contact_window = centre.first_contact_window;
  settings.key = &identity.key();
  settings.centre_key = [this] { return identity_.membership().key; };
  uplink_ = std::make_unique<Uplink>(settings, timers, *link_, journal, std::move(status));
  uplink_->on_known([this](bool known) {
    if (known) {
      enrolment_->known();
    } else {
      enrolment_->renew();
    }
  });
  uplink_->on_certificate_wanted([this] { certificates_->renew(); });
}

void CentreDoor::fetch_programmes(std::function<std::string()> have,
                                  std::function<void(const std::string&)> take) {
  if (uplink_) uplink_->fetch_programmes(std::move(have), std::move(take));
}

void CentreDoor::on_command(std::function<bool(const std::string& envelope)> obey) {
  if (uplink_) uplink_->on_command(std::move(obey));
}

void CentreDoor::on_time(const std::function<void(base::Wall)>& told) {
  if (!uplink_) return;
  enrolment_->on_time(told);
  uplink_->on_time([this, told](const protocol::SignedTime& time) {
    if (const auto now = time_told(identity_, time)) told(*now);
  });
}

void CentreDoor::on_row_refused(
    std::function<void(std::uint64_t epoch, std::uint64_t seq)> callback) {
  if (uplink_) uplink_->on_row_refused(std::move(callback));
}

void CentreDoor::start() {
  if (!enrolment_) return;
  enrolment_->start([this] { uplink_->start(); });
  certificates_->start();
}

void CentreDoor::nudge() {
  if (uplink_) uplink_->nudge();
}

CentreView CentreDoor::view() const {
  CentreView view;
  view.url = config_.centre.url;
  if (!uplink_) {
    if (!view.url.empty()) view.enrolment_error = "plain-http";
    return view;
  }
  view.enrolment_error = enrolment_->error();
  view.enrolled = is_enrolled(identity_, enrolment_settings_);
  view.uplink = uplink_->view();
  return view;
}

}  // namespace loa::daemon
