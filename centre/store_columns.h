// Between values and columns.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "centre/sql.h"
#include "journal/row.h"

namespace loa::centre {

inline std::int64_t signed_count(std::uint64_t count) { return static_cast<std::int64_t>(count); }

inline std::int64_t nanoseconds(base::Wall time) { return time.time_since_epoch().count(); }

inline base::Wall wall(std::int64_t nanoseconds) { return base::Wall(base::Duration(nanoseconds)); }

inline SqlBytes bytes(const base::Sha256& hash) {
  return {{reinterpret_cast<const char*>(hash.data()), hash.size()}};
}

inline base::Sha256 hash_from(std::string_view blob) {
  base::Sha256 hash{};
  std::copy_n(blob.begin(), std::min(blob.size(), hash.size()), hash.begin());
  return hash;
}

}  // namespace loa::centre
