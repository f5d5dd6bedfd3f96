// A form with a file, as browsers and curl send it: multipart/form-data, RFC 7578.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace loa::daemon {

struct FormPart {
  std::string_view content;  // into the body
  std::string file_name;     // as the sender says it; may be empty
};

// By name; the first of several of one name. Nothing if `body` is not such a form, whole and in
// the form that the RFC prescribes.
using Form = std::map<std::string, FormPart>;
std::optional<Form> read_form(std::string_view content_type, std::string_view body);

}  // namespace loa::daemon
