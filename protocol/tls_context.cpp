#include "protocol/tls_context.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <boost/asio/ip/address.hpp>
#include <stdexcept>

namespace loa::protocol {
namespace {

namespace ssl = boost::asio::ssl;

// Whoever shows a longer chain is none of ours.
constexpr int kLongestChain = 2;

X509* pinned(STACK_OF(X509) * shown, const base::Sha256& pin) {
  for (int i = 0; i < sk_X509_num(shown); ++i) {
    X509* each = sk_X509_value(shown, i);
    if (base::sha256(openssl::der(each)) == pin) return each;
  }
  return nullptr;
}

int check_time(X509* certificate, const TimeBounds& time) {
  if (openssl::time_from(X509_get0_notAfter(certificate)) < time.earliest)
    return X509_V_ERR_CERT_HAS_EXPIRED;
  if (time.latest && openssl::time_from(X509_get0_notBefore(certificate)) > *time.latest)
    return X509_V_ERR_CERT_NOT_YET_VALID;
  return X509_V_OK;
}

bool within_time(X509_STORE_CTX* context, const TimeBounds& time) {
  STACK_OF(X509)* chain = X509_STORE_CTX_get0_chain(context);
  for (int i = 0; i < sk_X509_num(chain); ++i) {
    const int error = check_time(sk_X509_value(chain, i), time);
    if (error == X509_V_OK) continue;
    X509_STORE_CTX_set_error(context, error);
    return false;
  }
  return true;
}

// In the place of OpenSSL's own judgement, which knows only the system's time: the same chain
// check, from the one authority that is believed.
int judge(X509_STORE_CTX* context, void* given) {
  const auto& belief = *static_cast<const Belief*>(given);
  X509* authority = belief.authority.get();
  if (authority == nullptr && belief.pin)
    authority = pinned(X509_STORE_CTX_get0_untrusted(context), *belief.pin);
  if (authority == nullptr) {
    X509_STORE_CTX_set_error(context, X509_V_ERR_CERT_UNTRUSTED);
    return 0;
  }
  using Stack =
      std::unique_ptr<STACK_OF(X509),
                      openssl::FreedBy<[](STACK_OF(X509) * stack) { sk_X509_free(stack); }>>;
  const Stack trusted(sk_X509_new_null());
  sk_X509_push(trusted.get(), authority);
  X509_STORE_CTX_set0_trusted_stack(context, trusted.get());
  X509_VERIFY_PARAM_set_flags(X509_STORE_CTX_get0_param(context), X509_V_FLAG_NO_CHECK_TIME);
  if (X509_verify_cert(context) != 1) return 0;
  const bool in_time = !belief.time || within_time(context, *belief.time);
  // The connection would keep the chain to its end.
  X509_STORE_CTX_set0_verified_chain(context, nullptr);
  return in_time ? 1 : 0;
}

[[noreturn]] void unusable(const std::string& what) {
  throw std::runtime_error("TLS: cannot use the " + what);
}

}  // namespace

TlsContext::TlsContext(Belief whom) : belief(std::move(whom)) {
  SSL_CTX* raw = ssl.native_handle();
  SSL_CTX_set_min_proto_version(raw, TLS1_3_VERSION);
  // Connections are kept; a resumed one would carry a certificate that was judged before.
  SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(raw, 0);
  SSL_CTX_set_verify_depth(raw, kLongestChain);
  SSL_CTX_set_cert_verify_callback(raw, judge, &belief);
}

void TlsContext::show(const TlsIdentity& identity) {
  boost::system::error_code error;
  ssl.use_certificate_chain(boost::asio::buffer(identity.certificates), error);
  if (error) unusable("certificate: " + error.message());
  ssl.use_private_key(boost::asio::buffer(identity.key), ssl::context::pem, error);
  if (error) unusable("key: " + error.message());
}

std::shared_ptr<TlsContext> server_context(const TlsServer& settings) {
  auto context = std::make_shared<TlsContext>(
      Belief{openssl::certificate_from(settings.client_authority), std::nullopt, std::nullopt});
  context->show(settings.identity);
  X509* authority = context->belief.authority.get();
  if (settings.client_authority.empty()) return context;
  if (authority == nullptr) unusable("authority");
  // Browsers offer their user only certificates of the authority that is named here.
  SSL_CTX_add_client_CA(context->ssl.native_handle(), authority);
  SSL_CTX_set_verify(context->ssl.native_handle(), SSL_VERIFY_PEER, nullptr);
  return context;
}

std::shared_ptr<TlsContext> client_context(const TlsClient& settings) {
  auto context = std::make_shared<TlsContext>(Belief{nullptr, settings.pin, settings.time});
  if (!settings.identity.certificates.empty()) context->show(settings.identity);
  if (settings.system_authorities) {
    SSL_CTX_set_cert_verify_callback(context->ssl.native_handle(), nullptr, nullptr);
    SSL_CTX_set_default_verify_paths(context->ssl.native_handle());
  }
  SSL_CTX_set_verify(context->ssl.native_handle(), SSL_VERIFY_PEER, nullptr);
  return context;
}

void expect_host(SSL* connection, const std::string& host) {
  boost::system::error_code no_address;
  boost::asio::ip::make_address(host, no_address);
  X509_VERIFY_PARAM* wanted = SSL_get0_param(connection);
  if (!no_address) {
    X509_VERIFY_PARAM_set1_ip_asc(wanted, host.c_str());
    return;
  }
  X509_VERIFY_PARAM_set1_host(wanted, host.c_str(), host.size());
  SSL_set_tlsext_host_name(connection, host.c_str());
}

std::string failure_of(const SSL* connection, const boost::system::error_code& error) {
  const long verdict = SSL_get_verify_result(connection);
  if (verdict == X509_V_OK) return "TLS: " + error.message();
  if (verdict == X509_V_ERR_CERT_UNTRUSTED)
    return "TLS: the certificate is not of the authority that is expected";
  return std::string("TLS: ") + X509_verify_cert_error_string(verdict);
}

std::optional<PeerCertificate> peer_certificate(const SSL* connection) {
  const openssl::Certificate shown(SSL_get1_peer_certificate(connection));
  if (!shown) return std::nullopt;
  return PeerCertificate{openssl::common_name(shown.get()), openssl::ed25519_key(shown.get()),
                         openssl::time_from(X509_get0_notAfter(shown.get()))};
}

// There is no call for it, but a session can be read anew, of one in which there is no certificate.
void forget_peer_certificate(SSL* connection) {
  SSL_SESSION* kept = SSL_get_session(connection);
  const std::unique_ptr<SSL_SESSION, openssl::FreedBy<SSL_SESSION_free>> blank(SSL_SESSION_new());
  if (kept == nullptr || !blank) return;
  SSL_SESSION_set_protocol_version(blank.get(), SSL_SESSION_get_protocol_version(kept));
  SSL_SESSION_set_cipher(blank.get(), SSL_SESSION_get0_cipher(kept));
  unsigned char* text = nullptr;
  const int size = i2d_SSL_SESSION(blank.get(), &text);
  if (size <= 0) return;
  const unsigned char* at = text;
  if (d2i_SSL_SESSION(&kept, &at, size) == nullptr) ERR_clear_error();
  OPENSSL_free(text);
}

}  // namespace loa::protocol
