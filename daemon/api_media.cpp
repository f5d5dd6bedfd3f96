// POST /v1/media: a sound file from the caller's machine, to be played by hand.
#include <algorithm>
#include <cctype>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "base/crypto.h"
#include "daemon/api_answers.h"
#include "daemon/api_json.h"
#include "daemon/api_routes.h"
#include "daemon/disk_budget.h"

namespace loa::daemon::routes {
namespace {

namespace fs = std::filesystem;

constexpr auto kFolder = "manual";
constexpr std::size_t kFilesKept = 20;

// ".mp3"; "" where the name has no plain ending.
std::string ending_of(const std::string& name) {
  const auto ending = fs::path(name).extension().string();
  const bool plain = ending.size() >= 2 && ending.size() <= 6 &&
                     std::all_of(ending.begin() + 1, ending.end(),
                                 [](unsigned char c) { return std::isalnum(c) != 0; });
  return plain ? ending : "";
}

void keep_newest(const fs::path& folder) {
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    files.emplace_back(entry.last_write_time(), entry.path());
  }
  std::ranges::sort(files, std::greater{});
  for (std::size_t i = kFilesKept; i < files.size(); ++i) fs::remove(files[i].second);
}

// Not synced to the disk: it is played now, and a power cut ends that anyway.
void write(const fs::path& path, const std::string& bytes) {
  const fs::path part = path.string() + ".part";
  std::ofstream out(part, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) {
    std::error_code ignored;
    fs::remove(part, ignored);
    throw std::system_error(ENOSPC, std::generic_category(), path.string());
  }
  fs::rename(part, path);
}

}  // namespace

void take_media(Context& context, const Request& request, const Reply& reply) {
  const auto folder = context.config.media / kFolder;
  fs::create_directories(folder);
  if (fs::space(folder).available < kKeepFree + request.body.size()) {
    throw std::system_error(ENOSPC, std::generic_category(), folder.string());
  }
  const auto name = base::to_hex(base::sha256(request.body)) + ending_of(query(request, "name"));
  write(folder / name, request.body);
  keep_newest(folder);
  reply(json_answer(201, dumped(Json{{"file", std::string(kFolder) + "/" + name}})));
}

}  // namespace loa::daemon::routes
