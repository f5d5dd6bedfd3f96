#include "audio/decoder/http.h"

extern "C" {
#include <libavutil/avstring.h>
#include <libavutil/base64.h>
}

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <optional>
#include <string_view>

#include "audio/decoder/failure.h"
#include "base/ascii.h"

namespace loa::audio {
namespace {

constexpr std::size_t kMostHead = 64UL * 1024;
constexpr std::size_t kMostPath = 4096;
constexpr std::size_t kMostShown = 120;  // of an address that is named
constexpr int kMostRedirects = 5;
constexpr int kBodyBuffer = 16 * 1024;

// Of a line of a head, which ends in "\r\n".
std::string_view trimmed(std::string_view text) { return base::trimmed(text, " \t\r"); }

[[noreturn]] void refuse(const std::string& why) { throw Failure("refused", why); }

struct Url {
  std::string scheme;
  std::string host;
  std::string user;  // "name:password", as it stands in the address
  std::string path;
  int port = 0;

  bool secure() const { return scheme == "https"; }
  // As it stands in an address.
  std::string name() const { return host.find(':') == std::string::npos ? host : "[" + host + "]"; }
  std::string server() const { return name() + ":" + std::to_string(port); }
  // For the field Host: some servers know themselves by it, without the usual port.
  std::string host_field() const { return port == usual_port() ? name() : server(); }
  int usual_port() const { return secure() ? 443 : 80; }
};

// What may not stand in a request is written as RFC 3986 has it.
std::string fit_for_request(std::string_view path) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string fit = path.starts_with('/') ? "" : "/";
  for (const char c : path.substr(0, path.find('#'))) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > ' ' && byte < 0x7F) {
      fit += c;
    } else {
      fit += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
    }
  }
  return fit;
}

Url taken_apart(const std::string& url) {
  std::array<char, 16> scheme{};
  std::array<char, 256> user{};
  std::array<char, 256> host{};
  std::array<char, kMostPath> path{};
  int port = -1;
  av_url_split(scheme.data(), scheme.size(), user.data(), user.size(), host.data(), host.size(),
               &port, path.data(), path.size(), url.c_str());
  Url parts{base::in_small_letters(scheme.data()), base::in_small_letters(host.data()), user.data(),
            fit_for_request(path.data()), port};
  if (port < 0) parts.port = parts.usual_port();
  return parts;
}

// Where a redirect of `from` leads.
std::string led_to(const std::string& from, const std::string& location) {
  if (location.find(':') < location.find_first_of("/?#")) return location;
  const auto host = from.find("://") + 3;
  const auto path = std::min(from.find_first_of("/?#", host), from.size());
  if (location.starts_with("//")) return from.substr(0, host - 2) + location;
  if (location.starts_with("/")) return from.substr(0, path) + location;
  const auto last = from.substr(0, from.find_first_of("?#", host)).rfind('/');
  return from.substr(0, last < path ? path : last) + "/" + location;
}

// It came from outside, and goes into the record.
std::string shown(const std::string& url) {
  std::string text = url.substr(0, kMostShown);
  std::erase_if(text, [](char c) { return c < ' ' || c >= 0x7F || c == '"' || c == '\\'; });
  return text;
}

std::string without_percents(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    const char* hex = text.data() + i + 1;
    const bool coded = text[i] == '%' && i + 2 < text.size() &&
                       std::from_chars(hex, hex + 2, byte, 16).ptr == hex + 2;
    plain += coded ? static_cast<char>(byte) : text[i];
    if (coded) i += 2;
  }
  return plain;
}

std::string authorization(const std::string& user) {
  if (user.empty()) return {};
  const std::string plain = without_percents(user);
  std::array<char, AV_BASE64_SIZE(256)> code{};
  av_base64_encode(code.data(), static_cast<int>(code.size()),
                   reinterpret_cast<const std::uint8_t*>(plain.data()),
                   static_cast<int>(plain.size()));
  return std::string("Authorization: Basic ") + code.data() + "\r\n";
}

struct Head {
  int status = 0;
  std::string reason;
  std::string location;
  std::string mime_type;
  bool chunked = false;
  std::int64_t length = -1;  // of the body; -1 where it ends with the connection
};

void take_field(Head& head, std::string_view line) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return;
  const std::string name = base::in_small_letters(trimmed(line.substr(0, colon)));
  const std::string_view value = trimmed(line.substr(colon + 1));
  if (name == "location") head.location = value;
  if (name == "content-type")
    head.mime_type = base::in_small_letters(trimmed(value.substr(0, value.find(';'))));
  if (name == "transfer-encoding") head.chunked = base::in_small_letters(value) == "chunked";
  if (name != "content-length") return;
  std::int64_t length = -1;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), length);
  if (error == std::errc{} && length >= 0) head.length = length;
}

// "HTTP/1.1 200 OK", or SHOUTcast's "ICY 200 OK".
Head read_head(std::string_view text) {
  Head head;
  const std::string_view first = trimmed(text.substr(0, text.find('\n')));
  const std::string_view answer = first.substr(std::min(first.find(' '), first.size()));
  head.reason = trimmed(answer);
  std::from_chars(head.reason.data(), head.reason.data() + head.reason.size(), head.status);
  const bool http = first.starts_with("HTTP/") || first.starts_with("ICY ");
  if (!http || head.status < 100) refuse("it does not answer as a web server");
  for (std::size_t at = text.find('\n'); at != std::string_view::npos;) {
    const auto next = text.find('\n', at + 1);
    take_field(head, text.substr(at + 1, next - at - 1));
    at = next;
  }
  return head;
}

// A connection whose answer is read: first the head, then the body without what it is wrapped in.
class Conversation {
 public:
  explicit Conversation(AVIOContext* io) : io_(io) {}
  ~Conversation() { avio_closep(&io_); }
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;

  Head ask(const Url& url) {
    const std::string request = "GET " + url.path + " HTTP/1.1\r\nHost: " + url.host_field() +
                                "\r\nUser-Agent: Loa\r\nAccept: */*\r\nConnection: close\r\n" +
                                authorization(url.user) + "\r\n";
    avio_write(io_, reinterpret_cast<const std::uint8_t*>(request.data()),
               static_cast<int>(request.size()));
    avio_flush(io_);
    Head head = read_head(read_head_text());
    chunked_ = head.chunked;
    left_ = head.chunked ? 0 : head.length;
    return head;
  }

  // For avio_alloc_context().
  static int read(void* opaque, std::uint8_t* buffer, int size) {
    return static_cast<Conversation*>(opaque)->read(buffer, size);
  }

 private:
  int read(std::uint8_t* buffer, int size) {
    if (left_ == 0) {
      const int begun = chunked_ ? begin_chunk() : AVERROR_EOF;
      if (begun < 0) return begun;
    }
    const auto most = left_ < 0 ? size : static_cast<int>(std::min<std::int64_t>(left_, size));
    const int got = receive(buffer, most);
    if (got > 0 && left_ > 0) left_ -= got;
    return got == 0 ? AVERROR_EOF : got;
  }

  // What came with the head goes first.
  int receive(std::uint8_t* buffer, int size) {
    const auto here = std::min(ahead_.size(), static_cast<std::size_t>(size));
    if (here == 0) return avio_read_partial(io_, buffer, size);
    std::copy_n(ahead_.begin(), here, buffer);
    ahead_.erase(0, here);
    return static_cast<int>(here);
  }

  int fetch_more() {
    std::array<std::uint8_t, 4096> bytes{};
    const int got = avio_read_partial(io_, bytes.data(), bytes.size());
    if (got > 0)
      ahead_.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(got));
    return got == 0 ? AVERROR_EOF : got;
  }

  std::string read_head_text() {
    for (;;) {
      const auto crlf = ahead_.find("\r\n\r\n");
      const auto lf = ahead_.find("\n\n");
      if (crlf != std::string::npos || lf != std::string::npos) {
        const auto end = crlf < lf ? crlf + 4 : lf + 2;
        std::string head = ahead_.substr(0, end);
        ahead_.erase(0, end);
        return head;
      }
      if (ahead_.size() > kMostHead) refuse("the head of its answer does not end");
      const int got = fetch_more();
      if (got < 0) refuse(got == AVERROR_EOF ? "it closes before it answers" : words_for(got));
    }
  }

  // Up to the first byte of the next chunk (RFC 9112, 7.1): 0, or libav's error number.
  int begin_chunk() {
    for (;;) {
      const auto end = ahead_.find('\n');
      if (end == std::string::npos) {
        if (ahead_.size() > kMostPath) return AVERROR_INVALIDDATA;
        const int got = fetch_more();
        if (got < 0) return got;
        continue;
      }
      const std::string line(trimmed(std::string_view(ahead_).substr(0, end)));
      ahead_.erase(0, end + 1);
      if (line.empty()) continue;  // behind the chunk before
      std::int64_t size = -1;
      const auto [stop, error] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
      if (error != std::errc{} || size < 0) return AVERROR_INVALIDDATA;
      left_ = size;
      chunked_ = size > 0;
      return chunked_ ? 0 : AVERROR_EOF;
    }
  }

  AVIOContext* io_;
  std::string ahead_;
  bool chunked_ = false;
  std::int64_t left_ = -1;
};

std::unique_ptr<Conversation> connected(const Url& url, const AVIOInterruptCB& patience) {
  AVDictionary* options = nullptr;
  av_dict_set(&options, "protocol_whitelist", "tcp,tls", 0);
  AVIOContext* io = nullptr;
  const std::string address = (url.secure() ? "tls://" : "tcp://") + url.server();
  const int opened = avio_open2(&io, address.c_str(), AVIO_FLAG_READ_WRITE, &patience, &options);
  av_dict_free(&options);
  if (opened < 0) refuse(words_for(opened));
  return std::make_unique<Conversation>(io);
}

AVIOContext* body_of(std::unique_ptr<Conversation> conversation) {
  auto* buffer = static_cast<unsigned char*>(av_malloc(kBodyBuffer));
  AVIOContext* body = avio_alloc_context(buffer, kBodyBuffer, 0, conversation.get(),
                                         &Conversation::read, nullptr, nullptr);
  if (buffer == nullptr || body == nullptr) refuse("out of memory");
  conversation.release();  // NOLINT(bugprone-unused-return-value): lives as long as the process
  return body;
}

}  // namespace

bool same_server(const std::string& own, const std::string& url) {
  const Url one = taken_apart(own);
  const Url other = taken_apart(url);
  if (other.host != one.host || (other.scheme != "http" && !other.secure())) return false;
  const bool same_door = other.scheme == one.scheme && other.port == one.port;
  return same_door ||
         (one.scheme == "http" && one.port == 80 && other.secure() && other.port == 443);
}

Answer ask(const std::string& own, const AVIOInterruptCB& patience) {
  std::string url = own;
  for (int redirects = 0; redirects <= kMostRedirects; ++redirects) {
    const Url parts = taken_apart(url);
    auto conversation = connected(parts, patience);
    const Head head = conversation->ask(parts);
    if (head.status >= 200 && head.status < 300)
      return {body_of(std::move(conversation)), head.mime_type};
    if (head.status >= 400 || head.location.empty()) refuse("it answers " + shown(head.reason));
    url = led_to(url, head.location);
    if (!same_server(own, url)) refuse("it redirects to another server, " + shown(url));
  }
  refuse("it redirects in circles");
}

}  // namespace loa::audio
