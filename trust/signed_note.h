// Signed notes (c2sp.org/signed-note): a text, a blank line, and lines of signatures with Ed25519
// keys. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "trust/key.h"

namespace loa::trust {

// Stands in a key's text and is part of its id.
enum class NoteKeyType : char {
  text = 1,         // signs the text as it is: a log
  cosignature = 4,  // c2sp.org/tlog-cosignature: a witness
};

// Who signs notes, and under which name.
struct LogKey {
  std::string name;
  PublicKey key{};
  NoteKeyType type = NoteKeyType::text;
};

// "NAME+01234567+BASE64", as notes' verifier keys are written.
std::string to_text(const LogKey& key);
// Of a log; nothing for a key of another type.
std::optional<LogKey> log_key_from(std::string_view text);
// Of a witness; likewise.
std::optional<LogKey> witness_key_from(std::string_view text);
// Not empty, no spaces or control characters, no plus.
bool is_note_name(std::string_view name);

struct SignedNote {
  std::string_view text;                     // with its last newline
  std::vector<std::string_view> signatures;  // lines, without the newline; 64 at most
};
// Views into `note`. Nothing of it is believed yet.
std::optional<SignedNote> signed_note_from(std::string_view note);

// "— NAME BASE64\n" for a signature, or what stands for it, of that key.
std::string signature_line(const LogKey& key, std::string_view signature);
// What signature_line() was given where the line is of that key, not verified; nothing elsewhere.
std::optional<std::string> signature_in(std::string_view line, const LogKey& key);

// The text of a note that `key`, a log's, has signed, whoever else did.
std::optional<std::string> text_of_note(std::string_view note, const LogKey& key);

}  // namespace loa::trust
