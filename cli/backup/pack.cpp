// Makes a backup: the small files at one moment, the journal by SQLite, media one after another.
#include "cli/backup/pack.h"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/clock.h"
#include "base/files.h"
#include "cli/backup/places.h"
#include "cli/backup/refusal.h"
#include "daemon/media_index.h"
#include "daemon/version.h"
#include "journal/restored.h"

namespace loa::backup {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestSmall = 64UL * 1024 * 1024;
constexpr std::size_t kPiece = 256UL * 1024;
constexpr int kTries = 5;

struct Source {
  std::string member;
  fs::path path;
};

// The week's file, what is believed of it and the key belong together: they are read at one moment.
struct Held {
  MemberHead head;
  std::string content;
};

MemberHead head_of(const Source& source) {
  struct stat about {};
  if (::stat(source.path.c_str(), &about) != 0) {
    throw std::system_error(errno, std::generic_category(), source.path.string());
  }
  return {source.member, static_cast<std::uint64_t>(about.st_size),
          std::max<std::int64_t>(0, base::duration_of(about.st_mtim).count()),
          about.st_mode & 0666U};
}

std::map<std::string, std::optional<daemon::FileStamp>> stamps_of(
    const std::vector<Source>& files) {
  std::map<std::string, std::optional<daemon::FileStamp>> stamps;
  for (const auto& file : files) stamps[file.member] = daemon::stamp_of(file.path);
  return stamps;
}

[[noreturn]] void restless(const fs::path& path) {
  throw std::runtime_error(
      base::Text{path.string() + ": tệp thay đổi trong lúc sao lưu; hãy làm lại",
                 path.string() + ": changes while it is read; try again"}
          .shown());
}

std::vector<Held> read_at_once(const std::vector<Source>& files) {
  for (int i = 0; i < kTries; ++i) {
    const auto before = stamps_of(files);
    std::vector<Held> held;
    for (const auto& file : files) {
      held.push_back({head_of(file), base::read_file(file.path, kLargestSmall)});
      held.back().head.size = held.back().content.size();
    }
    if (stamps_of(files) == before) return held;
  }
  restless(files.front().path);
}

class Collection {
 public:
  Collection(const daemon::Config& config, const PackRequest& request)
      : config_(config), request_(request) {
    take_outside();
    take_state();
    if (!media_in_state(config_)) take_folder(config_.media, "media/");
  }

  std::vector<Source> small;
  std::vector<Source> large;
  std::vector<std::string> left_out;

 private:
  bool wanted(const std::string& name) const {
    if (stays_behind(name) || name.starts_with("journal.db")) return false;
    return request_.identity || !belongs_to_identity(name, config_.trust.has_value());
  }

  void take_outside() {
    for (const auto& file : outside_files(config_, request_.config)) {
      if (file.of_identity && !request_.identity) {
        secrets_.push_back(file.path);
      } else if (file.needed || fs::exists(file.path)) {
        small.push_back({file.member, file.path});
      }
    }
  }

  void take_state() {
    for (const auto& entry : fs::directory_iterator(config_.state)) {
      const auto name = entry.path().filename().string();
      if (!wanted(name)) continue;
      if (entry.is_directory()) {
        take_folder(entry.path(), "state/" + name + "/");
      } else {
        take(entry, "state/" + name, small);
      }
    }
  }

  void take_folder(const fs::path& folder, const std::string& prefix) {
    if (!fs::is_directory(folder)) return;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.is_directory() && !entry.is_symlink()) continue;
      const auto relative = entry.path().lexically_relative(folder);
      if (stays_behind(*relative.begin()) || stays_behind(relative.filename())) continue;
      take(entry, prefix + relative.string(), large);
    }
  }

  bool is_secret(const fs::path& path) const {
    return std::ranges::any_of(secrets_, [&](const auto& secret) {
      std::error_code ignored;
      return fs::equivalent(path, secret, ignored);
    });
  }

  void take(const fs::directory_entry& entry, const std::string& member, std::vector<Source>& to) {
    if (is_secret(entry.path())) return;
    if (entry.is_symlink() || !entry.is_regular_file() || !is_safe_name(member)) {
      left_out.push_back(entry.path().string());
    } else {
      to.push_back({member, entry.path()});
    }
  }

  const daemon::Config& config_;
  const PackRequest& request_;
  std::vector<fs::path> secrets_;  // that stay, wherever they lie
};

class Packer {
 public:
  explicit Packer(const fs::path& file) : writer_(file) {}

  void put(const MemberHead& head, std::string_view content) {
    writer_.begin(head);
    writer_.add(content);
    members_.push_back({head, base::sha256(content)});
  }

  void put_file(const Source& source) {
    const auto head = head_of(source);
    std::ifstream in(source.path, std::ios::binary);
    if (!in) throw std::system_error(errno, std::generic_category(), source.path.string());
    writer_.begin(head);
    base::Sha256Stream hash;
    std::string piece(kPiece, '\0');
    std::uint64_t left = head.size;
    while (left > 0) {
      in.read(piece.data(), static_cast<std::streamsize>(std::min<std::uint64_t>(left, kPiece)));
      if (in.gcount() == 0) restless(source.path);
      const std::string_view got(piece.data(), static_cast<std::size_t>(in.gcount()));
      hash.add(got);
      writer_.add(got);
      left -= got.size();
    }
    if (in.peek() != std::ifstream::traits_type::eof()) restless(source.path);
    members_.push_back({head, hash.finish()});
  }

  void close() {
    const auto manifest = write_manifest(members_);
    writer_.begin({std::string(kManifest), manifest.size(), 0, 0600});
    writer_.add(manifest);
    writer_.close();
  }

 private:
  ArchiveWriter writer_;
  std::vector<Member> members_;
};

// Takes itself away.
class Temporary {
 public:
  explicit Temporary(fs::path path) : path_(std::move(path)) { remove(); }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
  ~Temporary() { remove(); }
  const fs::path& path() const { return path_; }

 private:
  void remove() const {
    std::error_code ignored;
    for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(path_.string() + suffix, ignored);
  }
  fs::path path_;
};

Header header_of(const daemon::Config& config, const PackRequest& request,
                 const std::vector<Held>& held, base::Wall now) {
  Header header{"", config.name, daemon::kVersion, now, request.identity};
  for (const auto& file : held) {
    if (file.head.name != "state/identity.json") continue;
    const auto json = nlohmann::json::parse(file.content, nullptr, false);
    if (json.is_object() && json.contains("station")) header.station = json.value("station", "");
  }
  return header;
}

void refuse_inside(const fs::path& out, const fs::path& folder) {
  const auto relative =
      fs::weakly_canonical(fs::absolute(out)).lexically_relative(fs::weakly_canonical(folder));
  if (relative.empty() || *relative.begin() == "..") return;
  throw base::BadInput({{base::Severity::error,
                         "backup-inside",
                         {out.string()},
                         "",
                         {"đừng để bản sao lưu trong thư mục của đài; hãy ghi ra USB hay máy khác",
                          "keep the backup out of the station's own folders: a stick, another "
                          "machine"}}});
}

void write_all(const daemon::Config& config, const PackRequest& request, const Collection& files,
               const fs::path& out, base::Wall now) {
  const auto held = read_at_once(files.small);
  Packer packer(out);
  const auto header = write_header(header_of(config, request, held, now));
  packer.put({std::string(kHeader), header.size(), 0, 0600}, header);
  for (const auto& file : held) packer.put(file.head, file.content);
  const auto journal = config.state / "journal.db";
  if (request.identity && fs::exists(journal)) {
    const Temporary copy(out.string() + ".journal");
    journal::copy_journal(journal, copy.path());
    packer.put_file({kJournalMember, copy.path()});
  }
  for (const auto& file : files.large) packer.put_file(file);
  packer.close();
}

}  // namespace

Packed pack(const PackRequest& request, base::Wall now) {
  const auto config = daemon::read_config(request.config);
  refuse_inside(request.out, config.state);
  refuse_inside(request.out, config.media);
  const Collection files(config, request);
  const Temporary fresh(request.out.string() + ".new");
  write_all(config, request, files, fresh.path(), now);
  ArchiveReader reader(fresh.path());
  Packed packed{check(reader), fs::file_size(fresh.path()), files.left_out};
  fs::rename(fresh.path(), request.out);
  base::sync_folder(request.out.has_parent_path() ? request.out.parent_path() : ".");
  return packed;
}

}  // namespace loa::backup
