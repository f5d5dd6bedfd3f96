#include "daemon/enrolment.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "base/log.h"
#include "protocol/certificate.h"
#include "protocol/messages.h"

namespace loa::daemon {
namespace {

constexpr base::Duration kFirstPause = std::chrono::seconds{1};
constexpr base::Duration kLongestPause = std::chrono::minutes{5};

std::string pin_text(const protocol::EnrolToken& token) {
  return token.pin ? base::to_hex(*token.pin) : "";
}

}  // namespace

bool is_enrolled(const Identity& identity, const EnrolmentSettings& settings) {
  const auto& member = identity.membership();
  return member.url == settings.url &&
         (!settings.token.pin || member.pin == pin_text(settings.token));
}

protocol::TlsClient tls_client(const Identity& identity, const EnrolmentSettings& settings,
                               protocol::TimeBounds time) {
  const auto& member = identity.membership();
  protocol::TlsClient client;
  client.time = time;
  client.pin =
      settings.token.pin.value_or(base::sha256_from_hex(member.pin).value_or(base::Sha256{}));
  if (is_enrolled(identity, settings) && !member.certificate.empty())
    client.identity = {member.certificate, protocol::to_pem(identity.key())};
  return client;
}

std::optional<base::Wall> time_told(const Identity& identity,
                                    const std::optional<protocol::SignedTime>& time) {
  const bool right =
      time && protocol::is_signed_for(identity.membership().key, identity.station(), *time);
  return right ? std::optional(time->wall) : std::nullopt;
}

struct Enrolment::Impl : std::enable_shared_from_this<Enrolment::Impl> {
  Impl(EnrolmentSettings s, base::Timers& t, Link& l, Identity& i)
      : settings(std::move(s)), timers(t), link(l), identity(i) {}

  EnrolmentSettings settings;
  base::Timers& timers;
  Link& link;
  Identity& identity;
  std::function<void()> done;
  std::function<void(base::Wall)> told;
  std::string error;
  base::Duration pause = kFirstPause;
  base::Timers::Id timer = 0;
  bool asking = false;  // a question is out, or one is due

  void ask() {
    error = lacking();
    if (!error.empty()) return;
    asking = true;
    const auto& key = identity.key().public_key;
    const protocol::EnrolRequest request{
        settings.token.secret,
        base::to_base64({reinterpret_cast<const char*>(key.data()), key.size()}), settings.name};
    link.post({"/v1/enrol", protocol::to_json(request)},
              [weak = weak_from_this()](const LinkAnswer& answer) {
                if (const auto self = weak.lock()) self->answered(answer);
              });
  }

  std::string lacking() const {
    if (settings.token.secret.empty()) return "no-token";
    return settings.url.starts_with("https:") && !settings.token.pin ? "no-pin" : "";
  }

  void answered(const LinkAnswer& answer) {
    if (!asking) return;
    error = judge(answer);
    if (error.empty()) {
      rest();
      done();
      return;
    }
    base::log(base::LogLevel::warning, fmt::format("enrolment: {} (HTTP {}: {})", error,
                                                   answer.status, answer.body.substr(0, 200)));
    timer = timers.at(timers.now().steady + pause, [this] { ask(); });
    pause = std::min(pause * 2, kLongestPause);
  }

  void rest() {
    timers.cancel(timer);
    timer = 0;
    asking = false;
    pause = kFirstPause;
    error.clear();
  }

  std::string judge(const LinkAnswer& answer) {
    if (answer.status == 0 || answer.status >= 500) return "unreachable";
    const auto response = protocol::enrol_response_from(answer.body);
    if (answer.status != 200 || !response) return "refused";
    // The journal's rows carry the id already: a centre that wants another one cannot be served.
    if (response->station != identity.station()) return "other-id";
    try {
      identity.join(
          {settings.url, pin_text(settings.token), response->certificate, response->centre_key});
      link.reconnect();
    } catch (const std::system_error& e) {
      // The centre answers the same again: what is not kept would be asked for without end.
      base::log(base::LogLevel::error, e.what());
      return "disk-full";
    }
    const auto now = time_told(identity, response->time);
    if (now && told) told(*now);
    return "";
  }
};

Enrolment::Enrolment(EnrolmentSettings settings, base::Timers& timers, Link& link,
                     Identity& identity)
    : impl_(std::make_shared<Impl>(std::move(settings), timers, link, identity)) {}

Enrolment::~Enrolment() { impl_->timers.cancel(impl_->timer); }

void Enrolment::start(std::function<void()> done) {
  impl_->done = std::move(done);
  if (is_enrolled(impl_->identity, impl_->settings)) {
    impl_->done();
  } else {
    impl_->ask();
  }
}

void Enrolment::on_time(std::function<void(base::Wall)> told) { impl_->told = std::move(told); }

void Enrolment::renew() {
  if (!impl_->asking) impl_->ask();
}

void Enrolment::known() { impl_->rest(); }

const std::string& Enrolment::error() const { return impl_->error; }

}  // namespace loa::daemon
