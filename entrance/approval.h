// Duyệt: who may let through what somebody else submitted, at the station and at the centre
// (docs/nguoi-dung.md). Pure.
#pragma once

#include <optional>
#include <string>

#include "base/problem.h"

namespace loa::entrance {

// What waits for who approves it.
struct Waiting {
  std::string hash;    // of its content: another byte in it is another hash
  std::string author;  // a person's name; "" for the machine's owner
  bool refused = false;
};

struct Objection {
  const char* code;
  base::Text message;
};
// Why this person cannot approve or refuse what has this hash; nothing if they can.
std::optional<Objection> objection(const std::optional<Waiting>& waiting, const std::string& hash,
                                   const std::string& person);

}  // namespace loa::entrance
