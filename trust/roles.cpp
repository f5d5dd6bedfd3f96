#include "trust/roles.h"

#include <algorithm>

namespace loa::trust {

bool names(const std::vector<std::string>& stations, const std::string& station) {
  return std::ranges::any_of(stations,
                             [&](const std::string& one) { return one == "*" || one == station; });
}

Reference reference_to(const Envelope& envelope, std::int64_t version) {
  auto reference = reference_to(envelope.payload);
  reference.version = version;
  return reference;
}

Reference reference_to(std::string_view content) {
  return {0, base::sha256(content), content.size()};
}

bool means(const Reference& reference, std::string_view content) {
  return content.size() == reference.bytes && base::sha256(content) == reference.hash;
}

}  // namespace loa::trust
