// JSON of signed documents. Drags nlohmann/json in: for .cpp files only.
#pragma once

#include <nlohmann/json.hpp>
#include <type_traits>

#include "base/document.h"
#include "trust/envelope.h"

namespace loa::trust {

using Json = nlohmann::ordered_json;

// Nothing where it is not JSON or has too many bytes; then there are errors among the problems.
std::optional<base::Node> parse(std::string_view json, const std::string& file, std::size_t most,
                                base::Problems& problems);

// The whole document as `read` understands its fields; nothing if there is any error, and then it
// is among the problems.
template <class Read>
auto read_document(std::string_view json, const std::string& file, std::size_t most,
                   base::Problems& problems, const Read& read) {
  base::Problems found;
  std::optional<std::invoke_result_t<Read, base::Fields&>> document;
  if (const auto node = parse(json, file, most, found)) {
    base::Fields fields(*node, "", file, found);
    document = read(fields);
    fields.finish();
  }
  if (base::has_errors(found)) document.reset();
  problems.insert(problems.end(), found.begin(), found.end());
  return document;
}

// Calls `read` with the fields of each object in the list.
template <class Read>
void read_each(base::Fields& fields, std::string_view key, std::size_t most, const Read& read) {
  const auto& items = fields.list(key, 0, most);
  for (std::size_t i = 0; i < items.size(); ++i) {
    base::Fields inner(items[i], fields.path(key, i), fields.file(), fields.problems());
    read(inner);
    inner.finish();
  }
}

// What `read` makes of the inner object's fields.
template <class Read>
auto read_inner(base::Fields& fields, std::string_view key, const Read& read) {
  auto inner = fields.object(key);
  auto value = read(inner);
  inner.finish();
  return value;
}

Json to_json(const Envelope& envelope);
Envelope read_envelope_in(base::Fields& fields, std::string_view key);

}  // namespace loa::trust
