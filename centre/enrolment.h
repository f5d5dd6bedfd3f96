// Who is a station: one-time tokens, keys, and the signature under each request.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "centre/store.h"
#include "protocol/http.h"
#include "protocol/messages.h"

namespace loa::centre {

inline constexpr std::chrono::hours kTokenLife{24};

enum class EnrolVerdict {
  enrolled,
  unknown_token,
  expired_token,
  used_token,  // by another key
  bad_key,     // not 32 bytes in base64
  revoked,     // the key of a station that was shut out
};

struct Enrolled {
  EnrolVerdict verdict = EnrolVerdict::unknown_token;
  std::string station;
  std::string replaced = {};  // the station whose place it took just now; "" if none
};

// Whether the holder of `public_key` (32 bytes) has signed `request`.
bool signed_by(std::string_view public_key, const protocol::HttpRequest& request);

// One thread. Blocks on the disk.
class Enrolment {
 public:
  explicit Enrolment(Store& store) : store_(store) {}

  // A token that works once, for kTokenLife. `name` is what the station will be called, "" leaves
  // it to the station, or to the one whose place it takes: `replaces`, "" for none. That one is
  // shut out as soon as another board has enrolled with the token; its record stays.
  std::string new_token(const std::string& name, base::Wall now, const std::string& replaces = "");

  // The same key with the same token again is enrolled again, as its first answer may have been
  // lost.
  Enrolled enrol(const protocol::EnrolRequest& request, base::Wall now);

  // The station whose signature is under `request`; nothing if there is none that is right.
  // `verified`: the public key by which it is known to be signed, "" for none.
  std::optional<StationRecord> station_of(const protocol::HttpRequest& request,
                                          std::string_view verified = "");

 private:
  Enrolled enrol_key(const protocol::EnrolRequest& request, const std::string& key, base::Wall now);
  // Gives the place of `token.replaces` to `station`. The name that it has from there.
  std::string take_place(const TokenRecord& token, const std::string& station, base::Wall now);

  Store& store_;
};

}  // namespace loa::centre
