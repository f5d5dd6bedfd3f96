#include "cli/log_keys.h"

#include <algorithm>
#include <filesystem>

#include "base/files.h"
#include "base/problem.h"

namespace loa::cli {
namespace {

constexpr std::size_t kLargestLogKey = 4096;

std::string key_text(const std::string& given) {
  std::error_code none;
  auto text = std::filesystem::exists(given, none) ? base::read_file(given, kLargestLogKey) : given;
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

[[noreturn]] void no_key(const std::string& given, const std::string& option, base::Text why) {
  throw base::BadInput({{base::Severity::error, "bad-key", {given}, option, std::move(why)}});
}

}  // namespace

trust::LogKey centre_key_given(const std::string& given, const std::string& option) {
  if (auto key = trust::log_key_from(key_text(given))) return std::move(*key);
  no_key(given, option,
         {"không phải khóa của trung tâm (xem /log/key ở trung tâm)",
          "this is no centre's key (see /log/key at the centre)"});
}

std::vector<trust::LogKey> witness_keys_given(const std::vector<std::string>& given,
                                              const trust::LogKey& log) {
  std::vector<trust::LogKey> keys;
  for (const auto& one : given) {
    auto key = trust::witness_key_from(key_text(one));
    if (!key)
      no_key(one, "--witness",
             {"không phải khóa của máy làm chứng (loa key show TỆP --witness TÊN)",
              "this is no witness's key (loa key show FILE --witness NAME)"});
    if (key->key == log.key)
      no_key(one, "--witness", {"đây là khóa của chính trung tâm", "this is the centre's own key"});
    if (std::ranges::find(keys, key->key, &trust::LogKey::key) != keys.end())
      no_key(one, "--witness", {"khóa này đã nêu rồi", "this key was named already"});
    keys.push_back(std::move(*key));
  }
  return keys;
}

}  // namespace loa::cli
