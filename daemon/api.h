// The station's HTTP interface (web/station/openapi.json): what the page and the command line use.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "audio/air_bank.h"
#include "daemon/approval.h"
#include "daemon/command_door.h"
#include "daemon/config.h"
#include "daemon/doorkeeper.h"
#include "daemon/gpio_lines.h"
#include "daemon/media_fetch.h"
#include "daemon/media_library.h"
#include "daemon/microphone.h"
#include "daemon/schedule_importer.h"
#include "daemon/setup_desk.h"
#include "daemon/slogan_board.h"
#include "daemon/station.h"
#include "daemon/uplink.h"
#include "daemon/week_door.h"
#include "entrance/ration.h"
#include "protocol/http.h"

namespace loa::daemon {

// How the station stands with its centre, for people.
struct CentreView {
  std::string url;              // "" without a centre
  std::string enrolment_error;  // Enrolment::error()
  bool enrolled = false;
  UplinkView uplink;
  MediaFetchView media;
};

// What the interface shows and moves. All of it outlives the Api; one thread, the loop's.
struct ApiContext {
  const Config& config;
  std::string station_id;
  base::Timers& timers;
  Station& station;
  journal::Journal& journal;
  WeekDoor& door;
  CommandDoor& commands;
  ScheduleStore& store;
  MediaLibrary& library;
  SloganBoard& board;
  const GpioLines* lines;  // null where nothing is switched
  Doorkeeper& doorkeeper;
  SubmissionDesk& submissions;
  SetupDesk& setup;
  MicrophoneDesk& microphone;
  std::function<audio::BankStatus()> sound;
  std::function<CentreView()> centre;
  // ScheduleImporter::run()
  std::function<void(std::string input, const ScheduleImporter::Done& done)> import;
  std::function<unsigned short()> port;  // where the page is served
  // What of refused acts, and of refused strangers, goes into the record in an hour: neither may
  // fill the disk, nor keep the other out of it.
  entrance::Ration refusals{200};
  entrance::Ration refused_logins{60};
  std::string page_print = {};  // page_fingerprint(), once it was asked for
};

class Api {
 public:
  static constexpr std::size_t kMostBody = 64UL * 1024 * 1024;

  explicit Api(ApiContext context);
  ~Api();

  // Answers once: at once, or, where media must be looked at or a file be imported, within 60 s.
  void handle(protocol::HttpRequest request, const protocol::HttpReply& reply);

  // How much a request may bring, by its header alone: kMostBody where a week or sound is brought,
  // by who has the right to; 2 MiB of a signed command, 64 KiB elsewhere, where strangers are heard
  // too.
  protocol::BodyRule body_rule(const protocol::HttpRequest& head);
  // What one who would bring more is told.
  static protocol::HttpResponse too_large(const protocol::BodyRule& rule);

  // Each route, in the order of the code.
  struct RouteView {
    std::string method;
    std::string path;
    Right right;
    std::size_t most;  // bytes that may be brought
  };
  static std::vector<RouteView> routes();

  struct Route;  // api.cpp's own

 private:
  std::optional<protocol::HttpResponse> refused_before(const Route& route,
                                                       const protocol::HttpRequest& head);
  static const Route* route_of(const protocol::HttpRequest& request);
  void serve(const Route& route, protocol::HttpRequest request, const protocol::HttpReply& reply);
  void note(const Route& route, const std::string& by, int status);

  ApiContext context_;
};

}  // namespace loa::daemon
