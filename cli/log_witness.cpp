#include "cli/log_witness.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <cctype>
#include <cstdio>
#include <filesystem>
#include <stdexcept>

#include "base/clock.h"
#include "base/files.h"
#include "base/problem.h"
#include "cli/log_keys.h"
#include "cli/trust_commands.h"
#include "cli/words.h"
#include "protocol/http.h"
#include "trust/cosignature.h"
#include "trust/log_proof.h"
#include "trust/tile_nodes.h"
#include "trust/witness.h"

namespace loa::cli {
namespace {

using base::Text;

constexpr std::chrono::seconds kCentrePatience{60};
constexpr const char* kCosignaturePath = "/log/cosignature";

struct WitnessArguments {
  std::string centre;  // "https://..."
  std::string pin;     // of the centre's authority
  std::string key;
  std::string name;
  std::string state;
  KeyArguments sign;
  bool first = false;
};

[[noreturn]] void fail(const Text& why) { throw std::runtime_error(why.shown()); }

// As openssl x509 -fingerprint prints it, or without the colons.
base::Sha256 pin_in(std::string text) {
  std::erase(text, ':');
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
  const auto pin = base::sha256_from_hex(text);
  if (pin) return *pin;
  throw base::BadInput({{base::Severity::error,
                         "bad-pin",
                         {text},
                         "--pin",
                         {"cần 64 chữ số thập lục phân: SHA-256 của authority.pem ở trung tâm",
                          "64 hexadecimal digits are needed: the SHA-256 of the centre's "
                          "authority.pem"}}});
}

// A head with the note that it stands in.
struct NotedHead {
  trust::TreeHead head;
  std::string note;
};

// The log is not the one that it was.
class LogForked : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

[[noreturn]] void forked(const Text& why) { throw LogForked(why.shown()); }

// The centre, over HTTP. Blocks, a minute a request at most; throws std::runtime_error.
class CentreOverHttp {
 public:
  CentreOverHttp(std::string origin, const std::string& pin) : origin_(std::move(origin)) {
    if (pin.empty()) return;
    tls_ = [pin = pin_in(pin)] {
      protocol::TlsClient client;
      client.pin = pin;
      client.time = {base::wall_now(), base::wall_now()};
      return client;
    };
  }

  std::string get(const std::string& path, const std::map<std::string, std::string>& query = {}) {
    protocol::HttpRequest request;
    request.method = "GET";
    request.path = path;
    request.query = query;
    auto answer = ask(std::move(request));
    if (answer.status != 200)
      fail({fmt::format("trung tâm không cho {} (HTTP {})", path, answer.status),
            fmt::format("the centre does not give {} (HTTP {})", path, answer.status)});
    return std::move(answer.body);
  }

  protocol::HttpResponse post(const std::string& path, const std::string& body) {
    protocol::HttpRequest request;
    request.method = "POST";
    request.path = path;
    request.body = body;
    return ask(std::move(request));
  }

 private:
  protocol::HttpResponse ask(protocol::HttpRequest request) {
    boost::asio::io_context loop;
    protocol::HttpClient client(loop, origin_, tls_);
    protocol::HttpResponse answer;
    client.send(std::move(request), kCentrePatience, [&](protocol::HttpResponse response) {
      answer = std::move(response);
      loop.stop();  // the connection would be kept open for a next request
    });
    loop.run();
    if (answer.status == 0)
      fail({fmt::format("không tới được trung tâm {} ({})", origin_, answer.body),
            fmt::format("the centre {} cannot be reached ({})", origin_, answer.body)});
    return answer;
  }

  std::string origin_;
  protocol::TlsClientSource tls_;
};

// One visit. What it does throws LogForked and std::runtime_error.
class Witness {
 public:
  explicit Witness(const WitnessArguments& arguments)
      : arguments_(arguments),
        log_(centre_key_given(arguments.key, "--key")),
        centre_(arguments.centre, arguments.pin),
        signer_(signer_of(arguments.sign)) {}

  void visit() {
    auto seen = seen_before();
    const auto newest = offered();
    if (seen && !has_grown(*seen, newest)) {
      // The last visit may have been cut off before the centre was told.
      tell(seen->note);
      return report({"không có gì mới", "nothing new"}, seen->head);
    }
    if (!seen) return cosign(newest);
    while (seen->head.size < newest.head.size) {
      seen = next_after(*seen, newest);
      cosign(*seen);
    }
  }

 private:
  std::optional<NotedHead> seen_before() const {
    const auto& state = arguments_.state;
    const auto kept = base::read_file_if_exists(state, trust::kLargestProof);
    if (!kept && arguments_.first) return std::nullopt;
    if (!kept)
      fail({state + ": không có; --first chỉ dùng lần đầu. Nếu tệp đã mất thì chép lại từ bản sao "
                    "lưu: thiếu nó thì không biết sổ có bị viết lại hay không",
            state +
                ": is not there; --first is for the first time only. Where it was lost, bring "
                "it back from a backup: without it nobody knows whether the log was rewritten"});
    if (arguments_.first)
      fail({state + ": đã có, --first chỉ dùng lần đầu",
            state + ": is there already; --first is for the first time only"});
    const auto head = trust::read_tree_head(*kept, log_);
    if (!head)
      fail({state + ": không phải đầu sổ của trung tâm này",
            state + ": is no head of this centre's log"});
    return NotedHead{*head, *kept};
  }

  NotedHead offered(const std::map<std::string, std::string>& query = {}) {
    auto note = centre_.get("/log/checkpoint", query);
    const auto head = trust::read_tree_head(note, log_);
    if (!head)
      fail({"đầu sổ không mang chữ ký của khóa trung tâm đã nêu (--key)",
            "the head is not signed by the centre's key that was given (--key)"});
    return {*head, std::move(note)};
  }

  // Heads that other witnesses have cosigned meanwhile, in their order: there they meet.
  NotedHead next_after(const NotedHead& seen, const NotedHead& newest) {
    auto next = offered({{"after", std::to_string(seen.head.size)}});
    if (next.head.size > newest.head.size) next = newest;
    if (!has_grown(seen, next))
      fail({"trung tâm đưa lại đầu sổ cũ", "the centre gives an old head again"});
    return next;
  }

  // False for the same head.
  bool has_grown(const NotedHead& seen, const NotedHead& next) {
    switch (trust::change_of(seen.head, next.head, path_between(seen.head, next.head))) {
      case trust::HeadChange::none:
        return false;
      case trust::HeadChange::grown:
        return true;
      case trust::HeadChange::shrunk:
      case trust::HeadChange::forked:
        break;
    }
    accuse(seen, next);
  }

  std::vector<base::Sha256> path_between(const trust::TreeHead& seen, const trust::TreeHead& next) {
    if (seen.size == 0 || seen.size >= next.size) return {};
    const auto tile = [this](const std::string& path) { return centre_.get("/log/" + path); };
    return trust::consistency_path(seen.size, next.size, trust::nodes_in_tiles(next.size, tile));
  }

  // Both heads are signed by the centre: together they prove it.
  [[noreturn]] void accuse(const NotedHead& seen, const NotedHead& next) {
    const auto evidence = arguments_.state + ".forked";
    std::error_code none;
    if (!std::filesystem::exists(evidence, none)) base::replace_file(evidence, next.note);
    centre_.post(kCosignaturePath, seen.note);  // for its page
    const auto sizes = fmt::format("{} -> {}", seen.head.size, next.head.size);
    const Text how =
        next.head.size < seen.head.size
            ? Text{"SỔ CỦA TRUNG TÂM ĐÃ NGẮN ĐI", "THE CENTRE'S LOG HAS SHRUNK"}
            : Text{"SỔ CỦA TRUNG TÂM ĐÃ BỊ VIẾT LẠI", "THE CENTRE'S LOG WAS REWRITTEN"};
    forked(
        {fmt::format(
             "{} ({} mục). Không làm chứng. Bằng chứng, cả hai đều có chữ ký của trung tâm: "
             "{} và {}. Báo ngay cho người phụ trách.",
             how.vi, sizes, arguments_.state, evidence),
         fmt::format("{} ({} entries). Not witnessed. The evidence, both signed by the centre: {} "
                     "and {}. Tell those in charge at once.",
                     how.en, sizes, arguments_.state, evidence)});
  }

  // What is said is on the disk before anybody hears it.
  void cosign(const NotedHead& head) {
    const auto note = signed_by_the_log(head.note);
    const auto line = trust::cosignature_line(note, arguments_.name, signer_, base::wall_now());
    base::replace_file(arguments_.state, note + line);
    tell(note + line);
    report({"đã làm chứng", "witnessed"}, head.head);
  }

  // Without what others say of it.
  std::string signed_by_the_log(const std::string& note) const {
    const auto parts = trust::signed_note_from(note).value();
    auto text = std::string(parts.text) + "\n";
    for (const auto line : parts.signatures)
      if (trust::signature_in(line, log_)) text += std::string(line) + "\n";
    return text;
  }

  void tell(const std::string& note) {
    const auto answer = centre_.post(kCosignaturePath, note);
    if (answer.status == 200) return;
    if (answer.status == 409)
      forked({"TRUNG TÂM KHÔNG NHẬN ĐẦU SỔ MÀ CHÍNH NÓ ĐÃ KÝ: sổ đã bị viết lại",
              "THE CENTRE DISOWNS A HEAD THAT IT HAS SIGNED: its log was rewritten"});
    const auto own = to_text(trust::witness_key(arguments_.name, signer_.key));
    if (answer.status == 403)
      fail(
          {"trung tâm không nhận lời làm chứng này: hãy xem đồng hồ máy này, và thêm khóa vào "
           "witnesses trong centre.json: " +
               own,
           "the centre does not take this witness's word: look at this machine's clock, and add "
           "the key to witnesses in centre.json: " +
               own});
    fail({fmt::format("trung tâm từ chối (HTTP {}): {}", answer.status, answer.body),
          fmt::format("the centre refused (HTTP {}): {}", answer.status, answer.body)});
  }

  static void report(const Text& what, const trust::TreeHead& head) {
    const Text text{fmt::format("{}: sổ có {} mục", what.vi, head.size),
                    fmt::format("{}: the log has {} entries", what.en, head.size)};
    fmt::print("{}\n", text.shown());
  }

  const WitnessArguments& arguments_;
  const trust::LogKey log_;
  CentreOverHttp centre_;
  const trust::Signer signer_;
};

int witness(const WitnessArguments& arguments) {
  if (!trust::is_note_name(arguments.name))
    return refuse({"--name: không có dấu cách, không có dấu +", "--name: no spaces and no plus"},
                  kUsage);
  if (arguments.centre.starts_with("https://") && arguments.pin.empty())
    return refuse({"https:// cần --pin, SHA-256 của authority.pem ở trung tâm",
                   "https:// needs --pin, the SHA-256 of the centre's authority.pem"},
                  kUsage);
  try {
    Witness(arguments).visit();
    return kFine;
  } catch (const LogForked& error) {
    fmt::print(stderr, "loa: {}\n", error.what());
    return kForked;
  }
}

}  // namespace

void add_log_witness(CLI::App& group, Action& chosen) {
  auto given = std::make_shared<WitnessArguments>();
  auto* command = group.add_subcommand(
      "witness", Text{"làm chứng cho sổ của trung tâm: sổ chỉ dài thêm, không bị viết lại",
                      "witness the centre's log: that it only grows and is not rewritten"}
                     .shown());
  const auto option = [&](const char* name, std::string& value, const char* type,
                          const Text& what) {
    return command->add_option(name, value, what.shown())->type_name(type);
  };
  option("--centre", given->centre, "URL", {"địa chỉ trung tâm", "the centre's address"})
      ->required();
  option("--pin", given->pin, "HEX",
         {"SHA-256 của authority.pem ở trung tâm (openssl x509 -fingerprint -sha256)",
          "SHA-256 of the centre's authority.pem (openssl x509 -fingerprint -sha256)"});
  option("--key", given->key, "KEY",
         {"khóa của trung tâm, hoặc tệp chứa nó", "the centre's key, or a file that holds it"})
      ->required();
  option("--name", given->name, "NAME", {"tên của máy làm chứng", "what the witness is called"})
      ->required();
  option("--state", given->state, "FILE",
         {"tệp nhớ đầu sổ đã làm chứng", "the file of the head that was witnessed last"})
      ->required();
  command->add_flag(
      "--first", given->first,
      Text{"lần đầu, chưa có tệp nhớ", "the first time, without such a file"}.shown());
  add_key_options(*command, given->sign, "--sign");
  command->callback([&chosen, given] { chosen = [given] { return witness(*given); }; });
}

}  // namespace loa::cli
