// One connection's two ends, without a server around them.
#include "protocol/tls_end.h"

#include <gtest/gtest.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <string>

#include "protocol/certificate.h"

namespace loa::protocol {
namespace {

using boost::asio::ip::tcp;

const base::Wall kDay = *base::from_rfc3339("2026-11-27T08:00:00Z");
const Validity kTwoDays{kDay - std::chrono::hours(24), kDay + std::chrono::hours(24)};

class TlsEnds : public testing::Test {
 protected:
  TlsEnds() {
    tcp::acceptor acceptor(loop_, {boost::asio::ip::address_v4::loopback(), 0});
    far_.connect(acceptor.local_endpoint());
    near_ = acceptor.accept();
    near_.non_blocking(true);
    far_.non_blocking(true);
    const auto authority = make_authority("Loa", kTwoDays);
    const auto key = base::SigningKey::generate();
    const std::string raw(key.public_key.begin(), key.public_key.end());
    TlsClient belief{
        read_certificate(authority.certificates).value().fingerprint, {kDay, kDay}, {}};
    belief.identity = {issue_client(authority, "st-1", raw, kTwoDays), to_pem(key)};
    client_.emplace(client_context(belief), far_);
    server_.emplace(server_context({issue_server(authority, {"127.0.0.1"}, kTwoDays),
                                    authority.certificates, false}),
                    near_);
    for (bool waits = true; waits;) {
      waits = client_->shake_hands(TlsEnd::Side::client).wait.has_value();
      waits = server_->shake_hands(TlsEnd::Side::server).wait.has_value() || waits;
    }
  }

  // What `to` reads of what `from` writes.
  static std::string carried(TlsEnd& from, TlsEnd& to, const std::string& text) {
    EXPECT_EQ(from.write(boost::asio::buffer(text)).moved, text.size());
    std::array<char, 100> into{};
    auto step = to.read(boost::asio::buffer(into));
    while (step.wait) step = to.read(boost::asio::buffer(into));
    return {into.data(), step.moved};
  }

  boost::asio::io_context loop_;
  tcp::socket near_{loop_};
  tcp::socket far_{loop_};
  std::optional<TlsEnd> client_;
  std::optional<TlsEnd> server_;
};

TEST_F(TlsEnds, go_on_without_the_certificate_that_was_shown_through_a_change_of_keys) {
  EXPECT_EQ(peer_certificate(server_->native_handle()).value().name, "st-1");
  forget_peer_certificate(server_->native_handle());
  EXPECT_FALSE(peer_certificate(server_->native_handle())) << "it takes no memory any more";
  EXPECT_EQ(SSL_get0_verified_chain(server_->native_handle()), nullptr);
  EXPECT_EQ(carried(*client_, *server_, "asked"), "asked");
  EXPECT_EQ(carried(*server_, *client_, "answered"), "answered");
  ASSERT_EQ(SSL_key_update(client_->native_handle(), SSL_KEY_UPDATE_REQUESTED), 1);
  EXPECT_EQ(carried(*client_, *server_, "by other keys"), "by other keys");
  EXPECT_EQ(carried(*server_, *client_, "by others too"), "by others too");
  EXPECT_EQ(SSL_get_verify_result(server_->native_handle()), X509_V_OK);
}

}  // namespace
}  // namespace loa::protocol
