// OpenSSL's objects with owners. Private to the files of this room that speak with OpenSSL.
#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <string_view>

#include "base/time.h"

namespace loa::protocol::openssl {

template <auto Free>
struct FreedBy {
  template <class Object>
  void operator()(Object* object) const {
    Free(object);
  }
};

using Certificate = std::unique_ptr<X509, FreedBy<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, FreedBy<EVP_PKEY_free>>;
using Memory = std::unique_ptr<BIO, FreedBy<BIO_free>>;

// Throws std::runtime_error with what OpenSSL says last.
[[noreturn]] void fail(const char* what);

// Null where there is none.
Certificate certificate_from(std::string_view pem);
Key key_from(std::string_view pem);

std::string common_name(X509* certificate);
std::string ed25519_key(X509* certificate);  // 32 bytes, or ""
base::Wall time_from(const ASN1_TIME* time);
std::string der(X509* certificate);

}  // namespace loa::protocol::openssl
