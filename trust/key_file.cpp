#include "trust/key_file.h"

#include <sodium.h>

#include <algorithm>
#include <new>

#include "base/bytes.h"
#include "base/fields.h"
#include "trust/json.h"

namespace loa::trust {
namespace {

using Seed = std::array<std::uint8_t, 32>;

constexpr const char* kKeyForm = "signing-key/1";
constexpr std::size_t kLargestKeyFile = 8192;
// Of what is read, so that a file cannot ask for all of the machine.
constexpr std::int64_t kMostMemory = 1LL << 30;
constexpr std::int64_t kMostPasses = 20;

struct Sealing {
  std::string salt;
  std::int64_t memory = crypto_pwhash_MEMLIMIT_MODERATE;  // bytes
  std::int64_t passes = crypto_pwhash_OPSLIMIT_MODERATE;
  std::string nonce;
  std::string box;
};

std::string random_bytes(std::size_t count) {
  return base::from_hex(base::random_hex(count)).value();
}

std::array<std::uint8_t, crypto_secretbox_KEYBYTES> key_of(const std::string& passphrase,
                                                           const Sealing& sealing) {
  std::array<std::uint8_t, crypto_secretbox_KEYBYTES> key{};
  const int failed =
      crypto_pwhash(key.data(), key.size(), passphrase.data(), passphrase.size(),
                    base::bytes_of(sealing.salt), static_cast<unsigned long long>(sealing.passes),
                    static_cast<std::size_t>(sealing.memory), crypto_pwhash_ALG_ARGON2ID13);
  if (failed != 0) throw std::bad_alloc();
  return key;
}

Sealing sealed(const Seed& seed, const std::string& passphrase) {
  Sealing sealing;
  sealing.salt = random_bytes(crypto_pwhash_SALTBYTES);
  sealing.nonce = random_bytes(crypto_secretbox_NONCEBYTES);
  sealing.box.resize(seed.size() + crypto_secretbox_MACBYTES);
  crypto_secretbox_easy(reinterpret_cast<unsigned char*>(sealing.box.data()), seed.data(),
                        seed.size(), base::bytes_of(sealing.nonce),
                        key_of(passphrase, sealing).data());
  return sealing;
}

std::optional<Seed> opened(const Sealing& sealing, const std::string& passphrase) {
  Seed seed{};
  const int failed =
      crypto_secretbox_open_easy(seed.data(), base::bytes_of(sealing.box), sealing.box.size(),
                                 base::bytes_of(sealing.nonce), key_of(passphrase, sealing).data());
  return failed == 0 ? std::optional(seed) : std::nullopt;
}

Json json_of(const Sealing& sealing) {
  return {{"salt", base::to_hex(sealing.salt)},
          {"memory", sealing.memory},
          {"passes", sealing.passes},
          {"nonce", base::to_hex(sealing.nonce)},
          {"box", base::to_hex(sealing.box)}};
}

std::string read_hex(base::Fields& fields, std::string_view key, std::size_t bytes) {
  const auto value = base::from_hex(fields.string(key, 2 * bytes));
  if (value && value->size() == bytes) return *value;
  fields.error(key, "bad-hex",
               {"tệp khóa hỏng: sai độ dài hoặc không phải chữ số thập lục phân",
                "the key file is damaged: wrong length, or no hexadecimal digits"});
  return std::string(bytes, '\0');
}

Seed read_seed(base::Fields& fields) {
  Seed seed{};
  std::ranges::copy(read_hex(fields, "seed", seed.size()), seed.begin());
  return seed;
}

Sealing read_sealing(base::Fields fields) {
  Sealing sealing;
  sealing.salt = read_hex(fields, "salt", crypto_pwhash_SALTBYTES);
  sealing.memory = fields.integer("memory", crypto_pwhash_MEMLIMIT_MIN, kMostMemory);
  sealing.passes = fields.integer("passes", crypto_pwhash_OPSLIMIT_MIN, kMostPasses);
  sealing.nonce = read_hex(fields, "nonce", crypto_secretbox_NONCEBYTES);
  sealing.box = read_hex(fields, "box", sizeof(Seed) + crypto_secretbox_MACBYTES);
  fields.finish();
  return sealing;
}

// The seed; nothing where it is sealed and the passphrase does not open it.
std::optional<Seed> seed_in(base::Fields& fields, const std::string& passphrase, ReadKey& read) {
  if (!fields.has("sealed")) return read_seed(fields);
  const auto sealing = read_sealing(fields.object("sealed"));
  if (base::has_errors(read.problems)) return std::nullopt;
  if (passphrase.empty()) {
    read.needs_passphrase = true;
    return std::nullopt;
  }
  auto seed = opened(sealing, passphrase);
  if (!seed) {
    fields.error("sealed", "bad-passphrase",
                 {"mật khẩu của khóa không đúng", "the key's passphrase is wrong"});
  }
  return seed;
}

}  // namespace

std::string write_key(const base::SigningKey& key, const std::string& passphrase) {
  Json json{{"loa", kKeyForm}, {"public", to_hex(key.public_key)}};
  if (passphrase.empty()) {
    json["seed"] = base::to_hex(key.seed());
  } else {
    json["sealed"] = json_of(sealed(key.seed(), passphrase));
  }
  return json.dump(2) + "\n";
}

ReadKey read_key(std::string_view json, const std::string& file, const std::string& passphrase) {
  ReadKey read;
  const auto node = parse(json, file, kLargestKeyFile, read.problems);
  if (!node) return read;
  base::Fields fields(*node, "", file, read.problems);
  if (fields.string("loa", 100) != kKeyForm) {
    fields.error("loa", "wrong-type",
                 {"đây không phải tệp khóa ký của Loa", "this is no signing key of Loa's"});
  }
  const auto told = public_key_from(fields.string("public", 64));
  const auto seed = seed_in(fields, passphrase, read);
  fields.finish();
  if (!seed || base::has_errors(read.problems)) return read;
  auto key = base::SigningKey::from_seed(*seed);
  if (told != key.public_key) {
    fields.error("public", "bad-key",
                 {"tệp khóa hỏng: khóa công khai không khớp",
                  "the key file is damaged: its public key is another"});
  } else {
    read.key = key;
  }
  return read;
}

}  // namespace loa::trust
