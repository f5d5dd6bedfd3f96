#include "centre/alarm_post.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <nlohmann/json.hpp>

#include "base/log_event.h"
#include "base/unicode.h"
#include "trust/log_proof.h"

extern char** environ;

namespace loa::centre {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds kHookPatience{20};
constexpr std::chrono::milliseconds kMailLook{200};
constexpr int kMailLooks = 100;  // 20 s, within what systemd waits for the end

// In words of 75 letters at most, none of which cuts one of the text's (RFC 2047).
std::string encoded_words(std::string_view text) {
  constexpr std::size_t kMost = 45;  // bytes
  std::string words;
  while (!text.empty()) {
    const auto next = base::utf8_start(text, kMost);
    words += (words.empty() ? "=?UTF-8?B?" : "\n =?UTF-8?B?") + base::to_base64(next) + "?=";
    text.remove_prefix(next.size());
  }
  return words;
}

// In lines of 76, as RFC 2045 has them.
std::string folded(const std::string& base64) {
  constexpr std::size_t kLine = 76;
  std::string lines;
  for (std::size_t at = 0; at < base64.size(); at += kLine)
    lines += base64.substr(at, kLine) + "\n";
  return lines;
}

// Starts `command` with `input`, which is shorter than a socket's buffer, so that sending does not
// wait. A command that ends without reading says by its exit status what became of it. Nothing
// where it cannot be started.
std::optional<pid_t> start_with_input(std::vector<std::string> command, const std::string& input) {
  int ends[2] = {-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return std::nullopt;
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
  std::vector<char*> argv;
  argv.reserve(command.size() + 1);
  for (auto& word : command) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t pid = 0;
  const int failed = ::posix_spawn(&pid, argv[0], &actions, nullptr, argv.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(ends[0]);
  if (failed == 0) ::send(ends[1], input.data(), input.size(), MSG_NOSIGNAL);
  ::close(ends[1]);
  return failed == 0 ? std::optional(pid) : std::nullopt;
}

using PostJson = nlohmann::ordered_json;

// Of several: how many.
base::Text headline(const std::vector<WordedAlarm>& alarms) {
  if (alarms.size() == 1) return alarms[0].words;
  return {fmt::format("{} việc cần người xem", alarms.size()),
          fmt::format("{} alarms need a person", alarms.size())};
}

PostJson message_of(const WordedAlarm& one) {
  const auto& alarm = one.alarm;
  return {{"station", alarm.key.station},
          {"code", alarm.key.code},
          {"subject", alarm.key.subject},
          {"detail", alarm.detail},
          {"since", base::to_rfc3339(alarm.since)},
          {"vi", one.words.vi},
          {"en", one.words.en}};
}

PostJson message_of(const std::vector<WordedAlarm>& alarms) {
  if (alarms.size() == 1) return message_of(alarms[0]);
  const auto words = headline(alarms);
  auto list = PostJson::array();
  for (const auto& one : alarms) list.push_back(message_of(one));
  return {{"vi", words.vi}, {"en", words.en}, {"alarms", std::move(list)}};
}

}  // namespace

std::string webhook_body(const std::vector<WordedAlarm>& alarms) {
  return message_of(alarms).dump(-1, ' ', false, PostJson::error_handler_t::replace);
}

std::string mail_of(const std::vector<WordedAlarm>& alarms, const std::string& from,
                    const std::vector<std::string>& to, base::Wall now) {
  const auto date = base::to_http_date(now);  // RFC 5322's but for the zone's old name
  const auto head = headline(alarms).vi;
  std::string text;
  for (const auto& [alarm, words] : alarms)
    text += fmt::format("{}{}\n{}\n\n{} {}\n{}\n", text.empty() ? "" : "\n\n", words.vi, words.en,
                        alarm.key.station, alarm.key.code, base::to_rfc3339(alarm.since));
  return fmt::format(
      "From: {}\nTo: {}\nDate: {} +0000\nSubject: {}\nAuto-Submitted: auto-generated\n"
      "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
      "Content-Transfer-Encoding: base64\n\n{}",
      from, fmt::join(to, ", "), date.substr(0, date.rfind(' ')),
      encoded_words("Loa: " + head.substr(0, head.find('\n'))), folded(base::to_base64(text)));
}

struct AlarmPost::Impl : std::enable_shared_from_this<Impl> {
  Impl(asio::io_context& io, const AlarmConfig& given, const base::SigningKey& signs,
       std::function<base::Wall()> time)
      : loop(io), config(given), key(signs), clock(std::move(time)), look(io) {
    if (config.webhook.empty()) return;
    const auto path_at = config.webhook.find('/', config.webhook.find("://") + 3);
    path = path_at == std::string::npos ? "/" : config.webhook.substr(path_at);
    protocol::TlsClientSource tls;
    if (config.webhook.starts_with("https:"))
      tls = [this] {
        protocol::TlsClient client;
        client.system_authorities = true;
        client.time = {clock(), clock()};
        return client;
      };
    client.emplace(loop, config.webhook.substr(0, path_at), std::move(tls));
  }

  void hook(const std::vector<WordedAlarm>& alarms, std::function<void(bool)> done) {
    auto request = protocol::signed_post(key, trust::centre_log(key.public_key).name, path,
                                         webhook_body(alarms));
    client->send(
        std::move(request), kHookPatience,
        [done = std::move(done), count = alarms.size()](const protocol::HttpResponse& answer) {
          const bool taken = answer.status >= 200 && answer.status < 300;
          if (!taken)
            base::log_event(base::LogLevel::warning, "webhook-failed",
                            {{"alarms", count},
                             {"status", answer.status},
                             {"answer", answer.body.substr(0, 200)}});
          done(taken);
        });
  }

  void mail(const std::vector<WordedAlarm>& alarms, std::function<void(bool)> done) {
    const auto pid = start_with_input(config.sendmail,
                                      mail_of(alarms, config.mail_from, config.mail_to, clock()));
    if (!pid) {
      base::log_event(base::LogLevel::warning, "mail-failed",
                      {{"alarms", alarms.size()}, {"program", config.sendmail.at(0)}});
      return asio::post(loop, [done = std::move(done)] { done(false); });
    }
    await_mail(*pid, kMailLooks, std::move(done));
  }

  void await_mail(pid_t pid, int looks, std::function<void(bool)> done) {
    look.expires_after(kMailLook);
    look.async_wait([self = shared_from_this(), pid, looks,
                     done = std::move(done)](const boost::system::error_code& error) mutable {
      int status = 0;
      if (error || ::waitpid(pid, &status, WNOHANG) != 0)
        return done(!error && WIFEXITED(status) && WEXITSTATUS(status) == 0);
      if (looks == 0) ::kill(pid, SIGKILL);
      self->await_mail(pid, looks - 1, std::move(done));
    });
  }

  asio::io_context& loop;
  const AlarmConfig config;
  const base::SigningKey& key;
  std::function<base::Wall()> clock;
  asio::steady_timer look;
  std::string path;
  std::optional<protocol::HttpClient> client;
};

AlarmPost::AlarmPost(asio::io_context& loop, const AlarmConfig& config, const base::SigningKey& key,
                     std::function<base::Wall()> clock)
    : impl_(std::make_shared<Impl>(loop, config, key, std::move(clock))) {}

AlarmPost::~AlarmPost() { impl_->look.cancel(); }

void AlarmPost::tell(Way way, const std::vector<WordedAlarm>& alarms,
                     std::function<void(bool)> done) {
  if (way == Way::webhook) return impl_->hook(alarms, std::move(done));
  impl_->mail(alarms, std::move(done));
}

}  // namespace loa::centre
