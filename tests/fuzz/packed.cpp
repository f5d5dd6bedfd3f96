// Packed batches, over any bytes: what is read can be packed again and is then the same. The bytes
// are tried as they are, and as what is in a frame, where a fuzzer gets further.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "protocol/packed_batch.h"
#include "protocol/zstd.h"

namespace {

void check(std::string_view bytes) {
  const auto batch = loa::protocol::unpack(bytes);
  if (!batch) return;
  const auto packed = loa::protocol::pack(*batch);
  if (!packed || loa::protocol::unpack(*packed) != batch) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  check(bytes);
  check(loa::protocol::zstd_frame(std::array{bytes}));
  return 0;
}
