// Which weeks the station takes: those that its office signed (docs/ky-lich.md), or, where no
// office stands above it, those that its own page took and its own key has signed since.
#pragma once

#include <filesystem>
#include <map>
#include <optional>

#include "base/crypto.h"
#include "schedules/read.h"
#include "trust/judge.h"

namespace loa::daemon {

// What audio files have to hold, by path.
using SignedMedia = std::map<std::string, trust::Reference>;

// Whether nobody has signed it before it came.
bool is_own(const schedules::WeeklySchedule& week);

// A root that its own keys have signed; `file` names places. Throws base::BadInput. No I/O.
trust::Envelope read_first_root(std::string_view text, const std::string& file);

// One thread. Reading does no I/O; what is taken is remembered on disk.
class WeekTrust {
 public:
  // `root`: the office's first root (read_first_root), or nothing for a station that signs for
  // itself. Reads what was remembered in `state`/trust.json; what is damaged there, or of another
  // first root, is put aside, and the station begins anew from its first root. Throws
  // std::system_error if the disk refuses. Blocks.
  WeekTrust(const std::filesystem::path& state, std::optional<trust::Envelope> root,
            std::string station, const base::SigningKey& key);

  bool has_office() const { return has_office_; }
  // Who may give live commands; nobody where no office is, or its root names none.
  std::optional<trust::Role> commanders() const;
  // trust::fingerprint of the bundle that was taken last; "" if none was.
  std::string newest() const;

  // The version of its timestamp; 0 if none was.
  std::int64_t newest_version() const { return trusted_.timestamp.version; }

  // Something that came, from wherever: the week in it, or what is wrong. Without an office a plain
  // week will do. `at`: nothing where the clock is not trusted.
  schedules::ReadSchedule admit(std::string_view text, const std::string& file,
                                std::optional<base::Wall> at) const;
  // Makes what admit() found free of errors the station's own: from now on nothing older is
  // admitted. A plain week is bound to `media`, by path, where they are given. Durable; throws
  // std::system_error. Blocks.
  std::shared_ptr<const schedules::WeeklySchedule> take(
      std::shared_ptr<const schedules::WeeklySchedule> week,
      const std::optional<SignedMedia>& media = std::nullopt);
  // What was taken before and lay on the disk since. It may have expired meanwhile: its warrant
  // says so.
  schedules::ReadSchedule recall(std::string_view bundle, const std::string& file) const;

  // Whether what was remembered had to be put aside, for the log.
  const base::Problems& damaged() const { return damaged_; }

 private:
  std::string signed_here(const std::string& week, const std::optional<SignedMedia>& media) const;
  void remember();
  void put_aside(std::string code, base::Text message);
  schedules::ReadSchedule read(std::string_view bundle, const trust::Question& question) const;

  std::filesystem::path file_;
  std::string station_;
  base::SigningKey key_;
  bool has_office_;
  trust::Trusted trusted_;
  base::Problems damaged_;
};

}  // namespace loa::daemon
