#include "trust/witness.h"

namespace loa::trust {

HeadChange change_of(const TreeHead& seen, const TreeHead& offered,
                     const std::vector<base::Sha256>& path) {
  if (offered.size < seen.size) return HeadChange::shrunk;
  if (offered.size == seen.size)
    return offered.root == seen.root ? HeadChange::none : HeadChange::forked;
  return is_continued(seen.size, seen.root, offered.size, offered.root, path) ? HeadChange::grown
                                                                              : HeadChange::forked;
}

}  // namespace loa::trust
