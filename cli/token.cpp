#include "cli/token.h"

#include <fmt/format.h>
#include <p11-kit/p11-kit.h>
#include <p11-kit/uri.h>

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "base/problem.h"

namespace loa::cli {
namespace {

using base::Text;

constexpr std::string_view kScheme = "pkcs11:";
// DER of the curve's name, as tokens want it: a PrintableString "edwards25519".
constexpr std::array<CK_BYTE, 14> kEd25519{0x13, 0x0c, 'e', 'd', 'w', 'a', 'r',
                                           'd',  's',  '2', '5', '5', '1', '9'};
constexpr std::size_t kKeyBytes = std::tuple_size_v<trust::PublicKey>;

[[noreturn]] void fail(const std::string& uri, const char* code, Text message) {
  throw base::BadInput({{base::Severity::error, code, {uri}, "", std::move(message)}});
}

void check(const std::string& uri, CK_RV result) {
  if (result == CKR_OK) return;
  if (result == CKR_PIN_INCORRECT || result == CKR_PIN_LEN_RANGE || result == CKR_PIN_LOCKED) {
    fail(uri, "bad-pin", {"mã PIN sai, hoặc thẻ đã khóa", "the PIN is wrong, or locked"});
  }
  const std::string why = p11_kit_strerror(result);
  fail(uri, "token", {"thẻ không làm được: " + why, "the token refused: " + why});
}

struct UriFree {
  void operator()(P11KitUri* uri) const { p11_kit_uri_free(uri); }
};
using Uri = std::unique_ptr<P11KitUri, UriFree>;

Uri parsed(const std::string& text) {
  Uri uri(p11_kit_uri_new());
  const int result = p11_kit_uri_parse(text.c_str(), P11_KIT_URI_FOR_ANY, uri.get());
  if (result != P11_KIT_URI_OK || p11_kit_uri_any_unrecognized(uri.get()) != 0) {
    fail(text, "bad-uri",
         {"không phải địa chỉ khóa trên thẻ, thí dụ pkcs11:token=Ten%20the;object=ky-lich",
          "is no URI of a token's key, such as pkcs11:token=Name;object=weeks"});
  }
  if (p11_kit_uri_get_attribute(uri.get(), CKA_LABEL) == nullptr) {
    fail(text, "bad-uri", {"thiếu tên khóa (object=…)", "does not name the key (object=...)"});
  }
  return uri;
}

// The libraries that may reach the token, at work until the end.
class Modules {
 public:
  Modules(const std::string& text, P11KitUri* uri) {
    const char* path = p11_kit_uri_get_module_path(uri);
    if (path == nullptr) {
      registered_ = p11_kit_modules_load_and_initialize(0);
      for (auto** each = registered_; each != nullptr && *each != nullptr; ++each) {
        all_.push_back(*each);
      }
      return;
    }
    named_ = p11_kit_module_load(path, 0);
    if (named_ == nullptr) {
      const std::string name = path;
      fail(text, "no-module", {"không nạp được thư viện thẻ " + name, "cannot load " + name});
    }
    const auto result = p11_kit_module_initialize(named_);
    if (result != CKR_OK) p11_kit_module_release(named_);
    check(text, result);
    all_.push_back(named_);
  }
  Modules(const Modules&) = delete;
  Modules& operator=(const Modules&) = delete;
  ~Modules() {
    if (registered_ != nullptr) p11_kit_modules_finalize_and_release(registered_);
    if (named_ == nullptr) return;
    p11_kit_module_finalize(named_);
    p11_kit_module_release(named_);
  }
  const std::vector<CK_FUNCTION_LIST*>& all() const { return all_; }

 private:
  CK_FUNCTION_LIST** registered_ = nullptr;
  CK_FUNCTION_LIST* named_ = nullptr;
  std::vector<CK_FUNCTION_LIST*> all_;
};

struct Place {
  CK_FUNCTION_LIST* module;
  CK_SLOT_ID slot;
};

std::vector<CK_SLOT_ID> slots_of(CK_FUNCTION_LIST* module) {
  CK_ULONG count = 0;
  if (module->C_GetSlotList(CK_TRUE, nullptr, &count) != CKR_OK) return {};
  std::vector<CK_SLOT_ID> slots(count);
  if (module->C_GetSlotList(CK_TRUE, slots.data(), &count) != CKR_OK) return {};
  slots.resize(count);
  return slots;
}

// The one token that the URI fits.
Place place_of(const std::string& text, P11KitUri* uri, const Modules& modules) {
  std::vector<Place> found;
  for (auto* module : modules.all()) {
    for (const auto slot : slots_of(module)) {
      CK_TOKEN_INFO info{};
      if (module->C_GetTokenInfo(slot, &info) != CKR_OK) continue;
      if ((info.flags & CKF_TOKEN_INITIALIZED) == 0) continue;
      if (p11_kit_uri_match_token_info(uri, &info) != 0) found.push_back({module, slot});
    }
  }
  if (found.empty()) fail(text, "no-token", {"không thấy thẻ này", "there is no such token"});
  if (found.size() > 1) {
    fail(text, "many-tokens",
         {"có nhiều thẻ hợp với địa chỉ này: ghi thêm serial=…",
          "several tokens fit: name one by serial=..."});
  }
  return found.front();
}

// A token with a session open on it.
class Token {
 public:
  Token(std::string text, bool writes)
      : text_(std::move(text)),
        uri_(parsed(text_)),
        modules_(text_, uri_.get()),
        place_(place_of(text_, uri_.get(), modules_)) {
    const CK_FLAGS flags = CKF_SERIAL_SESSION | (writes ? CKF_RW_SESSION : 0);
    check(text_, module()->C_OpenSession(place_.slot, flags, nullptr, nullptr, &session_));
  }
  Token(const Token&) = delete;
  Token& operator=(const Token&) = delete;
  ~Token() { module()->C_CloseSession(session_); }

  void log_in(const std::string& pin) {
    auto* bytes = reinterpret_cast<CK_UTF8CHAR*>(const_cast<char*>(pin.data()));
    const auto result = module()->C_Login(session_, CKU_USER, bytes, pin.size());
    if (result != CKR_USER_ALREADY_LOGGED_IN) check(text_, result);
  }

  // The key of the URI's name; nothing where there is none.
  std::optional<CK_OBJECT_HANDLE> find(CK_OBJECT_CLASS kind) {
    CK_KEY_TYPE type = CKK_EC_EDWARDS;
    std::array<CK_ATTRIBUTE, 3> wanted{
        {{CKA_CLASS, &kind, sizeof kind}, {CKA_KEY_TYPE, &type, sizeof type}, label()}};
    check(text_, module()->C_FindObjectsInit(session_, wanted.data(), wanted.size()));
    std::array<CK_OBJECT_HANDLE, 2> found{};
    CK_ULONG count = 0;
    const auto result = module()->C_FindObjects(session_, found.data(), found.size(), &count);
    module()->C_FindObjectsFinal(session_);
    check(text_, result);
    if (count > 1) {
      fail(text_, "many-keys",
           {"trên thẻ có hai khóa cùng tên", "the token has two keys of this name"});
    }
    return count == 0 ? std::nullopt : std::optional(found[0]);
  }

  CK_OBJECT_HANDLE need(CK_OBJECT_CLASS kind) {
    const auto key = find(kind);
    if (!key) {
      fail(text_, "no-key",
           {"trên thẻ không có khóa Ed25519 tên này", "the token has no Ed25519 key of this name"});
    }
    return *key;
  }

  // The point is the last 32 bytes, whether a token wraps it in an OCTET STRING or not.
  trust::PublicKey public_key(CK_OBJECT_HANDLE key) {
    std::array<CK_BYTE, 64> bytes{};
    CK_ATTRIBUTE point{CKA_EC_POINT, bytes.data(), bytes.size()};
    check(text_, module()->C_GetAttributeValue(session_, key, &point, 1));
    if (point.ulValueLen < kKeyBytes || point.ulValueLen > bytes.size()) {
      check(text_, CKR_ATTRIBUTE_VALUE_INVALID);
    }
    trust::PublicKey found{};
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(point.ulValueLen - kKeyBytes),
                kKeyBytes, found.begin());
    return found;
  }

  void make() {
    CK_BBOOL yes = CK_TRUE;
    CK_BBOOL no = CK_FALSE;
    auto curve = kEd25519;
    std::array<CK_ATTRIBUTE, 5> open{{{CKA_EC_PARAMS, curve.data(), curve.size()},
                                      {CKA_TOKEN, &yes, sizeof yes},
                                      {CKA_VERIFY, &yes, sizeof yes},
                                      {CKA_PRIVATE, &no, sizeof no},
                                      label()}};
    std::array<CK_ATTRIBUTE, 6> secret{{{CKA_TOKEN, &yes, sizeof yes},
                                        {CKA_PRIVATE, &yes, sizeof yes},
                                        {CKA_SENSITIVE, &yes, sizeof yes},
                                        {CKA_EXTRACTABLE, &no, sizeof no},
                                        {CKA_SIGN, &yes, sizeof yes},
                                        label()}};
    CK_MECHANISM how{CKM_EC_EDWARDS_KEY_PAIR_GEN, nullptr, 0};
    CK_OBJECT_HANDLE made_open = 0;
    CK_OBJECT_HANDLE made_secret = 0;
    check(text_,
          module()->C_GenerateKeyPair(session_, &how, open.data(), open.size(), secret.data(),
                                      secret.size(), &made_open, &made_secret));
  }

  std::string sign(CK_OBJECT_HANDLE key, std::string_view message) {
    CK_MECHANISM how{CKM_EDDSA, nullptr, 0};
    check(text_, module()->C_SignInit(session_, &how, key));
    auto* bytes = reinterpret_cast<CK_BYTE*>(const_cast<char*>(message.data()));
    std::array<CK_BYTE, 64> signature{};
    CK_ULONG size = signature.size();
    check(text_, module()->C_Sign(session_, bytes, message.size(), signature.data(), &size));
    return {reinterpret_cast<const char*>(signature.data()), size};
  }

 private:
  CK_FUNCTION_LIST* module() const { return place_.module; }
  CK_ATTRIBUTE label() { return *p11_kit_uri_get_attribute(uri_.get(), CKA_LABEL); }

  std::string text_;
  Uri uri_;
  Modules modules_;
  Place place_;
  CK_SESSION_HANDLE session_ = 0;
};

}  // namespace

bool names_token_key(std::string_view text) { return text.starts_with(kScheme); }

trust::PublicKey token_public_key(const std::string& uri) {
  Token token(uri, false);
  return token.public_key(token.need(CKO_PUBLIC_KEY));
}

trust::PublicKey make_token_key(const std::string& uri, const std::string& pin) {
  Token token(uri, true);
  token.log_in(pin);
  if (token.find(CKO_PUBLIC_KEY)) {
    fail(uri, "key-there",
         {"trên thẻ đã có khóa tên này, không ghi đè",
          "the token has a key of this name; a key is not replaced"});
  }
  token.make();
  return token.public_key(token.need(CKO_PUBLIC_KEY));
}

trust::Signer token_signer(const std::string& uri, const std::string& pin) {
  const auto token = std::make_shared<Token>(uri, false);
  token->log_in(pin);
  const auto secret = token->need(CKO_PRIVATE_KEY);
  const auto key = token->public_key(token->need(CKO_PUBLIC_KEY));
  return {key, [token, secret](std::string_view message) { return token->sign(secret, message); }};
}

}  // namespace loa::cli
