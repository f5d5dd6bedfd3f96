// Any bytes, read as a document with and without comments: a tree with places, or a problem.
#include "base/document.h"

#include <cstdint>
#include <cstdlib>

namespace {

// Every node stands inside the text, and behind the one that contains it.
void check(const loa::base::Node& node, int line) {
  if (node.line < line || node.column < 1) std::abort();
  if (const auto* items = node.array()) {
    for (const auto& item : *items) check(item, node.line);
  }
  if (const auto* members = node.object()) {
    for (const auto& [key, member] : *members) check(member, node.line);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const bool comments : {false, true}) {
    const auto result = loa::base::parse_document(text, "f", {.comments = comments});
    if (!result.root && result.problems.empty()) std::abort();
    if (result.root) check(*result.root, 1);
  }
  return 0;
}
