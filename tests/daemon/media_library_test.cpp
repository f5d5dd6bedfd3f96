// What the station knows of its media, with the real decoder and real files.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <cmath>
#include <thread>

#include "base/asio_timers.h"
#include "base/clock.h"
#include "base/content_store.h"
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
    return std::make_unique<MediaLibrary>(
        folders, Loudness{}, timers,
        [this](std::function<void()> work) { boost::asio::post(loop, std::move(work)); });
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

TEST_F(MediaLibraryTest, AfterTidyingWhatTheWeekNeedsIsThereAndALeftOverIsNot) {
  schedules::WeeklySchedule week;
  Item item;
  item.source = schedules::Chime{"ba-tieng"};
  week.programmes.push_back({.id = "p", .title = "p", .items = {item}});
  const auto made = std::get<ReadyMedia>(known(item)).source;
  const auto left = folder / "cache/.half.wav.0123";
  write(left, "half");
  const auto before = std::filesystem::file_time_type::clock::now() - std::chrono::hours{48};
  for (const auto& path : {std::filesystem::path(made), left}) {
    std::filesystem::last_write_time(path, before);
  }
  EXPECT_TRUE(std::holds_alternative<ReadyMedia>(known(item)));
  library->tidy({std::make_shared<const schedules::WeeklySchedule>(week)});
  while (std::filesystem::exists(left)) std::this_thread::yield();  // the worker's thread does it
  EXPECT_TRUE(std::filesystem::exists(made));
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

// As a copy that keeps times does, or somebody who means it.
TEST_F(MediaLibraryTest, AFileOfTheSameSizeAndTimeIsLookedAtAgainToo) {
  const auto path = folder / "media/a.wav";
  write_tone(path, 1.0);
  const auto first = std::get<ReadyMedia>(known(file("a.wav")));
  const auto time = std::filesystem::last_write_time(path);
  auto other = content_of(path);
  std::reverse(other.begin() + 44, other.end());
  write(path, other);
  std::filesystem::last_write_time(path, time);
  EXPECT_NE(std::get<ReadyMedia>(known(file("a.wav"))).sha256, first.sha256);
}

// A card that has lost a bit tells nothing of it: what is known says other bytes than are there,
// and the file's size and times are as they were.
TEST_F(MediaLibraryTest, WhatTheCardHasLostIsFoundWhenItIsReadAgain) {
  write_tone(folder / "media/kept.wav", 1.0);
  write_tone(folder / "media/worn.wav", 2.0);
  const auto kept = std::get<ReadyMedia>(known(file("kept.wav"))).sha256;
  const auto there = std::get<ReadyMedia>(known(file("worn.wav"))).sha256;
  library.reset();  // which keeps what it knows
  auto index = read_media_index(folders.index);
  const std::string was(64, 'a');
  index.at((folder / "media/worn.wav").string()).info.sha256 = was;
  write_media_index(folders.index, index);
  library = make();
  ASSERT_EQ(std::get<ReadyMedia>(known(file("worn.wav"))).sha256, was);
  ASSERT_EQ(std::get<ReadyMedia>(known(file("kept.wav"))).sha256, kept);
  library->read_again(file("kept.wav"));
  library->read_again(file("worn.wav"));
  const auto guard = boost::asio::make_work_guard(loop);
  const auto sha256_of = [&](const char* name) {
    return std::get<ReadyMedia>(library->find(file(name))).sha256;
  };
  while (sha256_of("worn.wav") == was) loop.run_one();
  EXPECT_EQ(sha256_of("worn.wav"), there);
  EXPECT_EQ(sha256_of("kept.wav"), kept);
}

TEST_F(MediaLibraryTest, WhatCameFromTheCentreAndIsWornGoesSoThatItIsFetchedAgain) {
  folders.fetched = folder / "fetched";
  library = make();
  write_tone(folder / "tone.wav", 1.0);
  const auto tone = content_of(folder / "tone.wav");
  const auto hash = base::sha256(tone);
  const base::ContentStore store(folders.fetched);
  ASSERT_TRUE(store.append(hash, 0, tone) && store.finish(hash));
  Item item;
  item.source = schedules::AudioFile{"a.wav", base::to_hex(hash), tone.size()};
  ASSERT_TRUE(std::holds_alternative<ReadyMedia>(known(item)));
  library.reset();
  auto index = read_media_index(folders.index);
  auto worn = tone;
  worn.back() = static_cast<char>(worn.back() ^ 1);
  write(store.path_of(hash), worn);
  index.at(store.path_of(hash).string()).stamp = *stamp_of(store.path_of(hash));
  write_media_index(folders.index, index);
  library = make();
  ASSERT_TRUE(std::holds_alternative<ReadyMedia>(known(item))) << "size and times are as they were";
  library->read_again(item);
  const auto guard = boost::asio::make_work_guard(loop);
  while (std::holds_alternative<ReadyMedia>(library->find(item))) loop.run_one();
  EXPECT_EQ(code_of(item), "media-missing");
  EXPECT_FALSE(std::filesystem::exists(store.path_of(hash)));
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

struct HeldEngine : MediaLibraryTest {
  // It writes down what it is given, and stands still until the test lets it go on.
  HeldEngine() {
    const auto script = "read -r text; echo \"$text\" >>" + order.string() + "; until [ -e " +
                        (folder / "go").string() + " ]; do sleep 0.01; done; exit 1";
    folders.speech.command = {"/bin/sh", "-c", script};
    folders.speech.patience = std::chrono::hours{1};
    library = make();
  }

  static Item said(const std::string& text) {
    Item item;
    item.source = schedules::Speech{text, "vi"};
    return item;
  }
  std::string given(const std::vector<std::string>& texts) const {
    std::string lines;
    for (const auto& text : texts) lines += audio::spoken_text(folders.speech, text) + "\n";
    return lines;
  }
  // Until it has been given so many texts.
  void run_until_given(std::ptrdiff_t texts) {
    {
      const auto guard = boost::asio::make_work_guard(loop);
      while (std::ranges::count(content_of(order), '\n') < texts)
        loop.run_for(std::chrono::milliseconds{10});
    }
    loop.restart();  // without work it has stopped
  }
  void let_go_on() { write(folder / "go", ""); }

  const std::filesystem::path order = folder / "order";
};

TEST_F(HeldEngine, HoldsNoFileBack) {
  EXPECT_EQ(std::get<MissingMedia>(library->find(said("Kính chào bà con"))).code, "not-ready");
  run_until_given(1);
  write_tone(folder / "media/a.wav", 1.0);
  EXPECT_EQ(code_of(file("a.wav")), "ready");
  EXPECT_EQ(std::get<MissingMedia>(library->find(said("Kính chào bà con"))).code, "not-ready");
  let_go_on();
  EXPECT_EQ(code_of(said("Kính chào bà con")), "speech-failed");
}

TEST_F(HeldEngine, IsGivenFirstWhatSomebodyWaitsForThenWhatTheDayNeedsThenTheWeek) {
  schedules::WeeklySchedule week;
  week.programmes.push_back(
      {.id = "p", .title = "p", .items = {said("một"), said("hai"), said("ba"), said("bốn")}});
  library->prepare(week);
  run_until_given(1);
  (void)library->find(said("bốn"));
  bool known_in_time = false;
  library->when_known({said("ba")}, std::chrono::seconds{60}, [&] { known_in_time = true; });
  let_go_on();
  run_until_given(4);
  EXPECT_EQ(content_of(order), given({"một", "ba", "bốn", "hai"}));
  EXPECT_EQ(code_of(said("hai")), "speech-failed");
  EXPECT_TRUE(known_in_time);
}

TEST_F(MediaLibraryTest, ARelayIsAlwaysReadyForItsTime) {
  Item relay;
  relay.source = schedules::Relay{"http://radio.example/vov1", std::chrono::minutes{30}};
  const auto media = std::get<ReadyMedia>(library->find(relay));
  EXPECT_TRUE(media.relay);
  EXPECT_EQ(media.source, "http://radio.example/vov1");
  EXPECT_EQ(media.length, std::chrono::minutes{30});
}

TEST_F(MediaLibraryTest, ARelayIsStoodInForByItsFileAndThenByTheIdent) {
  write_tone(folder / "media/du-phong.wav", 2.0);
  Item relay;
  relay.source = schedules::Relay{"http://radio.example/vov1",
                                  std::chrono::minutes{30},
                                  {"http://other.example/vov1"},
                                  schedules::AudioFile{"du-phong.wav"}};
  for (const auto& other : stand_ins_of(relay)) known(other);
  const auto media = std::get<ReadyMedia>(library->find(relay));
  EXPECT_EQ(media.other_addresses, std::vector<std::string>{"http://other.example/vov1"});
  ASSERT_EQ(media.stand_ins.size(), 2U);
  EXPECT_EQ(media.stand_ins[0].source, (folder / "media/du-phong.wav").string());
  EXPECT_NE(media.stand_ins[0].gain, 1.0F) << "at the station's loudness";
  EXPECT_NE(media.stand_ins[1].source.find("nhac-hieu"), std::string::npos);
}

TEST_F(MediaLibraryTest, TheStationsOwnIdentStandsBetweenAFileAndTheBuiltInOne) {
  write_tone(folder / "media/du-phong.wav", 2.0);
  write_tone(folder / "media/xuong-danh.wav", 2.0);
  library = std::make_unique<MediaLibrary>(
      folders, Loudness{}, timers,
      [this](std::function<void()> work) { boost::asio::post(loop, std::move(work)); },
      Frame{{}, {}, file("xuong-danh.wav")});
  Item relay;
  relay.source = schedules::Relay{"http://radio.example/vov1",
                                  std::chrono::minutes{30},
                                  {},
                                  schedules::AudioFile{"du-phong.wav"}};
  for (const auto& other : stand_ins_of(relay)) known(other);
  EXPECT_EQ(std::get<ReadyMedia>(library->find(relay)).stand_ins.size(), 2U)
      << "one that is not known yet does not stand in";
  known(file("xuong-danh.wav"));
  const auto media = std::get<ReadyMedia>(library->find(relay));
  ASSERT_EQ(media.stand_ins.size(), 3U);
  EXPECT_EQ(media.stand_ins[1].source, (folder / "media/xuong-danh.wav").string());
  EXPECT_NE(media.stand_ins[2].source.find("nhac-hieu"), std::string::npos);
}

TEST_F(MediaLibraryTest, AMissingStandInIsSaidAtOnceAndTheRelayIsPlayed) {
  schedules::WeeklySchedule week;
  Item relay;
  relay.source = schedules::Relay{
      "http://radio.example/vov1", std::chrono::minutes{30}, {}, schedules::AudioFile{"x.wav"}};
  week.programmes.push_back({.id = "p", .title = "P", .items = {relay}, .place = {}});
  for (const auto& item : all_items(week)) {
    if (!std::holds_alternative<schedules::Relay>(item.source)) known(item);
  }
  const auto problems = missing_media(week, *library);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].code, "media-missing");
  EXPECT_TRUE(std::get<ReadyMedia>(library->find(relay)).relay);
}

// What the week signed is had from among what came from the centre; the operator's own file of the
// same name stays what it is.
TEST_F(MediaLibraryTest, ASignedFileIsLookedForAmongWhatCameFromTheCentre) {
  folders.fetched = folder / "fetched";
  library = make();
  write_tone(folder / "media/a.wav", 1.0);
  write_tone(folder / "other.wav", 3.0);
  const auto own = content_of(folder / "media/a.wav");
  const auto content = content_of(folder / "other.wav");
  const auto hash = base::sha256(content);
  Item wanted = file("a.wav");
  schedules::audio_file_of(wanted)->sha256 = base::to_hex(hash);
  EXPECT_EQ(code_of(wanted), "media-unsigned");
  const base::ContentStore store(folders.fetched);
  store.append(hash, 0, content);
  EXPECT_EQ(code_of(wanted), "media-unsigned") << "it is not whole yet";
  store.finish(hash);
  const auto media = std::get<ReadyMedia>(known(wanted));
  EXPECT_EQ(media.length, std::chrono::seconds{3});
  EXPECT_EQ(media.source, store.path_of(hash).string());
  EXPECT_EQ(content_of(folder / "media/a.wav"), own);
  EXPECT_EQ(std::get<ReadyMedia>(known(file("a.wav"))).length, std::chrono::seconds{1})
      << "what nobody signed plays the operator's";
  std::filesystem::remove(store.path_of(hash));
  EXPECT_EQ(code_of(wanted), "media-unsigned");
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

TEST_F(MediaLibraryTest, AFileDamagedInPartIsReadyAndWarnedOf) {
  write_tone(folder / "whole.wav", 4.0);
  ASSERT_EQ(std::system(("ffmpeg -nostdin -v error -i " + (folder / "whole.wav").string() + " " +
                         (folder / "whole.flac").string())
                            .c_str()),
            0);
  const auto whole = content_of(folder / "whole.flac");
  write(folder / "media/nửa.flac", whole.substr(0, whole.size() / 2));
  const auto media = std::get<ReadyMedia>(known(file("nửa.flac")));
  EXPECT_LT(media.length, std::chrono::seconds{3});
  EXPECT_GT(media.length, std::chrono::seconds{1});
  ASSERT_TRUE(media.damage);
  EXPECT_NE(media.damage->vi.find("nửa.flac"), std::string::npos);
  const auto text =
      week(R"([{"id":"p","title":"P","items":[{"audio":"nửa.flac"}]}])",
           R"([{"id":"s","days":["T2"],"start":"05:00","length":"5m","programme":"p"}])");
  const auto schedule = schedules::read_schedule(text, "week.json").schedule;
  ASSERT_NE(schedule, nullptr);
  const auto problems = missing_media(*schedule, *library);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].code, "media-damaged");
}

double gain_in_decibels(double lufs, double true_peak, const Loudness& loudness = {}) {
  audio::MediaInfo info;
  info.loudness_lufs = lufs;
  info.true_peak = static_cast<float>(std::pow(10, true_peak / 20));
  return 20 * std::log10(gain_for(info, loudness));
}

TEST(Gain, GoesToTheTargetWithinItsLimits) {
  EXPECT_NEAR(gain_in_decibels(-16, -20), 0, 0.01);
  EXPECT_NEAR(gain_in_decibels(-22, -20), 6, 0.01);
  EXPECT_NEAR(gain_in_decibels(-10, -1), -6, 0.01);
  EXPECT_NEAR(gain_in_decibels(-40, -40), 12, 0.01) << "at most 12 dB up";
  EXPECT_NEAR(gain_in_decibels(0, 0), -12, 0.01) << "at most 12 dB down";
  EXPECT_NEAR(gain_in_decibels(-22, -2), 6, 0.01) << "speech: the limiter takes 5 dB of its peaks";
  EXPECT_NEAR(gain_in_decibels(-30, -1), 8, 0.01) << "no more than 8 dB for the limiter";
  audio::MediaInfo silence;
  silence.loudness_lufs = -HUGE_VAL;
  EXPECT_EQ(gain_for(silence, {}), 1.0F) << "silence is left alone";
}

TEST(Gain, FollowsTheStationsSettings) {
  EXPECT_NEAR(gain_in_decibels(-20, -10, {-23, -1}), -3, 0.01);
  EXPECT_NEAR(gain_in_decibels(-20, -10, {-12, -1}), 8, 0.01);
  EXPECT_NEAR(gain_in_decibels(-24, -1, {-16, -3}), 6, 0.01) << "8 dB over a ceiling of -3";
}

}  // namespace
}  // namespace loa::daemon::testing
