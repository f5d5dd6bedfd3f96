#include "centre/centre_key.h"

#include <fmt/format.h>

#include <stdexcept>

#include "base/files.h"
#include "base/language.h"

namespace loa::centre {
namespace {

constexpr std::size_t kLargestKeyFile = 4096;

[[noreturn]] void damaged_key(const std::filesystem::path& file) {
  throw std::runtime_error(
      base::Text{fmt::format("tệp khóa của trung tâm {} bị hỏng; hãy khôi phục từ bản sao, hoặc "
                             "xóa nó: các đài sẽ nhận khóa mới cùng chứng thư kế tiếp",
                             file.string()),
                 fmt::format("the centre's key {} is damaged; restore it from a copy, or delete "
                             "it: stations get the new one with their next certificate",
                             file.string())}
          .shown());
}

}  // namespace

base::SigningKey centre_key(const std::filesystem::path& state) {
  const auto file = state / "centre.key";
  const auto text = base::read_file_if_exists(file, kLargestKeyFile);
  if (!text) {
    const auto made = base::SigningKey::generate();
    base::replace_file(file, base::to_hex(made.seed()) + "\n", 0600);
    return made;
  }
  const auto key = base::SigningKey::from_hex(std::string_view(*text).substr(0, text->find('\n')));
  if (!key) damaged_key(file);
  return *key;
}

}  // namespace loa::centre
