#include "centre/config.h"

#include "base/files.h"
#include "base/settings.h"
#include "centre/sql_postgres.h"

namespace loa::centre {
namespace {

using base::Fields;
namespace fs = std::filesystem;

constexpr unsigned short kPort = 8480;

std::string read_database(Fields& fields) {
  auto database = fields.string_or("database", "");
  if (database.empty()) return database;
  if (auto fault = fault_in_connection(database))
    fields.error("database", "bad-database", std::move(*fault));
  return database;
}

Config read_fields(Fields& fields, const std::string& file) {
  Config config;
  fields.find("$schema");  // for editors
  config.title = fields.text_or("title", config.title, 100);
  config.state = base::beside(file, fields.string_or("state", "/var/lib/loa-centre"));
  config.database = read_database(fields);
  config.zone = base::read_zone(fields);
  config.listen = protocol::read_listen(fields, kPort);
  protocol::read_listen_password(fields, config.listen);
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
