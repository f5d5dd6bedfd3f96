#include "centre/config.h"

#include <algorithm>

#include "base/files.h"
#include "base/settings.h"
#include "centre/sql_postgres.h"
#include "protocol/http_rules.h"

namespace loa::centre {
namespace {

using base::Fields;
namespace fs = std::filesystem;

constexpr unsigned short kPort = 8480;
constexpr unsigned short kMediaPort = 8481;
constexpr std::size_t kMostWords = 20;
constexpr std::size_t kMostWitnesses = 16;

std::string read_database(Fields& fields) {
  auto database = fields.string_or("database", "");
  if (database.empty()) return database;
  if (auto fault = fault_in_connection(database))
    fields.error("database", "bad-database", std::move(*fault));
  return database;
}

// What goes into a header or to a program: printable, without spaces.
bool is_plain(const std::string& text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

bool is_address(const std::string& text) {
  return is_plain(text) && text.find('@') != std::string::npos &&
         text.find_first_of(",;<>\"") == std::string::npos;
}

std::string read_webhook(Fields& fields) {
  auto url = fields.string_or("webhook", "");
  if (url.empty()) return url;
  const auto path = url.find('/', std::min(url.size(), url.find("://") + 3));
  const auto origin = protocol::parse_origin(url.substr(0, path));
  if (!is_plain(url) || !origin || !protocol::is_private(*origin))
    fields.error("webhook", "bad-webhook",
                 {"phải là địa chỉ https:// (http:// chỉ cho chính máy này)",
                  "must be an https:// address (http:// only for this machine)"});
  return url;
}

AlarmConfig read_alarms(Fields& fields) {
  AlarmConfig alarms;
  alarms.webhook = read_webhook(fields);
  alarms.mail_from = fields.string_or("mailFrom", "");
  alarms.mail_to = fields.strings_or_empty("mailTo", kMostWords);
  if (fields.has("sendmail")) alarms.sendmail = fields.strings_or_empty("sendmail", kMostWords);
  const bool right = std::ranges::all_of(alarms.mail_to, is_address);
  if (!right || (!alarms.mail_to.empty() && !is_address(alarms.mail_from)))
    fields.error(
        "mailTo", "bad-address",
        {"mailTo và mailFrom phải là địa chỉ thư", "mailTo and mailFrom must be addresses"});
  if (alarms.sendmail.empty() || !alarms.sendmail[0].starts_with('/'))
    fields.error("sendmail", "bad-command",
                 {"phải bắt đầu bằng đường dẫn đầy đủ của chương trình",
                  "must begin with the whole path of a program"});
  return alarms;
}

std::optional<MediaListen> read_media_listen(Fields& fields) {
  if (!fields.has("mediaListen")) return std::nullopt;
  auto inner = fields.object("mediaListen");
  MediaListen listen;
  listen.address = inner.string_or("address", "127.0.0.1", 64);
  listen.port = static_cast<unsigned short>(inner.integer_or("port", kMediaPort, 0, 65535));
  inner.finish();
  return listen;
}

std::vector<trust::LogKey> read_witnesses(Fields& fields) {
  std::vector<trust::LogKey> witnesses;
  const auto given = fields.strings_or_empty("witnesses", kMostWitnesses);
  for (std::size_t i = 0; i < given.size(); ++i) {
    auto key = trust::witness_key_from(given[i]);
    const bool twice =
        key && std::ranges::find(witnesses, key->key, &trust::LogKey::key) != witnesses.end();
    if (!key || twice)
      fields.error("witnesses", i, twice ? "same-witness" : "bad-witness",
                   twice ? base::Text{"khóa này đã có ở trên", "this key stands above already"}
                         : base::Text{"không phải khóa của máy làm chứng (loa key show --witness)",
                                      "is no witness's key (loa key show --witness)"});
    else
      witnesses.push_back(std::move(*key));
  }
  return witnesses;
}

Config read_fields(Fields& fields, const std::string& file) {
  Config config;
  config.file = file;
  fields.find("$schema");  // for editors
  config.title = fields.text_or("title", config.title, 100);
  config.state = base::beside(file, fields.string_or("state", "/var/lib/loa-centre"));
  config.database = read_database(fields);
  config.zone = base::read_zone(fields);
  config.listen = protocol::read_listen(fields, kPort);
  protocol::read_listen_password(fields, config.listen);
  config.media_listen = read_media_listen(fields);
  if (fields.has("witnesses")) config.witnesses = read_witnesses(fields);
  if (fields.has("alarms")) {
    auto inner = fields.object("alarms");
    config.alarms = read_alarms(inner);
    inner.finish();
  }
  fields.finish();
  return config;
}

}  // namespace

Config config_from(std::string_view text, const std::string& file) {
  Config config;
  base::read_settings(text, file, [&](Fields& fields) { config = read_fields(fields, file); });
  return config;
}

Config read_config(const fs::path& file) {
  return config_from(base::read_file(file, base::kMaxSettings), file.string());
}

}  // namespace loa::centre
