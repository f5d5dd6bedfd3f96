// The station's way to its centre: enrolled once, then the uplink.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "daemon/api.h"
#include "daemon/cached_media_origin.h"
#include "daemon/certificate_keeper.h"
#include "daemon/enrolment.h"
#include "daemon/http_link.h"
#include "daemon/http_media_origin.h"
#include "daemon/uplink.h"

namespace loa::daemon {

// One thread, the loop's. Without a centre in the configuration it does nothing; nor where the
// centre would be reached in the open (plain HTTP to another machine), which the view tells.
class CentreDoor {
 public:
  // All references outlive this. `status` makes the report when one is due.
  CentreDoor(boost::asio::io_context& loop, const Config& config, const std::string& boot,
             base::Timers& timers, Identity& identity, journal::Journal& journal,
             std::function<protocol::StatusReport()> status);

  // Before start(): fetches the bundle that the centre names whenever it is not the one that `have`
  // names, and hands it to `take`.
  void fetch_programmes(std::function<std::string()> have,
                        std::function<void(const std::string& bundle)> take);
  // Before start(): hands over each live command that the centre has, as Uplink::on_command().
  void on_command(std::function<bool(const std::string& envelope)> obey);
  // Before start(): called with the time of day by the centre's word, signed for this station.
  void on_time(const std::function<void(base::Wall)>& told);
  // Before start(): as Uplink::on_row_refused().
  void on_row_refused(std::function<void(std::uint64_t epoch, std::uint64_t seq)> callback);
  // Where media are fetched; null where nothing is asked of a centre.
  MediaOrigin* media() { return cached_ ? static_cast<MediaOrigin*>(cached_.get()) : media_.get(); }
  void start();
  void nudge();
  CentreView view() const;

 private:
  const Config& config_;
  Identity& identity_;
  EnrolmentSettings enrolment_settings_;
  std::unique_ptr<HttpLink> link_;
  std::unique_ptr<HttpMediaOrigin> media_;
  std::unique_ptr<HttpMediaOrigin> cache_;
  std::unique_ptr<CachedMediaOrigin> cached_;
  std::unique_ptr<Enrolment> enrolment_;
  std::unique_ptr<CertificateKeeper> certificates_;
  std::unique_ptr<Uplink> uplink_;
};

}  // namespace loa::daemon
