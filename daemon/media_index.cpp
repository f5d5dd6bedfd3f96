#include "daemon/media_index.h"

#include <sys/stat.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/clock.h"
#include "base/content_store.h"
#include "base/files.h"

namespace loa::daemon {
namespace {

constexpr std::size_t kMaxIndexBytes = 64UL * 1024 * 1024;

nlohmann::json json_of(const std::string& path, const KnownMedia& media) {
  nlohmann::json json{{"path", path},
                      {"size", media.stamp.size},
                      {"modified", media.stamp.modified_ns},
                      {"changed", media.stamp.changed_ns},
                      {"inode", media.stamp.inode},
                      {"frames", media.info.frames},
                      {"peak", media.info.peak},
                      {"truePeak", media.info.true_peak},
                      {"sha256", media.info.sha256},
                      {"format", media.info.format}};
  if (!media.info.damage.empty()) json["damage"] = media.info.damage;
  // JSON has no minus infinity: silence has no loudness.
  if (std::isfinite(media.info.loudness_lufs)) json["lufs"] = media.info.loudness_lufs;
  return json;
}

void read_into(MediaIndex& index, const nlohmann::json& json) {
  KnownMedia media;
  media.stamp.size = json.at("size").get<std::uintmax_t>();
  media.stamp.modified_ns = json.at("modified").get<std::int64_t>();
  media.stamp.changed_ns = json.at("changed").get<std::int64_t>();
  media.stamp.inode = json.at("inode").get<std::uintmax_t>();
  media.info.frames = json.at("frames").get<std::int64_t>();
  media.info.peak = json.at("peak").get<float>();
  media.info.true_peak = json.at("truePeak").get<float>();
  media.info.damage = json.value("damage", "");
  media.info.sha256 = json.at("sha256").get<std::string>();
  media.info.format = json.at("format").get<std::string>();
  media.info.loudness_lufs = json.contains("lufs") ? json["lufs"].get<double>() : -HUGE_VAL;
  index.insert_or_assign(json.at("path").get<std::string>(), std::move(media));
}

}  // namespace

std::optional<FileStamp> stamp_of(const std::filesystem::path& file) {
  struct stat found {};
  if (::stat(file.c_str(), &found) != 0 || !S_ISREG(found.st_mode)) return std::nullopt;
  return FileStamp{static_cast<std::uintmax_t>(found.st_size),
                   base::duration_of(found.st_mtim).count(),
                   base::duration_of(found.st_ctim).count(), found.st_ino};
}

std::optional<std::filesystem::path> fetched_place(const std::filesystem::path& fetched,
                                                   const std::string& sha256) {
  const auto hash = fetched.empty() ? std::nullopt : base::sha256_from_hex(sha256);
  if (!hash) return std::nullopt;
  const base::ContentStore store(fetched);
  return store.size_of(*hash) ? std::optional(store.path_of(*hash)) : std::nullopt;
}

MediaIndex read_media_index(const std::filesystem::path& file) {
  MediaIndex index;
  try {
    const auto text = base::read_file_if_exists(file, kMaxIndexBytes);
    if (!text) return index;
    const auto json = nlohmann::json::parse(*text);
    for (const auto& entry : json.at("media")) read_into(index, entry);
  } catch (const nlohmann::json::exception&) {
    index.clear();
  } catch (const std::system_error&) {
    index.clear();
  }
  return index;
}

void write_media_index(const std::filesystem::path& file, const MediaIndex& index) {
  auto media = nlohmann::json::array();
  for (const auto& [path, known] : index) media.push_back(json_of(path, known));
  base::replace_file(file, nlohmann::json{{"media", std::move(media)}}.dump(1) + "\n");
}

}  // namespace loa::daemon
