// An attacker with a seed: makes bundles out of everything that an attacker may have (all that the
// office ever published, the centre's keys, keys of its own), but never of what the office's
// programme keys sign for it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "tests/trust/office.h"

namespace loa::trust::testing {

// Of the environment; the fallback where it says nothing. LOA_ATTACKS: how many in all;
// LOA_ATTACK_SEED.
std::uint64_t number_told(const char* name, std::uint64_t fallback);

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
  static constexpr std::size_t kOwnKeys = 8;

  struct Signed {
    Programme programme;
    Envelope envelope;
  };
  using Programmes = std::map<std::string, Signed>;  // by name
  // Read once: the attempts are many, and what they are made of is always the same.
  struct Published {
    Bundle bundle;
    std::string text;
    Programmes programmes;
  };

  std::size_t below(std::size_t limit) { return random_() % limit; }
  const Published& any_published() { return published_[below(published_.size())]; }
  const base::SigningKey& own_key() { return own_keys_[below(kOwnKeys)]; }
  const base::SigningKey& stolen_key();
  Envelope& any_document(Bundle& bundle);
  void publish();
  Bundle sealed(const Programmes& programmes, std::vector<std::string> weeks) const;

  Bundle forged();
  Bundle mixed();
  Bundle stolen_centre();
  Bundle moved_signatures();
  Bundle own_root();
  std::string flipped();
  std::string spliced();

  std::mt19937_64 random_;
  Office office_;
  std::array<base::SigningKey, kOwnKeys> own_keys_;
  std::vector<Published> published_;
  Trusted trusted_;
  Root root_;
  Header next_snapshot_, next_timestamp_;
  std::string newest_week_;
};

}  // namespace loa::trust::testing
