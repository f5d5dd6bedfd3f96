#include "daemon/centre_door.h"

namespace loa::daemon {

CentreDoor::CentreDoor(boost::asio::io_context& loop, const Config& config, const std::string& boot,
                       base::Timers& timers, Identity& identity, journal::Journal& journal,
                       std::function<protocol::StatusReport()> status)
    : config_(config), identity_(identity) {
  const auto& centre = config.centre;
  if (centre.url.empty()) return;
  link_ = std::make_unique<HttpLink>(loop, centre.url, identity);
  enrolment_ = std::make_unique<Enrolment>(EnrolmentSettings{centre.url, centre.token, config.name},
                                           timers, *link_, identity);
  UplinkSettings settings;
  settings.station = identity.station();
  settings.boot = boot;
  settings.first_contact_window = centre.first_contact_window;
  uplink_ = std::make_unique<Uplink>(settings, timers, *link_, journal, std::move(status));
  uplink_->on_known([this](bool known) {
    if (known) {
      enrolment_->known();
    } else {
      enrolment_->renew();
    }
  });
}

void CentreDoor::fetch_programmes(std::function<std::string()> have,
                                  std::function<void(const std::string&)> take) {
  if (uplink_) uplink_->fetch_programmes(std::move(have), std::move(take));
}

void CentreDoor::on_command(std::function<void(const std::string& envelope)> obey) {
  if (uplink_) uplink_->on_command(std::move(obey));
}

void CentreDoor::start() {
  if (enrolment_) enrolment_->start([this] { uplink_->start(); });
}

void CentreDoor::nudge() {
  if (uplink_) uplink_->nudge();
}

CentreView CentreDoor::view() const {
  CentreView view;
  view.url = config_.centre.url;
  if (!uplink_) return view;
  view.enrolment_error = enrolment_->error();
  view.enrolled = identity_.enrolled_at(config_.centre.url);
  view.uplink = uplink_->view();
  return view;
}

}  // namespace loa::daemon
