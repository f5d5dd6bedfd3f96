#include "daemon/setup_file.h"

#include <fmt/format.h>
#include <netdb.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <system_error>

#include "base/files.h"
#include "base/owned_file.h"
#include "base/placed.h"
#include "base/settings.h"

namespace loa::daemon {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kNewMode = 0640;  // it may hold a token and a password's hash

// As the old file had them, or the group of the folder, whose service reads it.
base::FileOwner owner_of(const fs::path& file, const struct stat* old) {
  if (old != nullptr) return {old->st_uid, old->st_gid};
  struct stat folder {};
  const bool known = ::stat(fs::absolute(file).parent_path().c_str(), &folder) == 0;
  return {0, known ? folder.st_gid : 0};
}

void write_config(const fs::path& file, const std::string& old, const std::string& text) {
  struct stat about {};
  const bool there = ::stat(file.c_str(), &about) == 0;
  const mode_t mode = there ? about.st_mode & 0777U : kNewMode;
  fs::create_directories(fs::absolute(file).parent_path());
  if (there) base::replace_file(file.string() + ".previous", old, mode);
  base::replace_file_for(owner_of(file, there ? &about : nullptr), file, text, mode);
}

// Readable for the service's group, as the configuration is.
void put_in_place(const Config& config, const BroughtFiles& brought) {
  for (const auto& file : named_files(config)) {
    const auto found = brought.find(file.key);
    if (found == brought.end()) continue;
    fs::create_directories(fs::absolute(file.path).parent_path());
    base::replace_file_for(owner_of(file.path, nullptr), file.path,
                           base::read_file(found->second, file.most), kNewMode);
  }
}

struct FreeAddresses {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};

// Whether a socket of ours could have the address; on any port, as a station that runs has its own.
std::error_code bound_to(const std::string& address) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST | AI_PASSIVE;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  if (::getaddrinfo(address.c_str(), "0", &hints, &list) != 0) {
    return std::make_error_code(std::errc::address_not_available);
  }
  const std::unique_ptr<addrinfo, FreeAddresses> found(list);
  const int fd = ::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return {errno, std::generic_category()};
  std::error_code error;
  if (::bind(fd, found->ai_addr, found->ai_addrlen) != 0) error = {errno, std::generic_category()};
  ::close(fd);
  return error;
}

// A station that cannot listen does not start, and then no page mends it.
void need_address(const Config& config) {
  const auto error = bound_to(config.listen.address);
  if (!error) return;
  const auto& address = config.listen.address;
  throw base::BadInput({{base::Severity::error,
                         "listen-address",
                         {config.file},
                         "listen.address",
                         {fmt::format("máy này không có địa chỉ {}", address),
                          fmt::format("this machine has no address {}", address)}}});
}

}  // namespace

std::optional<Config> take_answers(const fs::path& file, const SetupAnswers& answers,
                                   const BroughtFiles& brought) {
  const auto old = base::read_file_if_exists(file, base::kMaxSettings).value_or("");
  const auto text = merged(old, answers, file.string(), base::Communes::beside(file));
  if (text == old && brought.empty()) return std::nullopt;
  auto config = config_from(text, file.string());
  try {
    need_address(config);
    need_named_files(config, brought);
  } catch (const base::BadInput& error) {
    throw base::BadInput(base::placed(error.problems(), answers.text, answers.file));
  }
  put_in_place(config, brought);
  if (text == old) return std::nullopt;
  write_config(file, old, text);
  return config;
}

std::optional<base::Text> fault_of_writing(const fs::path& file) {
  const auto folder = fs::absolute(file).parent_path();
  const bool there = ::access(file.c_str(), F_OK) == 0;
  const bool may =
      ::access(folder.c_str(), W_OK) == 0 && (!there || ::access(file.c_str(), W_OK) == 0);
  if (may) return std::nullopt;
  return base::Text{
      fmt::format("chương trình của đài không được ghi {}; trên máy, chạy: sudo loa setup",
                  file.string()),
      fmt::format("the station's program may not write {}; on the machine, run: sudo loa setup",
                  file.string())};
}

}  // namespace loa::daemon
