// A certificate as a station finds it in an answer of its centre: read, or refused.
#include <cstdlib>

#include "protocol/certificate.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace loa::protocol;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = read_certificate(text);
  if (read && !read->public_key.empty() && read->public_key.size() != 32) std::abort();
  return 0;
}
