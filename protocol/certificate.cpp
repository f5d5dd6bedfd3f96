#include "protocol/certificate.h"

#include <date/date.h>
#include <fmt/format.h>
#include <openssl/pem.h>
#include <openssl/rand.h>

#include <boost/asio/ip/address.hpp>
#include <stdexcept>

#include "protocol/openssl.h"

namespace loa::protocol {
namespace {

using openssl::fail;

constexpr long kVersion3 = 2;  // RFC 5280, 4.1.2.1: counted from 0
constexpr int kSerialBytes = 16;
// Callers go by the alternative names (RFC 9525); a host may be longer than this may.
constexpr auto kServerName = "Loa";

// Who puts the signature, and under which name.
struct Issuer {
  X509* certificate;
  EVP_PKEY* key;
};

template <class Write>
std::string pem_of(Write write) {
  const openssl::Memory memory(BIO_new(BIO_s_mem()));
  if (!memory || write(memory.get()) != 1) fail("PEM");
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

std::string pem_of(X509* certificate) {
  return pem_of([&](BIO* out) { return PEM_write_bio_X509(out, certificate); });
}

std::string pem_of(EVP_PKEY* key) {
  return pem_of([&](BIO* out) {
    return PEM_write_bio_PKCS8PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
  });
}

openssl::Key p256_key() {
  openssl::Key key(EVP_EC_gen("P-256"));
  if (!key) fail("EVP_EC_gen");
  return key;
}

// By its digits: a 32-bit time_t ends in 2038, and certificates do not.
void set_time(ASN1_TIME* time, base::Wall wall) {
  const auto digits = date::format("%Y%m%d%H%M%SZ", std::chrono::floor<std::chrono::seconds>(wall));
  if (ASN1_TIME_set_string_X509(time, digits.c_str()) != 1) fail("ASN1_TIME_set_string_X509");
}

void set_serial(X509* certificate) {
  unsigned char bytes[kSerialBytes];
  if (RAND_bytes(bytes, kSerialBytes) != 1) fail("RAND_bytes");
  bytes[0] = static_cast<unsigned char>((bytes[0] & 0x7fU) | 0x40U);  // positive, of full length
  BIGNUM* number = BN_bin2bn(bytes, kSerialBytes, nullptr);
  BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate));
  BN_free(number);
}

openssl::Certificate blank(const std::string& name, EVP_PKEY* key, const Validity& validity) {
  openssl::Certificate made(X509_new());
  if (!made) fail("X509_new");
  X509_set_version(made.get(), kVersion3);
  set_serial(made.get());
  set_time(X509_getm_notBefore(made.get()), validity.from);
  set_time(X509_getm_notAfter(made.get()), validity.until);
  const auto* text = reinterpret_cast<const unsigned char*>(name.data());
  if (X509_NAME_add_entry_by_NID(X509_get_subject_name(made.get()), NID_commonName, MBSTRING_UTF8,
                                 text, static_cast<int>(name.size()), -1, 0) != 1)
    fail("X509_NAME_add_entry");
  if (X509_set_pubkey(made.get(), key) != 1) fail("X509_set_pubkey");
  return made;
}

void extend(X509* certificate, const Issuer& issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer.certificate, certificate, nullptr, nullptr, 0);
  using Extension = std::unique_ptr<X509_EXTENSION, openssl::FreedBy<X509_EXTENSION_free>>;
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  if (!extension || X509_add_ext(certificate, extension.get(), -1) != 1) fail(value.c_str());
}

void sign(X509* certificate, const Issuer& issuer) {
  extend(certificate, issuer, NID_subject_key_identifier, "hash");
  extend(certificate, issuer, NID_authority_key_identifier, "keyid");
  X509_set_issuer_name(certificate, X509_get_subject_name(issuer.certificate));
  if (X509_sign(certificate, issuer.key, EVP_sha256()) == 0) fail("X509_sign");
}

std::string alternative_names(const std::vector<std::string>& hosts) {
  std::string text;
  for (const auto& host : hosts) {
    // A comma would begin another entry, of any kind.
    if (host.find_first_of(", ") != std::string::npos)
      throw std::runtime_error("not a host: " + host);
    boost::system::error_code no_address;
    boost::asio::ip::make_address(host, no_address);
    text += fmt::format("{}{}:{}", text.empty() ? "" : ",", no_address ? "DNS" : "IP", host);
  }
  return text;
}

void make_server(X509* certificate, const Issuer& issuer, const std::vector<std::string>& hosts) {
  extend(certificate, issuer, NID_basic_constraints, "critical,CA:FALSE");
  extend(certificate, issuer, NID_key_usage, "critical,digitalSignature");
  extend(certificate, issuer, NID_ext_key_usage, "serverAuth");
  extend(certificate, issuer, NID_subject_alt_name, alternative_names(hosts));
}

struct Authority {
  explicit Authority(const TlsIdentity& identity)
      : certificate(openssl::certificate_from(identity.certificates)),
        key(openssl::key_from(identity.key)) {
    if (!certificate || !key || X509_check_private_key(certificate.get(), key.get()) != 1)
      throw std::runtime_error("the authority's certificate and key are not a pair");
  }
  Issuer issuer() const { return {certificate.get(), key.get()}; }

  openssl::Certificate certificate;
  openssl::Key key;
};

std::string address_text(const ASN1_OCTET_STRING* address) {
  const auto* bytes = ASN1_STRING_get0_data(address);
  if (ASN1_STRING_length(address) == 4) {
    boost::asio::ip::address_v4::bytes_type four{};
    std::copy_n(bytes, four.size(), four.begin());
    return boost::asio::ip::address_v4(four).to_string();
  }
  boost::asio::ip::address_v6::bytes_type sixteen{};
  if (ASN1_STRING_length(address) != static_cast<int>(sixteen.size())) return "";
  std::copy_n(bytes, sixteen.size(), sixteen.begin());
  return boost::asio::ip::address_v6(sixteen).to_string();
}

std::vector<std::string> hosts_of(X509* certificate) {
  using Names = std::unique_ptr<GENERAL_NAMES, openssl::FreedBy<GENERAL_NAMES_free>>;
  const Names names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  std::vector<std::string> hosts;
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type == GEN_IPADD) hosts.push_back(address_text(name->d.iPAddress));
    if (name->type != GEN_DNS) continue;
    hosts.emplace_back(reinterpret_cast<const char*>(ASN1_STRING_get0_data(name->d.dNSName)),
                       static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName)));
  }
  return hosts;
}

}  // namespace

TlsIdentity make_authority(const std::string& name, const Validity& validity) {
  const auto key = p256_key();
  const auto made = blank(name, key.get(), validity);
  const Issuer itself{made.get(), key.get()};
  extend(made.get(), itself, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  extend(made.get(), itself, NID_key_usage, "critical,keyCertSign,cRLSign");
  sign(made.get(), itself);
  return {pem_of(made.get()), pem_of(key.get())};
}

TlsIdentity issue_server(const TlsIdentity& authority, const std::vector<std::string>& hosts,
                         const Validity& validity) {
  const Authority signer(authority);
  const auto key = p256_key();
  const auto made = blank(kServerName, key.get(), validity);
  make_server(made.get(), signer.issuer(), hosts);
  sign(made.get(), signer.issuer());
  return {pem_of(made.get()) + pem_of(signer.certificate.get()), pem_of(key.get())};
}

TlsIdentity self_signed_server(const std::vector<std::string>& hosts, const Validity& validity) {
  const auto key = p256_key();
  const auto made = blank(kServerName, key.get(), validity);
  const Issuer itself{made.get(), key.get()};
  make_server(made.get(), itself, hosts);
  sign(made.get(), itself);
  return {pem_of(made.get()), pem_of(key.get())};
}

std::string issue_client(const TlsIdentity& authority, const std::string& name,
                         std::string_view public_key, const Validity& validity) {
  const Authority signer(authority);
  const openssl::Key key(EVP_PKEY_new_raw_public_key(
      EVP_PKEY_ED25519, nullptr, reinterpret_cast<const unsigned char*>(public_key.data()),
      public_key.size()));
  if (!key) fail("EVP_PKEY_new_raw_public_key");
  const auto made = blank(name, key.get(), validity);
  extend(made.get(), signer.issuer(), NID_basic_constraints, "critical,CA:FALSE");
  extend(made.get(), signer.issuer(), NID_key_usage, "critical,digitalSignature");
  extend(made.get(), signer.issuer(), NID_ext_key_usage, "clientAuth");
  sign(made.get(), signer.issuer());
  return pem_of(made.get());
}

std::string to_pem(const base::SigningKey& key) {
  const auto seed = key.seed();
  const openssl::Key made(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
  if (!made) fail("EVP_PKEY_new_raw_private_key");
  return pem_of(made.get());
}

std::optional<CertificateFacts> read_certificate(std::string_view pem) {
  const auto read = openssl::certificate_from(pem);
  if (!read) return std::nullopt;
  CertificateFacts facts;
  facts.name = openssl::common_name(read.get());
  facts.hosts = hosts_of(read.get());
  facts.validity = {openssl::time_from(X509_get0_notBefore(read.get())),
                    openssl::time_from(X509_get0_notAfter(read.get()))};
  facts.public_key = openssl::ed25519_key(read.get());
  facts.fingerprint = base::sha256(openssl::der(read.get()));
  return facts;
}

}  // namespace loa::protocol
