#include "tests/firmware/update_bench.h"

#include <sodium.h>

#include <algorithm>
#include <random>

#include "firmware/link/crc32.h"

namespace loa::firmware {
namespace {

using Bytes = std::vector<std::uint8_t>;

struct Pair {
  PublicKey open;
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret;
};

Pair key_of(std::uint8_t number) {
  std::array<std::uint8_t, crypto_sign_SEEDBYTES> seed{};
  seed[0] = number;
  Pair pair;
  crypto_sign_seed_keypair(pair.open.data(), pair.secret.data(), seed.data());
  return pair;
}

}  // namespace

PublicKey test_key() { return key_of(1).open; }

Bytes TestImage::image() const {
  std::mt19937 random(seed);
  Bytes bytes(size);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
  return bytes;
}

Bytes TestImage::header() const {
  const Bytes body = image();
  ImageHeader header;
  header.target = target;
  header.size = size;
  header.counter = counter;
  header.crc = link::crc32(body);
  const auto first = header.signed_bytes();
  Bytes all(first.begin(), first.end());
  all.insert(all.end(), body.begin(), body.end());
  Signature signature{};
  if (is_signed) {
    const Pair pair = key_of(by_another ? 2 : 1);
    crypto_sign_detached(signature.data(), nullptr, all.data(), all.size(), pair.secret.data());
  }
  all.resize(ImageHeader::kSigned);
  all.insert(all.end(), signature.begin(), signature.end());
  return all;
}

Bytes TestImage::slot() const {
  Bytes bytes = header();
  bytes.resize(ImageHeader::kImageOffset, 0xFF);
  const Bytes body = image();
  bytes.insert(bytes.end(), body.begin(), body.end());
  if (bytes.size() % 2 != 0) bytes.push_back(0xFF);
  return bytes;
}

void UpdateBench::put(Flash& slot, const TestImage& image) {
  for (std::uint32_t at = 0; at < kSlot; at += kPage) slot.erase(at);
  slot.write(0, image.slot());
}

link::Error UpdateBench::send(const TestImage& image) {
  Update sending = update();
  const Bytes body = image.image();
  auto error = sending.begin(image.header());
  for (std::uint32_t at = 0; error == link::Error::ok && at < body.size(); at += 96) {
    const auto size = std::min<std::size_t>(96, body.size() - at);
    error = sending.page(at, link::Bytes(body).subspan(at, size));
  }
  if (error == link::Error::ok) error = sending.end(link::crc32(body));
  return error == link::Error::ok ? sending.stage() : error;
}

bool UpdateBench::runs(const TestImage& image) const {
  const Bytes expected = image.slot();
  return std::equal(expected.begin(), expected.end(), running.bytes().begin());
}

}  // namespace loa::firmware
