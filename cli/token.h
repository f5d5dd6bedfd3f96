// A key that a PKCS#11 token keeps and never gives out, named by a URI (RFC 7512), such as
// "pkcs11:token=Xa%20Phu%20Van;object=ky-lich". Ed25519 as PKCS #11 v3.0 has it: section 2.3.5,
// CKK_EC_EDWARDS, CKM_EC_EDWARDS_KEY_PAIR_GEN, CKM_EDDSA. The token's library is one that p11-kit
// knows, or the one that "?module-path=/..." in the URI names.
#pragma once

#include <string>
#include <string_view>

#include "trust/envelope.h"

namespace loa::cli {

bool names_token_key(std::string_view text);

// Each blocks on the token, and throws base::BadInput, in words for who holds it, where there is no
// such token or key, the PIN is wrong, or the token refuses.
trust::PublicKey token_public_key(const std::string& uri);
// Makes the key on the token, with the URI's "object" for its label.
trust::PublicKey make_token_key(const std::string& uri, const std::string& pin);
// Signs as long as the token stays in its place.
trust::Signer token_signer(const std::string& uri, const std::string& pin);

}  // namespace loa::cli
