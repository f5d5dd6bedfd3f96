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

// ".mp3"; "" where the name has no plain ending.
std::string ending_of(const std::string& name) {
  const auto ending = fs::path(name).extension().string();
  const bool plain = ending.size() >= 2 && ending.size() <= 6 &&
                     std::all_of(ending.begin() + 1, ending.end(),
                                 [](unsigned char c) { return std::isalnum(c) != 0; });
  return plain ? ending : "";
}

void keep_newest(const fs::path& folder) {
  std::vector<DiskFile> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const auto changed = std::chrono::file_clock::to_sys(entry.last_write_time());
    files.push_back({entry.path(), 0, std::chrono::time_point_cast<base::Duration>(changed)});
  }
  for (const auto& path : beyond_newest(std::move(files))) fs::remove(path);
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
  if (!takes_brought(request.body.size(), fs::space(folder).available)) {
    throw std::system_error(ENOSPC, std::generic_category(), folder.string());
  }
  const auto name = base::to_hex(base::sha256(request.body)) + ending_of(query(request, "name"));
  write(folder / name, request.body);
  keep_newest(folder);
  reply(json_answer(201, dumped(Json{{"file", std::string(kFolder) + "/" + name}})));
}

}  // namespace loa::daemon::routes
