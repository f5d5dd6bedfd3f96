#include "daemon/identity.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/files.h"
#include "base/language.h"
#include "protocol/messages.h"

namespace loa::daemon {
namespace {

constexpr std::size_t kMaxIdentityBytes = 64UL * 1024;

std::string_view view_of(const std::array<std::uint8_t, 32>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string text_in(const nlohmann::json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

[[noreturn]] void damaged(const std::filesystem::path& file) {
  throw std::runtime_error(base::Text{
      fmt::format("tệp khóa của đài {} bị hỏng; hãy khôi phục từ bản sao, hoặc xóa nó để "
                  "đài thành một đài mới rồi ghi danh lại",
                  file.string()),
      fmt::format("the station's key file {} is damaged; restore it from a copy, or "
                  "delete it to become a new station and enrol again",
                  file.string())}
                               .shown());
}

}  // namespace

Identity::Identity(std::filesystem::path file) : file_(std::move(file)) {
  const auto text = base::read_file_if_exists(file_, kMaxIdentityBytes);
  if (text) {
    read(*text);
  } else {
    key_ = base::SigningKey::generate();
  }
  station_ = protocol::station_id_of(view_of(key_.public_key));
  if (!text) write();
}

void Identity::join(Membership membership) {
  auto before = std::exchange(membership_, std::move(membership));
  try {
    write();
  } catch (...) {
    membership_ = std::move(before);
    throw;
  }
}

void Identity::read(const std::string& text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("seed") || !json["seed"].is_string()) damaged(file_);
  const auto key = base::SigningKey::from_hex(json["seed"].get<std::string>());
  if (!key) damaged(file_);
  key_ = *key;
  membership_ = {text_in(json, "enrolledAt"), text_in(json, "centrePin"),
                 text_in(json, "certificate"),
                 base::from_base64(text_in(json, "centreKey")).value_or("")};
}

void Identity::write() const {
  const nlohmann::json json{
      {"seed", base::to_hex(key_.seed())},      {"station", station_},
      {"enrolledAt", membership_.url},          {"centrePin", membership_.pin},
      {"certificate", membership_.certificate}, {"centreKey", base::to_base64(membership_.key)}};
  base::replace_file(file_, json.dump(2) + "\n", 0600);
}

}  // namespace loa::daemon
