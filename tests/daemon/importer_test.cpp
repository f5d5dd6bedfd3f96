// loa-importer in its sandbox understands what the library understands outside of one, of every
// sample that real programs wrote.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <filesystem>

#include "base/asio_timers.h"
#include "base/clock.h"
#include "daemon/schedule_importer.h"
#include "schedules/intake/understand.h"
#include "schedules/notation.h"
#include "shell_support.h"

namespace loa::daemon::testing {
namespace {

namespace fs = std::filesystem;
namespace intake = schedules::intake;

const fs::path kImporter = LOA_BUILD_DIR "/bin/loa-importer";

std::optional<std::string> imported(const std::string& input, const fs::path& program = kImporter) {
  boost::asio::io_context loop;
  base::Clock clock(base::ClockTrust::system, base::Wall{});
  base::AsioTimers timers(loop, [&clock] { return clock.read(); });
  ScheduleImporter importer(loop, timers, program);
  std::optional<std::string> answer;
  bool done = false;
  importer.run(input, [&](std::optional<std::string> json) {
    answer = std::move(json);
    done = true;
  });
  while (!done) loop.run_one();
  return answer;
}

std::string request_for(const std::string& name, const std::string& content) {
  const Json question{{"file", name},
                      {"zone", "Asia/Ho_Chi_Minh"},
                      {"today", "2026-11-22"},
                      {"weekOf", ""},
                      {"sheet", ""},
                      {"media", Json::array()},
                      {"templates", nullptr},
                      {"policy", nullptr},
                      {"clusters", Json::array()},
                      {"answers", Json::array()}};
  return question.dump() + "\n" + content;
}

std::string understood(const std::string& name, const std::string& content) {
  intake::Context context;
  context.file = name;
  context.today = *schedules::date_from("2026-11-22");
  context.media.emplace();
  return intake::to_json(intake::understand_file(content, context));
}

TEST(Importer, UnderstandsEverySampleAsTheLibraryDoes) {
  int samples = 0;
  for (const auto& entry :
       fs::directory_iterator(LOA_SOURCE_DIR "/tests/schedules/intake/samples")) {
    const auto name = entry.path().filename().string();
    if (!entry.is_regular_file() || entry.path().extension() == ".py" || name == "make") continue;
    const auto content = content_of(entry.path());
    EXPECT_EQ(imported(request_for(name, content)), understood(name, content)) << name;
    ++samples;
  }
  EXPECT_GE(samples, 12);
}

TEST(Importer, KnowsTheZonesThatACalendarNames) {
  for (const auto* zone : {"Europe/Berlin", "W. Europe Standard Time", "Asia/Saigon"}) {
    const std::string calendar =
        std::string("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n") +
        "DTSTAMP:20261101T000000Z\r\nDTSTART;TZID=" + zone +
        ":20261123T050000\r\nDURATION:PT10M\r\nRRULE:FREQ=WEEKLY\r\nSUMMARY:Tin\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n";
    EXPECT_EQ(imported(request_for("l.ics", calendar)), understood("l.ics", calendar)) << zone;
  }
}

TEST(Importer, FailsInItsOwnProcess) {
  EXPECT_EQ(imported("no request"), std::nullopt);
  EXPECT_EQ(imported("{}\n5h Tin"), std::nullopt);
  EXPECT_EQ(imported(request_for("l.txt", "5h Tin"), "/bin/false"), std::nullopt);
  EXPECT_EQ(imported(request_for("l.txt", "5h Tin"), "/bin/no-such-program"), std::nullopt);
}

// More than any pipe takes, so that the child is gone before all is written.
TEST(Importer, ThatDiesBeforeItHasReadTheFileTakesNobodyWithIt) {
  EXPECT_EQ(imported(request_for("l.txt", std::string(2U << 20, 'x')), "/bin/false"), std::nullopt);
}

TEST(Importer, WorksAtTwoFilesAtOnceAndRefusesMore) {
  boost::asio::io_context loop;
  base::Clock clock(base::ClockTrust::system, base::Wall{});
  base::AsioTimers timers(loop, [&clock] { return clock.read(); });
  ScheduleImporter importer(loop, timers, kImporter);
  int answered = 0;
  int refused = 0;
  for (int i = 0; i < 3; ++i) {
    importer.run(request_for("l.txt", "5h Tin"),
                 [&](const std::optional<std::string>& json) { ++(json ? answered : refused); });
  }
  EXPECT_EQ(refused, 1);
  while (answered + refused < 3) loop.run_one();
  EXPECT_EQ(answered, 2);
}

}  // namespace
}  // namespace loa::daemon::testing
