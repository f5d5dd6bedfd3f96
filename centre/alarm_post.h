// The ways by which alarms go out: a webhook, and e-mail by the system's sendmail command.
#pragma once

#include <memory>

#include "centre/alarm_desk.h"
#include "centre/config.h"

namespace boost::asio {
class io_context;
}

namespace loa::centre {

// "" or JSON of an alarm as a webhook gets it. Pure.
std::string webhook_body(const Alarm& alarm, const base::Text& words);
// A message (RFC 5322) in UTF-8, for sendmail -t. `from` and `to` are addresses. Pure.
std::string mail_of(const Alarm& alarm, const base::Text& words, const std::string& from,
                    const std::vector<std::string>& to, base::Wall now);

// One thread, the loop's. Each alarm goes by all ways that are configured; it has arrived when all
// have taken it, so one that fails may have it told twice by the other.
class AlarmPost {
 public:
  // `key` signs the webhook's requests as stations' requests are signed (protocol::signed_text),
  // with the log's name as the station. The loop and the key outlive this.
  AlarmPost(boost::asio::io_context& loop, const AlarmConfig& config, const base::SigningKey& key,
            std::function<base::Wall()> clock);
  ~AlarmPost();
  AlarmPost(const AlarmPost&) = delete;
  AlarmPost& operator=(const AlarmPost&) = delete;

  void tell(const Alarm& alarm, const base::Text& words, const std::function<void(bool)>& done);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace loa::centre
