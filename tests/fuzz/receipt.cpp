// Receipts and all that lies in them, over any bytes: what is read is written the same again, and
// nothing is believed that the key has not signed.
#include <cstdlib>

#include "protocol/receipt.h"
#include "trust/cosignature.h"
#include "trust/tile_path.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace loa;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const auto key = trust::centre_log(base::SigningKey::generate().public_key);
  const auto found = protocol::verify_receipt(text, key, "receipt");
  if (found.problems.empty()) std::abort();
  if (protocol::is_receipt_for(text, key, "st-1", {})) std::abort();
  if (const auto proof = trust::log_proof_from(text)) {
    const auto again = trust::log_proof_from(trust::to_text(*proof));
    if (!again || trust::to_text(*again) != trust::to_text(*proof)) std::abort();
  }
  if (const auto batch = protocol::logged_batch_from(text);
      batch && protocol::to_text(*batch) != text)
    std::abort();
  if (const auto row = protocol::row_proof_from(text);
      row && !protocol::row_proof_from(protocol::to_json(*row)))
    std::abort();
  if (const auto name = trust::log_key_from(text); name && trust::to_text(*name) != text)
    std::abort();
  if (const auto name = trust::witness_key_from(text); name && trust::to_text(*name) != text)
    std::abort();
  if (const auto path = trust::tile_path_from(text); path && trust::to_text(*path) != text)
    std::abort();
  static const auto witness = trust::witness_key("w", key.key);
  if (!trust::cosignatures(text, {witness, key}, base::Wall(std::chrono::hours{24 * 365 * 60}))
           .empty())
    std::abort();
  return 0;
}
