// The signed documents, in the shape of The Update Framework (TUF specification 1.0.33, §4): who
// may sign what (root), what may sound and show at which station (programme), which programmes
// belong together (snapshot), and that this is the newest (timestamp).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"
#include "base/time.h"
#include "trust/envelope.h"

namespace loa::trust {

// Versions count from 1 and never go down.
inline constexpr std::int64_t kHighestVersion = 2'000'000'000;

struct Header {
  std::int64_t version = 1;
  base::Wall issued{};
  base::Wall expires{};  // not to be believed from then on
};

struct Root {
  static constexpr std::string_view kType = "application/vnd.loa.root+json";
  Header header;
  Role root;
  Role programme;
  Role snapshot;
  Role timestamp;
  std::optional<Role> command{};  // who may give live commands (command.h); nobody
};

// A document or a file, by its content.
struct Reference {
  std::int64_t version = 0;  // 0 for a file
  base::Sha256 hash{};       // of the payload, or of the file
  std::uint64_t bytes = 0;
  friend bool operator==(const Reference&, const Reference&) = default;
};

struct Timestamp {
  static constexpr std::string_view kType = "application/vnd.loa.timestamp+json";
  Header header;
  Reference snapshot;
};

struct Snapshot {
  static constexpr std::string_view kType = "application/vnd.loa.snapshot+json";
  Header header;
  std::map<std::string, Reference> programmes;  // by name
};

// A week for some stations.
struct SignedWeek {
  std::vector<std::string> stations;  // ids; "*" is any
  Reference schedule;
  // Audio files of the week by path, with what they must hold. Without the list the station plays
  // what lies in its own media folder.
  bool any_media = false;
  std::map<std::string, Reference> media;
};

// Others who may sign for some stations: a commune, by the province's word.
struct Delegation {
  std::string name;  // of their programme
  std::vector<std::string> stations;
  int most_urgent = 3;  // the most urgent level that their slots may have
  Role role;
};

struct Programme {
  static constexpr std::string_view kType = "application/vnd.loa.programme+json";
  static constexpr std::string_view kFirst = "programme";  // the name of the root's own
  Header header;
  std::string name;
  std::vector<SignedWeek> weeks;  // the first that names a station is that station's
  std::vector<Delegation> delegations;
};

bool names(const std::vector<std::string>& stations, const std::string& station);

// Each reads an envelope's payload, whoever signed it; nothing if it is not of that type or not
// right, and then there are errors among the problems. `file` names places.
std::optional<Root> read_root(const Envelope& envelope, const std::string& file,
                              base::Problems& problems);
std::optional<Timestamp> read_timestamp(const Envelope& envelope, const std::string& file,
                                        base::Problems& problems);
std::optional<Snapshot> read_snapshot(const Envelope& envelope, const std::string& file,
                                      base::Problems& problems);
std::optional<Programme> read_programme(const Envelope& envelope, const std::string& file,
                                        base::Problems& problems);

// Without signatures.
Envelope envelope_of(const Root& root);
Envelope envelope_of(const Timestamp& timestamp);
Envelope envelope_of(const Snapshot& snapshot);
Envelope envelope_of(const Programme& programme);

// How another document refers to this one.
Reference reference_to(const Envelope& envelope, std::int64_t version);
// How a document refers to a file.
Reference reference_to(std::string_view content);
// Whether the content is the one that is meant.
bool means(const Reference& reference, std::string_view content);

}  // namespace loa::trust
