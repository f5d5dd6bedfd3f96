// Where the stations are: what the administrator says of them is kept, and what is asked for by
// these words is found.
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/communes.h"
#include "centre/place.h"
#include "centre/rollout_desk.h"
#include "centre/store.h"
#include "protocol/http.h"

namespace loa::centre {

// 404 no-such-target, with the target that means no station.
protocol::HttpResponse no_such_target(const std::string& target);

// One thread. Blocks on the disk; throws SqlError.
class PlaceDesk {
 public:
  // `store` outlives it. `config`: the file beside which the office may have its communes.csv.
  PlaceDesk(Store& store, std::filesystem::path config)
      : store_(store), config_(std::move(config)) {}

  // Read when it is first asked for. Throws as base::Communes::beside() does.
  const base::Communes& communes();
  // One for each of the stations.
  std::vector<Where> where(const std::vector<KnownStation>& stations);

  // POST /v1/admin/place: {"station":"st-…"} and what is to be another: "tags":["…"], "position":
  // {"latitude":…,"longitude":…} or null.
  protocol::HttpResponse take(const std::string& body);
  // POST /v1/admin/stations: {"targets":["tag:…"]} → the ids of those that any of them means; of
  // all where there is none.
  protocol::HttpResponse list(const std::string& body, const std::vector<KnownStation>& stations);
  // The ids of those that are meant, without those that were shut out. Nothing where a target means
  // none, and then `nobody` is that target.
  std::optional<std::set<std::string>> meant(const std::vector<std::string>& targets,
                                             const std::vector<KnownStation>& stations,
                                             std::string& nobody);

 private:
  Store& store_;
  std::filesystem::path config_;
  std::optional<base::Communes> communes_;
};

}  // namespace loa::centre
