// HTTP, with or without TLS, behind a plain interface, so that Beast and OpenSSL are compiled in
// one place. The server and the client run on one Asio loop and thread; nothing here blocks.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/tls.h"

namespace boost::asio {
class io_context;
}

namespace loa::base {
struct SigningKey;
}

namespace loa::protocol {

struct HttpRequest {
  std::string method;  // GET, POST...
  std::string path;    // decoded, without the query
  std::map<std::string, std::string> query;
  std::map<std::string, std::string> headers;       // names in lower case
  std::string_view header(const char* name) const;  // "" if there is none
  std::string body;
  std::string peer;                                           // the caller's address
  std::optional<PeerCertificate> certificate = std::nullopt;  // the caller's, where it showed one
};

// The server's end of a WebSocket (RFC 6455). The loop's thread.
class HttpSocket {
 public:
  virtual ~HttpSocket() = default;
  // A text message. Of one that has ended already it is ignored.
  virtual void send(std::string text) = 0;
  // Ends it, after what was sent.
  virtual void close() = 0;
};

// Who a WebSocket's messages are for. Called on the loop's thread.
struct SocketEvents {
  std::function<void(std::string_view)> received;  // a binary message, 64 kB at most
  // Once, last. False where the peer was gone, or said nothing for 4 s, and did not say goodbye.
  std::function<void(bool orderly)> closed;
};

class SentFile;  // http_file.h

// A part of a file that is sent in place of a body, piece by piece.
struct FilePart {
  std::shared_ptr<const SentFile> file;  // null: the body is sent
  std::uint64_t offset = 0;
  std::uint64_t length = 0;  // the file has as many
};

struct HttpResponse {
  int status = 200;
  std::string type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  // Of 101: the connection becomes a WebSocket and is handed over. A request that is no upgrade to
  // one is answered 426 instead.
  std::function<SocketEvents(std::shared_ptr<HttpSocket>)> upgrade = nullptr;
  FilePart file = {};
  // What the server showed, of what a client was answered over TLS.
  std::optional<PeerCertificate> certificate = std::nullopt;

  // "" where it has none. Of what a client was answered: names are in lower case there.
  std::string_view header(std::string_view name) const;
};

// Answers once, at once or later, on the loop's thread.
using HttpReply = std::function<void(HttpResponse)>;
using HttpHandler = std::function<void(HttpRequest, HttpReply)>;

// What a request may send, by what it says before its body: nothing, and what it is answered at
// once; or so many bytes, with a name for what they are.
struct BodyRule {
  std::string kind;
  std::size_t most = 0;
  std::optional<HttpResponse> refusal = std::nullopt;
};

struct HttpServerSettings {
  std::string address = "127.0.0.1";
  unsigned short port = 0;                   // 0: any free one
  std::size_t max_body = 4UL * 1024 * 1024;  // of whatever request
  // Asked for each request with a body once its header is there, before a byte of the body is
  // taken; the request has none yet. Null: only max_body counts.
  std::function<BodyRule(const HttpRequest&)> body_rule = nullptr;
  // What one who says by his header that he sends more than the rule's `most` is told. Null: a 413
  // with "kind" and "most".
  std::function<HttpResponse(const BodyRule&)> too_large = nullptr;
  std::size_t max_connections = 256;
  std::chrono::seconds patience{30};  // for a request to arrive whole, and for idling
  // A server on a loopback address answers only to localhost, a loopback address and these names
  // in Host (lower case, without port): a page elsewhere cannot reach it under a name of its own.
  std::vector<std::string> hosts;
  std::optional<TlsServer> tls = std::nullopt;  // nothing: plain HTTP
};

// Serves HTTP/1.0 and 1.1. What it settles itself, without asking the handler: malformed requests
// (400), too large ones (413, 431), a foreign Host (421), a request that changes something or asks
// for another protocol and comes from a page of another origin (403), methods nobody has (501),
// OPTIONS; a handler that throws, or drops its reply, is a 500 and a line in the log. HEAD reaches
// the handler as GET. Slow requests and idle connections are closed after `patience`; when
// `max_connections` are open, the one that idles longest makes room. With `tls`, a handshake must
// be done within `patience`, 10 s at most. A browser that speaks plain HTTP is sent to https (308),
// any other caller told so (400, https-needed).
class HttpServer {
 public:
  // Listens at once; throws std::system_error if the address is taken, std::runtime_error if the
  // certificate or key of `settings.tls` cannot be used.
  HttpServer(boost::asio::io_context& loop, HttpServerSettings settings, HttpHandler handler);
  // Closes every connection. A reply kept beyond this is ignored, but must not outlive the loop.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  unsigned short port() const;
  // Shows another certificate to those who connect from now on. Only where `settings.tls` was
  // given; throws as the constructor.
  void show(const TlsIdentity& identity);
  // Cuts the connections of those who showed a certificate of this name.
  void disconnect(const std::string& name);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

// status 0 means that no answer came; `body` then says why, in English. Header names in lower case.
using HttpDone = std::function<void(HttpResponse)>;

// Requests to one server, one after another over a connection that is kept open between them. A
// kept connection that turns out dead before any answer is opened again, once, and the request
// repeated: requests must bear that, as all of Loa's do.
class HttpClient {
 public:
  static constexpr std::size_t kMaxAnswer = 16UL * 1024 * 1024;

  // `origin`: "http://127.0.0.1:8480", or https where `tls` is given. Throws std::invalid_argument
  // if it is not one. An answer with a larger body than `max_answer` is none.
  HttpClient(boost::asio::io_context& loop, const std::string& origin,
             TlsClientSource tls = nullptr, std::size_t max_answer = kMaxAnswer);
  // Gives up what is under way; its `done` is not called any more.
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;
  // Calls `done` once, on the loop, never inside send(), at the latest when `patience` has passed.
  // Of the request counts: method, path, query, headers, body.
  void send(HttpRequest request, std::chrono::milliseconds patience, HttpDone done);
  // The next request goes over a new connection. Not while one is under way, but in its `done`.
  void reconnect();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

// A station's requests carry its id and an Ed25519 signature over
// "LOA1\n" method "\n" path "\n" station "\n" SHA-256(body) in hexadecimal, in the headers
// loa-station and loa-signature (base64). docs/protocol.md, Authentication.
std::string signed_text(std::string_view method, std::string_view path, std::string_view station,
                        std::string_view body);
// Requests with those headers.
HttpRequest signed_get(const base::SigningKey& key, const std::string& station,
                       const std::string& path);
HttpRequest signed_post(const base::SigningKey& key, const std::string& station,
                        const std::string& path, const std::string& body);

}  // namespace loa::protocol
