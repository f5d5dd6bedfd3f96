// Loa speaks Vietnamese to operators, and English where LOA_LANG=en is set.
#pragma once

#include <string>

namespace loa::base {

enum class Language { vietnamese, english };

// From the environment variable LOA_LANG, read once; Vietnamese unless it begins with "en".
Language user_language();

// One sentence in both languages. UTF-8, NFC.
struct Text {
  std::string vi;
  std::string en;

  const std::string& in(Language language) const { return language == Language::english ? en : vi; }
  const std::string& shown() const { return in(user_language()); }
  friend bool operator==(const Text&, const Text&) = default;
};

}  // namespace loa::base
