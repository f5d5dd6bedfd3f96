// The signed weeks that the centre passes on. It cannot make any, and stations believe it nothing:
// what it checks only spares them a useless download.
#pragma once

#include <set>
#include <string>

#include "centre/store.h"
#include "protocol/http.h"
#include "trust/bundle.h"

namespace loa::centre {

// One thread. Blocks on the disk.
class Programmes {
 public:
  // `store` outlives it. Reads the bundle that is kept.
  explicit Programmes(Store& store);

  // POST /v1/admin/programme: a bundle, no older than the one that is kept.
  protocol::HttpResponse take(const std::string& text, base::Wall now);
  // POST /v1/programme: the station's part of it.
  protocol::HttpResponse give(const std::string& station);
  // The media that what is kept names.
  std::set<base::Sha256> media();
  // trust::fingerprint of what is kept; "" if nothing is.
  const std::string& fingerprint();

 private:
  void load();
  // Another centre on the same database may have been given a newer one.
  void follow();

  Store& store_;
  std::optional<trust::Bundle> bundle_;
  std::string fingerprint_;
  std::int64_t version_ = 0;
};

}  // namespace loa::centre
