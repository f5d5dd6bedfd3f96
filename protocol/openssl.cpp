#include "protocol/openssl.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <ctime>
#include <stdexcept>

namespace loa::protocol::openssl {
namespace {

constexpr std::size_t kEd25519Bytes = 32;

Memory reader_of(std::string_view text) {
  Memory memory(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  if (!memory) fail("BIO_new_mem_buf");
  return memory;
}

// A key in a file of ours is never locked: without this OpenSSL would ask at the terminal.
int no_passphrase(char*, int, int, void*) { return 0; }

}  // namespace

void fail(const char* what) {
  char text[256];
  ERR_error_string_n(ERR_peek_last_error(), text, sizeof text);
  ERR_clear_error();
  throw std::runtime_error(std::string(what) + ": " + text);
}

Certificate certificate_from(std::string_view pem) {
  Certificate read(PEM_read_bio_X509(reader_of(pem).get(), nullptr, no_passphrase, nullptr));
  ERR_clear_error();
  return read;
}

Key key_from(std::string_view pem) {
  Key read(PEM_read_bio_PrivateKey(reader_of(pem).get(), nullptr, no_passphrase, nullptr));
  ERR_clear_error();
  return read;
}

std::string common_name(X509* certificate) {
  const X509_NAME* subject = X509_get_subject_name(certificate);
  const int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
  if (at < 0) return "";
  unsigned char* text = nullptr;
  const int size =
      ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
  if (size < 0) return "";
  std::string name(reinterpret_cast<char*>(text), static_cast<std::size_t>(size));
  OPENSSL_free(text);
  return name;
}

std::string ed25519_key(X509* certificate) {
  const EVP_PKEY* key = X509_get0_pubkey(certificate);
  if (key == nullptr || EVP_PKEY_get_id(key) != EVP_PKEY_ED25519) return "";
  std::string bytes(kEd25519Bytes, '\0');
  std::size_t size = bytes.size();
  const bool got =
      EVP_PKEY_get_raw_public_key(key, reinterpret_cast<unsigned char*>(bytes.data()), &size) == 1;
  return got ? bytes : "";
}

base::Wall time_from(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
  return base::Wall(std::chrono::seconds(::timegm(&parts)));
}

std::string der(X509* certificate) {
  unsigned char* bytes = nullptr;
  const int size = i2d_X509(certificate, &bytes);
  if (size < 0) fail("i2d_X509");
  std::string text(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  return text;
}

}  // namespace loa::protocol::openssl
