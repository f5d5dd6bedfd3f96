#include "trust/log_proof.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace loa::trust {
namespace {

constexpr std::string_view kProofBegins = "c2sp.org/tlog-proof@v1\n";
constexpr std::string_view kSignatureBegins = "\u2014 ";  // an em dash
constexpr char kEd25519 = 1;
constexpr std::size_t kIdBytes = 4;
constexpr std::size_t kMostNoteSignatures = 64;
constexpr std::size_t kMostHashes = 64;

std::string_view raw(const PublicKey& key) {
  return {reinterpret_cast<const char*>(key.data()), key.size()};
}

std::string key_id(const LogKey& key) {
  const auto hash = base::sha256(key.name + "\n" + kEd25519 + std::string(raw(key.key)));
  return {hash.begin(), hash.begin() + kIdBytes};
}

// Cuts the first line off; nothing where there is no whole line.
std::optional<std::string_view> line_of(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const auto line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

std::optional<std::uint64_t> decimal(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool padded = text.size() > 1 && text.front() == '0';
  if (error != std::errc{} || end != text.data() + text.size() || padded) return std::nullopt;
  return value;
}

std::string hash_text(const base::Sha256& hash) {
  return base::to_base64(std::string(hash.begin(), hash.end()));
}

std::optional<base::Sha256> hash_in(std::string_view text) {
  const auto bytes = base::from_base64(text);
  base::Sha256 hash{};
  if (!bytes || bytes->size() != hash.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), hash.begin());
  return hash;
}

// The signature in "— NAME BASE64" where it is of that key; nothing elsewhere.
std::optional<std::string> signature_in(std::string_view line, const LogKey& key) {
  if (!line.starts_with(kSignatureBegins)) return std::nullopt;
  line.remove_prefix(kSignatureBegins.size());
  if (!line.starts_with(key.name + " ")) return std::nullopt;
  const auto bytes = base::from_base64(line.substr(key.name.size() + 1));
  if (!bytes || !bytes->starts_with(key_id(key))) return std::nullopt;
  return bytes->substr(kIdBytes);
}

bool is_name(std::string_view name) {
  return !name.empty() && name.find_first_of(" +\n") == std::string_view::npos;
}

}  // namespace

LogKey centre_log(const PublicKey& key) {
  return {"loa-centre/" + base::to_hex(base::sha256(raw(key))).substr(0, 16), key};
}

std::string to_text(const LogKey& key) {
  return fmt::format("{}+{}+{}", key.name, base::to_hex(key_id(key)),
                     base::to_base64(std::string(1, kEd25519) + std::string(raw(key.key))));
}

std::optional<LogKey> log_key_from(std::string_view text) {
  const auto id_at = text.find('+');
  const auto key_at = id_at == std::string_view::npos ? id_at : text.find('+', id_at + 1);
  if (key_at == std::string_view::npos) return std::nullopt;
  LogKey key{std::string(text.substr(0, id_at))};
  const auto bytes = base::from_base64(text.substr(key_at + 1));
  if (!bytes || bytes->size() != key.key.size() + 1 || bytes->front() != kEd25519)
    return std::nullopt;
  std::copy(bytes->begin() + 1, bytes->end(), key.key.begin());
  const bool right = base::to_hex(key_id(key)) == text.substr(id_at + 1, key_at - id_at - 1);
  return right && is_name(key.name) ? std::optional(key) : std::nullopt;
}

std::string write_tree_head(const std::string& name, const TreeHead& head,
                            const base::SigningKey& key) {
  const auto text = fmt::format("{}\n{}\n{}\n", name, head.size, hash_text(head.root));
  const auto signature = base::sign(key, text);
  const auto bytes =
      key_id({name, key.public_key}) + std::string(signature.begin(), signature.end());
  return fmt::format("{}\n{}{} {}\n", text, kSignatureBegins, name, base::to_base64(bytes));
}

std::optional<std::string> text_of_note(std::string_view note, const LogKey& key) {
  const auto blank = note.rfind("\n\n");
  if (blank == std::string_view::npos || !note.ends_with('\n')) return std::nullopt;
  const auto text = note.substr(0, blank + 1);
  auto signatures = note.substr(blank + 2);
  for (std::size_t i = 0; i < kMostNoteSignatures && !signatures.empty(); ++i) {
    const auto line = line_of(signatures);
    if (!line) return std::nullopt;
    // One that names our key and is wrong is none, as the standard has it.
    if (const auto signature = signature_in(*line, key))
      return base::verify(raw(key.key), text, *signature) ? std::optional(std::string(text))
                                                          : std::nullopt;
  }
  return std::nullopt;
}

std::optional<TreeHead> read_tree_head(std::string_view note, const LogKey& key) {
  const auto text = text_of_note(note, key);
  if (!text) return std::nullopt;
  std::string_view rest = *text;
  const auto origin = line_of(rest);
  const auto size = line_of(rest);
  const auto root = line_of(rest);
  if (!root || *origin != key.name) return std::nullopt;
  const auto count = decimal(*size);
  const auto hash = hash_in(*root);
  if (!count || !hash) return std::nullopt;
  return TreeHead{*count, *hash};
}

std::string to_text(const LogProof& proof) {
  std::string text(kProofBegins);
  if (!proof.extra.empty()) text += "extra " + base::to_base64(proof.extra) + "\n";
  text += fmt::format("index {}\n", proof.index);
  for (const auto& hash : proof.path) text += hash_text(hash) + "\n";
  return text + "\n" + proof.head;
}

std::optional<LogProof> log_proof_from(std::string_view text) {
  if (text.size() > kLargestProof || !text.starts_with(kProofBegins)) return std::nullopt;
  text.remove_prefix(kProofBegins.size());
  LogProof proof;
  auto line = line_of(text);
  if (line && line->starts_with("extra ")) {
    auto extra = base::from_base64(line->substr(6));
    if (!extra) return std::nullopt;
    proof.extra = std::move(*extra);
    line = line_of(text);
  }
  const auto index = line && line->starts_with("index ") ? decimal(line->substr(6)) : std::nullopt;
  if (!index) return std::nullopt;
  proof.index = *index;
  for (line = line_of(text); line && !line->empty(); line = line_of(text)) {
    const auto hash = hash_in(*line);
    if (!hash || proof.path.size() >= kMostHashes) return std::nullopt;
    proof.path.push_back(*hash);
  }
  if (!line) return std::nullopt;
  proof.head = std::string(text);
  return proof;
}

}  // namespace loa::trust
