// The part of the configuration that says which clusters of loudspeakers the station drives
// (docs/cum-loa.md).
#pragma once

#include <string>
#include <vector>

#include "audio/cluster.h"
#include "base/fields.h"

namespace loa::daemon {

struct ClusterConfig {
  std::vector<std::string> names;      // all of them
  std::vector<audio::Cluster> mapped;  // all or none: none where the device is one
};

// Reads "clusters" of the whole configuration: names alone, or objects with channels. `output` is
// the station's device, and each cluster's that names none; files lie beside `file`.
ClusterConfig read_clusters(base::Fields& fields, const std::string& output,
                            const std::string& file);

}  // namespace loa::daemon
