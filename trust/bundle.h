// Everything that a station needs to believe a week, in one file: it may come from a centre, over
// the station's page or on a stick, by whatever hands.
#pragma once

#include "trust/envelope.h"
#include "trust/roles.h"

namespace loa::trust {

struct Bundle {
  std::vector<Envelope> roots;  // those that followed the first one, in order; may be empty
  Envelope timestamp;
  Envelope snapshot;
  std::vector<Envelope> programmes;
  std::vector<std::string> weeks;  // the schedules, byte for byte as they were signed
};

inline constexpr std::size_t kLargestWeek = 8UL * 1024 * 1024;
inline constexpr std::size_t kLargestBundle = 40UL * 1024 * 1024;

// Whether a file means to be a bundle, by its first bytes.
bool looks_like_bundle(std::string_view text);
// Nothing if it cannot be read; then there are errors among the problems. Nothing is verified yet.
std::optional<Bundle> read_bundle(std::string_view text, const std::string& file,
                                  base::Problems& problems);
std::string write_bundle(const Bundle& bundle);

// Which bundle this is, whoever it is cut for: the SHA-256 of its timestamp, hexadecimal.
std::string fingerprint(const Bundle& bundle);
// What it says, whoever has signed it, in which version and until when: which stations play which
// weeks, which audio files these name, and who may sign for others; hexadecimal. One other byte in
// a week or in such a file is another content.
std::string content_hash(const Bundle& bundle);
// What one station needs of it: the weeks of other stations are left out; for "", those that no
// programme names. Nothing is verified.
Bundle cut_for(Bundle bundle, const std::string& station);

// The audio files that its programmes name, for whatever station; each path of each week. Nothing
// is verified.
struct NamedMedia {
  std::string path;  // as the week calls it; of outside, so nothing to open as it is
  Reference content;
};
std::vector<NamedMedia> media_of(const Bundle& bundle);

}  // namespace loa::trust
