#include "daemon/certificate_keeper.h"

#include <fmt/format.h>

#include <system_error>
#include <utility>

#include "base/log.h"
#include "protocol/certificate.h"
#include "protocol/messages.h"

namespace loa::daemon {
namespace {

constexpr base::Duration kLookEvery = std::chrono::hours{1};

bool is_due(const std::string& certificate, const base::Now& now) {
  const auto facts = protocol::read_certificate(certificate);
  if (!facts || !base::trusted(now.quality)) return false;
  const auto life = facts->validity.until - facts->validity.from;
  return now.wall >= facts->validity.from + life / 3 * 2;
}

bool is_for(const std::string& certificate, const Identity& identity) {
  const auto facts = protocol::read_certificate(certificate);
  const auto& key = identity.key().public_key;
  return facts && facts->name == identity.station() &&
         facts->public_key ==
             std::string_view(reinterpret_cast<const char*>(key.data()), key.size());
}

}  // namespace

struct CertificateKeeper::Impl : std::enable_shared_from_this<Impl> {
  Impl(base::Timers& t, Link& l, Identity& i) : timers(t), link(l), identity(i) {}

  void start() {
    const auto& member = identity.membership();
    if (!member.certificate.empty() && member.key.empty()) ask();
    look();
  }

  void look() {
    if (is_due(identity.membership().certificate, timers.now())) ask();
    timer = timers.at(timers.now().steady + kLookEvery, [this] { look(); });
  }

  void ask() {
    if (std::exchange(asking, true)) return;
    link.post({"/v1/certificate", "{}"}, [weak = weak_from_this()](const LinkAnswer& answer) {
      if (const auto self = weak.lock()) self->answered(answer);
    });
  }

  void answered(const LinkAnswer& answer) {
    asking = false;
    const auto response = protocol::enrol_response_from(answer.body);
    if (answer.status != 200 || !response || !is_for(response->certificate, identity)) {
      base::log(base::LogLevel::warning, fmt::format("no new certificate (HTTP {}: {})",
                                                     answer.status, answer.body.substr(0, 200)));
      return;
    }
    auto member = identity.membership();
    member.certificate = response->certificate;
    member.key = response->centre_key;
    try {
      identity.join(std::move(member));
    } catch (const std::system_error& error) {
      base::log(base::LogLevel::error, error.what());
      return;
    }
    base::log(base::LogLevel::info, "the centre has given a new certificate");
    link.reconnect();
  }

  base::Timers& timers;
  Link& link;
  Identity& identity;
  base::Timers::Id timer = 0;
  bool asking = false;
};

CertificateKeeper::CertificateKeeper(base::Timers& timers, Link& link, Identity& identity)
    : impl_(std::make_shared<Impl>(timers, link, identity)) {}

CertificateKeeper::~CertificateKeeper() { impl_->timers.cancel(impl_->timer); }

void CertificateKeeper::start() { impl_->start(); }

void CertificateKeeper::renew() { impl_->ask(); }

}  // namespace loa::daemon
