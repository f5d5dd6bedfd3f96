// What the station knows of its media, with the real decoder and real files.
#include <gtest/gtest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <cmath>

#include "base/asio_timers.h"
#include "base/clock.h"
#include "daemon/media_library.h"
#include "schedules/read.h"
#include "shell_support.h"

namespace loa::daemon::testing {
namespace {

using schedules::Item;

Item file(const std::string& path) {
  Item item;
  item.source = schedules::AudioFile{path};
  return item;
}

struct MediaLibraryTest : ::testing::Test {
  Folder folder;
  boost::asio::io_context loop;
  base::AsioTimers timers{loop, [] { return base::Now{base::steady_now(), base::wall_now(), {}}; }};
  MediaFolders folders{folder / "media", folder / "cache", folder / "index.json", decoder_program(),
                       config_in(folder).speech.settings};
  std::unique_ptr<MediaLibrary> library = make();

  std::unique_ptr<MediaLibrary> make() {
    return std::make_unique<MediaLibrary>(folders, timers, [this](std::function<void()> work) {
      boost::asio::post(loop, std::move(work));
    });
  }

  // What find() says once the item is known.
  Media known(const Item& item) {
    bool done = false;
    library->when_known({item}, std::chrono::seconds{60}, [&] { done = true; });
    const auto guard = boost::asio::make_work_guard(loop);
    while (!done) loop.run_one();
    return library->find(item);
  }

  std::string code_of(const Item& item) {
    const auto media = known(item);
    const auto* missing = std::get_if<MissingMedia>(&media);
    if (missing == nullptr) return "ready";
    EXPECT_FALSE(missing->message.vi.empty());
    return missing->code;
  }
};

TEST_F(MediaLibraryTest, AFileIsReadyOnceItHasBeenLookedAt) {
  write_tone(folder / "media/a.wav", 2.0);
  EXPECT_EQ(std::get<MissingMedia>(library->find(file("a.wav"))).code, "not-ready");
  const auto media = std::get<ReadyMedia>(known(file("a.wav")));
  EXPECT_EQ(media.source, (folder / "media/a.wav").string());
  EXPECT_EQ(media.length, std::chrono::seconds{2});
  EXPECT_EQ(media.sha256.size(), 64U);
  EXPECT_FALSE(media.relay);
}

TEST_F(MediaLibraryTest, BadMediaAreMissingOrDamagedAndNeverReady) {
  write(folder / "media/empty.mp3", "");
  write(folder / "media/text.mp3", std::string(4000, 'a'));
  write(folder / "secret.wav", "");
  write_tone(folder / "secret.wav", 1);
  write_tone(folder / "media/good.wav", 1);
  auto truncated = content_of(folder / "media/good.wav").substr(0, 30);
  write(folder / "media/truncated.wav", truncated);
  std::filesystem::create_symlink("../secret.wav", folder / "media/link.wav");
  std::filesystem::create_directories(folder / "media/folder.wav");
  EXPECT_EQ(code_of(file("nowhere.mp3")), "media-missing");
  EXPECT_EQ(code_of(file("empty.mp3")), "media-damaged");
  EXPECT_EQ(code_of(file("text.mp3")), "media-damaged");
  EXPECT_EQ(code_of(file("truncated.wav")), "media-damaged");
  EXPECT_EQ(code_of(file("link.wav")), "media-damaged") << "leads out of the folder";
  EXPECT_EQ(code_of(file("folder.wav")), "media-damaged");
  EXPECT_EQ(code_of(file("good.wav")), "ready");
}

TEST_F(MediaLibraryTest, AFileThatChangesIsLookedAtAgain) {
  write_tone(folder / "media/a.wav", 1.0);
  const auto first = std::get<ReadyMedia>(known(file("a.wav")));
  write_tone(folder / "media/a.wav", 3.0);
  EXPECT_EQ(std::get<MissingMedia>(library->find(file("a.wav"))).code, "not-ready");
  const auto second = std::get<ReadyMedia>(known(file("a.wav")));
  EXPECT_EQ(second.length, std::chrono::seconds{3});
  EXPECT_NE(first.sha256, second.sha256);
}

TEST_F(MediaLibraryTest, AFileThatGoesAwayIsMissingAndOneThatComesIsReady) {
  EXPECT_EQ(code_of(file("a.wav")), "media-missing");
  write_tone(folder / "media/a.wav", 1.0);
  EXPECT_EQ(code_of(file("a.wav")), "ready");
  std::filesystem::remove(folder / "media/a.wav");
  EXPECT_EQ(code_of(file("a.wav")), "media-missing");
}

TEST_F(MediaLibraryTest, SpeechAndChimesAreMade) {
  Item speech;
  speech.source = schedules::Speech{"Kính chào bà con", "vi"};
  Item chime;
  chime.source = schedules::Chime{"nhac-hieu"};
  EXPECT_GT(std::get<ReadyMedia>(known(speech)).length, std::chrono::milliseconds{500});
  EXPECT_GT(std::get<ReadyMedia>(known(chime)).length, std::chrono::seconds{1});
}

TEST_F(MediaLibraryTest, SpeechThatFailsIsMissingWithASentenceAndTriedAgain) {
  Item speech;
  speech.source = schedules::Speech{"Kính chào bà con", "vi"};
  folders.speech.command = {"/bin/sh", "-c", "exit 1"};
  library = make();
  EXPECT_EQ(code_of(speech), "speech-failed");
  EXPECT_EQ(code_of(speech), "speech-failed");
  folders.speech = config_in(folder).speech.settings;
  library = make();
  EXPECT_EQ(code_of(speech), "ready");
}

TEST_F(MediaLibraryTest, ARelayIsAlwaysReadyForItsTime) {
  Item relay;
  relay.source = schedules::Relay{"http://radio.example/vov1", std::chrono::minutes{30}};
  const auto media = std::get<ReadyMedia>(library->find(relay));
  EXPECT_TRUE(media.relay);
  EXPECT_EQ(media.source, "http://radio.example/vov1");
  EXPECT_EQ(media.length, std::chrono::minutes{30});
}

TEST_F(MediaLibraryTest, WhatIsKnownIsKnownAfterAStartWithoutDecoding) {
  write_tone(folder / "media/a.wav", 1.0);
  const auto before = std::get<ReadyMedia>(known(file("a.wav")));
  library.reset();
  for (int i = 0; i < 100 && !std::filesystem::exists(folder / "index.json"); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
  folders.decoder = "/nonexistent/loa-decoder";
  library = make();
  const auto after = std::get<ReadyMedia>(known(file("a.wav")));
  EXPECT_EQ(after.sha256, before.sha256);
  EXPECT_EQ(after.length, before.length);
}

TEST_F(MediaLibraryTest, ADamagedIndexOnlyMeansThatAllIsLookedAtAgain) {
  write_tone(folder / "media/a.wav", 1.0);
  for (const char* text : {"{", "[]", "{\"media\": 3}", "{\"media\": [{\"path\": 1}]}"}) {
    library.reset();
    write(folder / "index.json", text);
    library = make();
    EXPECT_EQ(code_of(file("a.wav")), "ready") << text;
  }
}

TEST_F(MediaLibraryTest, AWeekWithMissingMediaIsWarnedOfAtItsItems) {
  write_tone(folder / "media/a.wav", 1.0);
  const auto text =
      week(R"([{"id":"p","title":"P","items":[
    {"audio":"a.wav"},
    {"audio":"b.mp3"}]}])",
           R"([{"id":"s","days":["T2"],"start":"05:00","length":"5m","programme":"p"}])");
  const auto schedule = schedules::read_schedule(text, "week.json").schedule;
  ASSERT_NE(schedule, nullptr);
  for (const auto& item : all_items(*schedule)) known(item);
  const auto problems = missing_media(*schedule, *library);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].severity, base::Severity::warning);
  EXPECT_EQ(problems[0].code, "media-missing");
  EXPECT_EQ(problems[0].field, "programmes[0].items[1]");
  EXPECT_EQ(problems[0].place.line, 5);
}

TEST(Gain, GoesTowardsSixteenLufsWithinItsLimits) {
  const auto gain = [](double lufs, float peak) {
    audio::MediaInfo info;
    info.loudness_lufs = lufs;
    info.peak = peak;
    return 20 * std::log10(gain_for(info));
  };
  EXPECT_NEAR(gain(-16, 0.1F), 0, 0.01);
  EXPECT_NEAR(gain(-22, 0.1F), 6, 0.01);
  EXPECT_NEAR(gain(-10, 0.9F), -6, 0.01);
  EXPECT_NEAR(gain(-40, 0.01F), 12, 0.01) << "at most 12 dB up";
  EXPECT_NEAR(gain(0, 1.0F), -12, 0.01) << "at most 12 dB down";
  EXPECT_NEAR(gain(-30, 0.891F), 0, 0.01) << "peaks stay at -1 dBFS";
  EXPECT_NEAR(gain(-HUGE_VAL, 0), 0, 0.01) << "silence is left alone";
}

}  // namespace
}  // namespace loa::daemon::testing
