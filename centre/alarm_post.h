// The ways by which alarms go out: a webhook, and e-mail by the system's sendmail command.
#pragma once

#include <memory>

#include "centre/alarm_desk.h"
#include "centre/config.h"

namespace boost::asio {
class io_context;
}

namespace loa::centre {

// JSON as a webhook gets it: of one alarm, or of several. Pure.
std::string webhook_body(const std::vector<WordedAlarm>& alarms);
// A message (RFC 5322) in UTF-8, for sendmail -t. `from` and `to` are addresses. Pure.
std::string mail_of(const std::vector<WordedAlarm>& alarms, const std::string& from,
                    const std::vector<std::string>& to, base::Wall now);

// One thread, the loop's. By each way one message at a time.
class AlarmPost {
 public:
  // `key` signs the webhook's requests as stations' requests are signed (protocol::signed_text),
  // with the log's name as the station. The loop and the key outlive this.
  AlarmPost(boost::asio::io_context& loop, const AlarmConfig& config, const base::SigningKey& key,
            std::function<base::Wall()> clock);
  ~AlarmPost();
  AlarmPost(const AlarmPost&) = delete;
  AlarmPost& operator=(const AlarmPost&) = delete;

  // Only by a way that is configured.
  void tell(Way way, const std::vector<WordedAlarm>& alarms, std::function<void(bool)> done);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace loa::centre
