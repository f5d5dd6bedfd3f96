#include "base/placed.h"

#include <algorithm>

#include "base/document.h"

namespace loa::base {
namespace {

// Null where there is none.
const Node* node_at(const Node& root, const std::string& field) {
  const auto* node = &root;
  for (std::size_t from = 0; node != nullptr && from < field.size();) {
    const auto dot = std::min(field.find('.', from), field.size());
    node = node->find(field.substr(from, dot - from));
    from = dot + 1;
  }
  return node;
}

}  // namespace

Problems placed(Problems problems, std::string_view text, const std::string& file) {
  DocumentLimits limits;
  limits.comments = true;
  const auto document = parse_document(text, file, limits);
  for (auto& problem : problems) {
    const auto* node = document.root ? node_at(*document.root, problem.field) : nullptr;
    if (node != nullptr) problem.place = {file, node->line, node->column};
  }
  return problems;
}

}  // namespace loa::base
