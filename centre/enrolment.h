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
};

// Whether the holder of `public_key` (32 bytes) has signed `request`.
bool signed_by(std::string_view public_key, const protocol::HttpRequest& request);

// One thread. Blocks on the disk.
class Enrolment {
 public:
  explicit Enrolment(Store& store) : store_(store) {}

  // A token that works once, for kTokenLife. `name` is what the station will be called, "" leaves
  // it to the station.
  std::string new_token(const std::string& name, base::Wall now);

  // The same key with the same token again is enrolled again, as its first answer may have been
  // lost.
  Enrolled enrol(const protocol::EnrolRequest& request, base::Wall now);

  // The station whose signature is under `request`; nothing if there is none that is right.
  std::optional<StationRecord> station_of(const protocol::HttpRequest& request);

 private:
  Enrolled enrol_key(const protocol::EnrolRequest& request, const std::string& key, base::Wall now);

  Store& store_;
};

}  // namespace loa::centre
