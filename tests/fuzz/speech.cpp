// Any bytes as a text to be read aloud, and as a station's list of short forms.
#include <cstdint>
#include <string>

#include "audio/speech/normalise.h"
#include "base/unicode.h"

namespace {

using namespace loa;
using namespace loa::audio::speech;

void require(bool condition) {
  if (!condition) __builtin_trap();
}

void read(const std::string& text) {
  const auto said = spoken(text);
  require(!base::first_invalid_utf8(said));
  require(!base::has_control_characters(said));
  require(said.find_first_of("0123456789") == std::string::npos);
  require(spoken(said) == said);
}

void list(const std::string& text) {
  Abbreviations words = Abbreviations::built_in();
  const auto before = words.fingerprint();
  const auto problems = words.add(text, "");
  require(problems.empty() || words.fingerprint() == before);
  require(spoken("UBND 15 " + text, words).find_first_of("0123456789") == std::string::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  read(text);
  if (text.find('\t') != std::string::npos) list(text);  // copying all of Loa's takes its time
  return 0;
}
