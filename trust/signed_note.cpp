#include "trust/signed_note.h"

#include <fmt/format.h>

#include <algorithm>

namespace loa::trust {
namespace {

constexpr std::string_view kSignatureBegins = "\u2014 ";  // an em dash
constexpr std::size_t kIdBytes = 4;
constexpr std::size_t kMostNoteSignatures = 64;

std::string_view raw(const PublicKey& key) {
  return {reinterpret_cast<const char*>(key.data()), key.size()};
}

// As the key's text and its id have it.
std::string typed(const LogKey& key) {
  return static_cast<char>(key.type) + std::string(raw(key.key));
}

std::string key_id(const LogKey& key) {
  const auto hash = base::sha256(key.name + "\n" + typed(key));
  return {hash.begin(), hash.begin() + kIdBytes};
}

std::optional<LogKey> note_key_from(std::string_view text, NoteKeyType type) {
  const auto id_at = text.find('+');
  const auto key_at = id_at == std::string_view::npos ? id_at : text.find('+', id_at + 1);
  if (key_at == std::string_view::npos) return std::nullopt;
  LogKey key{std::string(text.substr(0, id_at)), {}, type};
  const auto bytes = base::from_base64(text.substr(key_at + 1));
  if (!bytes || bytes->size() != key.key.size() + 1 || bytes->front() != static_cast<char>(type))
    return std::nullopt;
  std::copy(bytes->begin() + 1, bytes->end(), key.key.begin());
  const bool right = base::to_hex(key_id(key)) == text.substr(id_at + 1, key_at - id_at - 1);
  return right && is_note_name(key.name) ? std::optional(key) : std::nullopt;
}

}  // namespace

std::string to_text(const LogKey& key) {
  return fmt::format("{}+{}+{}", key.name, base::to_hex(key_id(key)), base::to_base64(typed(key)));
}

std::optional<LogKey> log_key_from(std::string_view text) {
  return note_key_from(text, NoteKeyType::text);
}

std::optional<LogKey> witness_key_from(std::string_view text) {
  return note_key_from(text, NoteKeyType::cosignature);
}

bool is_note_name(std::string_view name) {
  return !name.empty() && std::ranges::none_of(name, [](char c) {
    return (c >= '\0' && c <= ' ') || c == '+' || c == '\x7f';
  });
}

std::optional<SignedNote> signed_note_from(std::string_view note) {
  const auto blank = note.rfind("\n\n");
  if (blank == std::string_view::npos || !note.ends_with('\n')) return std::nullopt;
  SignedNote found{note.substr(0, blank + 1), {}};
  auto rest = note.substr(blank + 2);
  while (!rest.empty() && found.signatures.size() < kMostNoteSignatures) {
    const auto end = rest.find('\n');
    found.signatures.push_back(rest.substr(0, end));
    rest.remove_prefix(end + 1);
  }
  return found;
}

std::string signature_line(const LogKey& key, std::string_view signature) {
  return fmt::format("{}{} {}\n", kSignatureBegins, key.name,
                     base::to_base64(key_id(key) + std::string(signature)));
}

std::optional<std::string> signature_in(std::string_view line, const LogKey& key) {
  if (!line.starts_with(kSignatureBegins)) return std::nullopt;
  line.remove_prefix(kSignatureBegins.size());
  if (!line.starts_with(key.name + " ")) return std::nullopt;
  const auto bytes = base::from_base64(line.substr(key.name.size() + 1));
  if (!bytes || !bytes->starts_with(key_id(key))) return std::nullopt;
  return bytes->substr(kIdBytes);
}

std::optional<std::string> text_of_note(std::string_view note, const LogKey& key) {
  const auto found = signed_note_from(note);
  if (!found || key.type != NoteKeyType::text) return std::nullopt;
  for (const auto line : found->signatures)
    // One that names our key and is wrong is none, as the standard has it.
    if (const auto signature = signature_in(line, key))
      return base::verify(raw(key.key), found->text, *signature)
                 ? std::optional(std::string(found->text))
                 : std::nullopt;
  return std::nullopt;
}

}  // namespace loa::trust
