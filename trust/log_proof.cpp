#include "trust/log_proof.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace loa::trust {
namespace {

constexpr std::string_view kProofBegins = "c2sp.org/tlog-proof@v1\n";
constexpr std::size_t kMostHashes = 64;

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

}  // namespace

LogKey centre_log(const PublicKey& key) {
  const std::string_view raw(reinterpret_cast<const char*>(key.data()), key.size());
  return {"loa-centre/" + base::to_hex(base::sha256(raw)).substr(0, 16), key};
}

std::string write_tree_head(const std::string& name, const TreeHead& head,
                            const base::SigningKey& key) {
  const auto text = fmt::format("{}\n{}\n{}\n", name, head.size, hash_text(head.root));
  const auto signature = base::sign(key, text);
  return text + "\n" +
         signature_line({name, key.public_key}, std::string(signature.begin(), signature.end()));
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
