// An attacker with a seed: makes bundles out of everything that an attacker may have (all that the
// office ever published, the centre's keys, keys of its own), but never of what the office's
// programme keys sign for it.
#pragma once

#include <random>
#include <variant>

#include "tests/trust/office.h"

namespace loa::trust::testing {

struct Attempt {
  const char* kind;
  std::variant<Bundle, std::string> bundle;  // or the text of one
  Question question;
};

class Attacker {
 public:
  explicit Attacker(std::uint64_t seed);

  Attempt next();
  // The station that is attacked has taken all that was published; this alone it may believe again.
  const Trusted& trusted() const { return trusted_; }
  const std::string& newest_week() const { return newest_week_; }
  std::int64_t newest_version() const { return trusted_.programmes.at("programme").version; }

 private:
  static constexpr std::int64_t kPublished = 5;

  std::size_t below(std::size_t limit) { return random_() % limit; }
  const Bundle& any_published() { return published_[below(published_.size())]; }
  base::SigningKey own_key() { return key(static_cast<std::uint8_t>(100 + below(8))); }
  base::SigningKey stolen_key();
  Envelope& any_document(Bundle& bundle);

  Bundle forged();
  Bundle mixed();
  Bundle stolen_centre();
  Bundle moved_signatures();
  Bundle own_root();
  std::string flipped();
  std::string spliced();

  std::mt19937_64 random_;
  Office office_;
  std::vector<Bundle> published_;
  Trusted trusted_;
  std::string newest_week_;
};

}  // namespace loa::trust::testing
