#include "protocol/listen_config.h"

#include <fmt/format.h>

namespace loa::protocol {
namespace {

constexpr std::size_t kShortestPassword = 12;

void check_password(base::Fields& fields, const ListenConfig& listen) {
  if (!listen.password.empty() && listen.password.size() < kShortestPassword) {
    fields.error("password", "password-short",
                 {fmt::format("mật khẩu phải dài ít nhất {} ký tự", kShortestPassword),
                  fmt::format("the password needs at least {} characters", kShortestPassword)});
  }
  if (!listen.is_local() && listen.password.empty()) {
    const auto key = fields.path("password");
    fields.error("address", "password-missing",
                 {fmt::format("muốn mở trang cho máy khác thì phải đặt {}", key),
                  fmt::format("to open the page to other machines, set {}", key)});
  }
}

void check_tls(base::Fields& fields, const ListenConfig& listen) {
  if (listen.tls || listen.is_local()) return;
  fields.error("tls", "tls-needed",
               {"ngoài máy này thì chỉ mở trang bằng HTTPS: bỏ tls hoặc đặt là true",
                "beyond this machine the page is served by HTTPS only: leave tls out or set it to "
                "true"});
}

}  // namespace

bool ListenConfig::is_local() const {
  return address.starts_with("127.") || address == "::1" || address == "localhost";
}

ListenConfig read_listen(base::Fields& fields, unsigned short port) {
  ListenConfig listen;
  listen.address = fields.string_or("address", listen.address, 64);
  listen.port = static_cast<unsigned short>(fields.integer_or("port", port, 0, 65535));
  listen.hosts = fields.strings_or_empty("hosts", 16);
  listen.tls = fields.boolean_or("tls", !listen.is_local());
  check_tls(fields, listen);
  return listen;
}

void read_listen_password(base::Fields& fields, ListenConfig& listen) {
  listen.password = fields.string_or("password", "", 128);
  check_password(fields, listen);
}

}  // namespace loa::protocol
