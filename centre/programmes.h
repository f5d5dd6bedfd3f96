// The signed weeks that the centre passes on. It cannot make any, and stations believe it nothing:
// what it checks is against mistakes, and spares them a useless download.
#pragma once

#include <set>
#include <string>

#include "centre/offered_bundle.h"
#include "centre/rollout.h"
#include "centre/store.h"
#include "protocol/http.h"

namespace loa::centre {

// One thread. Blocks on the disk.
class Programmes {
 public:
  // `store` outlives it. Reads the bundles that are kept.
  explicit Programmes(Store& store);

  // POST /v1/admin/programme: a bundle, no older than those that are kept. With a `plan` it goes
  // out in stages, where there is one before it; `faults`: what is wrong with stations now. `read`:
  // the text, where it was read before.
  protocol::HttpResponse take(const std::string& text, base::Wall now,
                              const std::optional<RolloutPlan>& plan = std::nullopt,
                              const std::map<std::string, std::set<std::string>>& faults = {},
                              const ReadBundle* read = nullptr);
  // POST /v1/programme: the station's part of the one that is for it now.
  protocol::HttpResponse give(const std::string& station);
  // Why its signatures do not let a bundle out: they are wrong by the root that it carries, or that
  // root does not follow from the one of the newest bundle that is kept and is not said to be a
  // `new_root`. Nothing where they are right.
  std::optional<protocol::HttpResponse> objection_to(const ReadBundle& read, bool new_root);
  // Who may command, by the newest root that what is kept leads to.
  std::optional<trust::Role> commanders();
  // OfferedBundle::schedules of one that is kept; null where it is not.
  const std::set<std::string>* schedules(const std::string& fingerprint) const;
  // The media that what is kept names.
  std::set<base::Sha256> media();

  // A bundle that is for a station now; `fingerprint` is trust::fingerprint. Version 0: none.
  struct Offer {
    std::string fingerprint;
    std::int64_t version = 0;
  };
  // For many of them, in their order: the store is asked once.
  std::vector<Offer> offers(const std::vector<std::string>& stations);
  // The one that is for all: without a roll-out the newest.
  const std::string& fingerprint();

  // The last one, which may be done; nothing where the newest bundle went to all at once.
  const std::optional<Rollout>& rollout();
  // False, and nothing is changed, where it was moved meanwhile, by another centre.
  bool move(const Rollout& to);

 private:
  using Kept = std::shared_ptr<const OfferedBundle>;  // null for none
  // What is known already is not read again; `fresh` is.
  void load(const Kept& fresh = nullptr);
  // Another centre on the same database may have been given a newer one.
  void follow();
  Kept read(const std::string& fingerprint) const;
  bool under_way() const;
  const Kept& for_station(const std::string& station) const;
  // What goes out now, or all have; null where nothing was given.
  const Kept& newest() const { return next_ ? next_ : settled_; }
  std::int64_t newest_version() const;

  Store& store_;
  Kept settled_;  // for all whose turn it is not yet
  Kept next_;     // in stages
  std::optional<Rollout> rollout_;
  std::int64_t revision_ = 0;
  const std::string none_;
};

}  // namespace loa::centre
