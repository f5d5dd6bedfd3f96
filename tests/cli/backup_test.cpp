// Backups: what is packed is what is unpacked, and what is no whole backup of ours is refused
// before anything is touched.
#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <map>
#include <random>

#include "base/files.h"
#include "base/folder_swap.h"
#include "cli/backup/pack.h"
#include "cli/backup/places.h"
#include "cli/backup/restore.h"
#include "journal/journal.h"
#include "program.h"

namespace loa::backup {
namespace {

namespace fs = std::filesystem;
using cli::testing::Folder;
using cli::testing::run_loa;
using ::testing::HasSubstr;

const base::Wall kPacked = *base::from_rfc3339("2026-11-23T22:00:00Z");
const base::Wall kLater = kPacked + std::chrono::hours{1};

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void put(const fs::path& file, const std::string& content) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << content;
}

std::string code_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const base::BadInput& error) {
    return error.problems().front().code;
  }
  return "";
}

// All files below a folder, by name, but for the journal's and the lock.
std::map<std::string, std::string> tree(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const auto name = entry.path().lexically_relative(folder).string();
    if (entry.is_regular_file() && name != "lock" && name.find("journal.db") == std::string::npos) {
      files[name] = content_of(entry.path());
    }
  }
  return files;
}

// A station's folders as it leaves them, with some rows in its journal.
struct Board {
  Folder folder;
  fs::path root = folder.path();
  fs::path config = root / "station.json";
  fs::path state = root / "state";

  explicit Board(const std::string& name = "Đài cũ", const std::string& media = "") {
    put(config, R"({"name": ")" + name + R"(", "state": "state", "output": "wav:a.wav")" +
                    (media.empty() ? "" : R"(, "media": ")" + media + "\"") + "}");
  }
  void live(const std::string& station, int rows = 3) const {
    put(state / "identity.json", R"({"station": ")" + station + "\"}");
    put(state / "trust.json", "{}");
    put(state / "programme.json", "week of " + station);
    put(state / "media/Bản tin xã/b.mp3", std::string(300'000, 'x') + station);
    put(state / "cache/speech.wav", "made again");
    put(state / "owner-token", "of this start");
    put(state / "people.json", "Lan");
    put(state / "lock", "");
    put(state / "x.json.new", "half");
    put(state / "trust.json.damaged-1", "bad");
    write_rows(station, rows);
    journal::Journal(state / "journal.db", station, "boot").remember("settled", "1");
  }
  void write_rows(const std::string& station, int rows) const {
    journal::Journal journal(state / "journal.db", station, "boot");
    for (int i = 0; i < rows; ++i) {
      journal::Row row;
      row.kind = journal::Kind::event;
      row.title = "boot";
      row.wall = kPacked;
      journal.append(row);
    }
  }
  fs::path pack_up(bool identity = true) const {
    const auto out = root / "station.loa-backup";
    pack({config, out, identity}, kPacked);
    return out;
  }
};

TEST(Backup, HoldsWhatMakesAStationAndNothingElse) {
  const Board board;
  board.live("st-1");
  ArchiveReader reader(board.pack_up());
  const auto contents = check(reader);
  std::vector<std::string> names;
  for (const auto& member : contents.members) names.push_back(member.head.name);
  EXPECT_THAT(names, ::testing::UnorderedElementsAre(
                         "config/station.json", "state/identity.json", "state/journal.db",
                         "state/media/Bản tin xã/b.mp3", "state/people.json",
                         "state/programme.json", "state/trust.json"));
  EXPECT_EQ(contents.header.station, "st-1");
  EXPECT_EQ(contents.header.name, "Đài cũ");
  EXPECT_EQ(contents.header.created, kPacked);
}

TEST(Backup, IsForItsOwnerAlone) {
  const Board board;
  board.live("st-1");
  EXPECT_EQ(fs::status(board.pack_up()).permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
}

TEST(Backup, WithoutIdentityHasNeitherKeyNorRecordNorWhatTheKeySigned) {
  const Board board;
  board.live("st-1");
  ArchiveReader reader(board.pack_up(false));
  std::vector<std::string> names;
  const auto contents = check(reader);
  for (const auto& member : contents.members) names.push_back(member.head.name);
  EXPECT_THAT(names, ::testing::UnorderedElementsAre("config/station.json",
                                                     "state/media/Bản tin xã/b.mp3"));
}

// A station whose configuration names every kind of file beside it.
struct Named {
  Board board;
  fs::path root = board.root;

  Named() {
    board.live("st-1");
    put(board.config, R"({"name": "Đài cũ", "state": "state", "output": "wav:a.wav",
      "trust": "root.json", "policy": "quy-dinh.json", "commandOtp": "state/otp.json",
      "speech": {"abbreviations": "viet-tat.txt"}})");
    for (const char* name :
         {"root.json", "quy-dinh.json", "state/otp.json", "viet-tat.txt", "communes.csv"}) {
      put(root / name, std::string("content of ") + name);
    }
  }
};

TEST(Backup, HoldsTheFilesThatTheConfigurationNames) {
  const Named named;
  const auto file = named.board.pack_up();
  const Folder fresh;
  const fs::path etc = fresh.path() + "/etc";
  restore(file, etc / "station.json", kLater);
  for (const char* name :
       {"root.json", "quy-dinh.json", "state/otp.json", "viet-tat.txt", "communes.csv"}) {
    EXPECT_EQ(content_of(etc / name), std::string("content of ") + name);
  }
}

TEST(Backup, WithoutAFileThatTheConfigurationNamesIsNone) {
  const Named named;
  fs::remove(named.root / "viet-tat.txt");
  EXPECT_THROW(named.board.pack_up(), std::system_error);
  fs::remove(named.root / "communes.csv");
  put(named.root / "viet-tat.txt", "");
  EXPECT_NO_THROW(named.board.pack_up()) << "the office's list of communes is nobody's need";
}

TEST(Backup, WithoutIdentityHasNoSecretsWhereverTheyLieAndWantsTheBoardsOwn) {
  const Named named;
  const auto file = named.board.pack_up(false);
  ArchiveReader reader(file);
  for (const auto& member : check(reader).members) {
    EXPECT_THAT(member.head.name, ::testing::Not(HasSubstr("otp")));
  }
  const Board other("Đài mới");
  other.live("st-2");
  const auto before = tree(other.root);
  EXPECT_EQ(code_of([&] { restore(file, other.config, kLater); }), "restore-secrets");
  EXPECT_EQ(tree(other.root), before);
  put(other.state / "otp.json", "its own");
  restore(file, other.config, kLater);
  EXPECT_EQ(content_of(other.state / "otp.json"), "its own");
  EXPECT_EQ(content_of(other.root / "root.json"), "content of root.json");
}

TEST(Backup, IsNotKeptInsideTheStationsOwnFolder) {
  const Board board;
  board.live("st-1");
  EXPECT_EQ(code_of([&] {
              pack({board.config, board.state / "b", true}, kPacked);
            }),
            "backup-inside");
}

TEST(Backup, FollowsAJournalThatIsOpen) {
  const Board board;
  board.live("st-1");
  journal::Journal open(board.state / "journal.db", "st-1", "boot");
  const auto file = board.pack_up();
  const Board other;
  restore(file, other.config, kLater);
  EXPECT_TRUE(journal::verify(other.state / "journal.db").ok);
  EXPECT_EQ(journal::verify(other.state / "journal.db").rows, 3U);
}

TEST(Restore, MovesAStationToAnEmptyBoard) {
  const Board board;
  board.live("st-1");
  const auto file = board.pack_up();
  const Folder fresh;
  const fs::path config = fresh.path() + "/etc/station.json";
  const auto restored = restore(file, config, kLater);
  EXPECT_EQ(content_of(config), content_of(board.config));
  auto expected = tree(board.state);
  for (const char* left :
       {"cache/speech.wav", "owner-token", "x.json.new", "trust.json.damaged-1"}) {
    expected.erase(left);
  }
  EXPECT_EQ(tree(fresh.path() + "/etc/state"), expected);
  EXPECT_EQ(restored.contents.header.station, "st-1");
}

TEST(Restore, KeepsWhatWasThereUnderAName) {
  const Board board;
  board.live("st-1");
  const auto file = board.pack_up();
  const Board other("Đài mới");
  other.live("st-2");
  put(other.state / "programme-next.json", "waits");
  const auto restored = restore(file, other.config, kLater);
  EXPECT_EQ(restored.before, "before-restore-1");
  const auto before = other.state / restored.before;
  EXPECT_EQ(content_of(before / "programme.json"), "week of st-2");
  EXPECT_EQ(content_of(before / "programme-next.json"), "waits");
  EXPECT_FALSE(fs::exists(other.state / "programme-next.json"));
  EXPECT_EQ(content_of(other.state / "programme.json"), "week of st-1");
  EXPECT_THAT(content_of(other.config.string() + ".before-restore-1"), HasSubstr("Đài mới"));
  EXPECT_EQ(content_of(other.state / "cache/speech.wav"), "made again");
}

TEST(Restore, WithoutIdentityLeavesTheBoardsOwnKeyAndRecord) {
  const Board board;
  board.live("st-1");
  const auto file = board.pack_up(false);
  const Board other("Đài mới");
  other.live("st-2");
  restore(file, other.config, kLater);
  EXPECT_THAT(content_of(other.state / "identity.json"), HasSubstr("st-2"));
  EXPECT_EQ(content_of(other.state / "programme.json"), "week of st-2");
  EXPECT_EQ(journal::verify(other.state / "journal.db").rows, 3U);
  EXPECT_THAT(content_of(other.state / "media/Bản tin xã/b.mp3"), HasSubstr("st-1"));
}

TEST(Restore, ReachesMediaOutsideTheStateFolder) {
  const Board board("Đài cũ", "sounds");
  board.live("st-1");
  put(board.root / "sounds/c.mp3", "c");
  const auto file = board.pack_up();
  const Board other("Đài mới", "sounds");
  put(other.root / "sounds/old.mp3", "old");
  restore(file, other.config, kLater);
  EXPECT_EQ(tree(other.root / "sounds"), (std::map<std::string, std::string>{
                                             {"before-restore-1/old.mp3", "old"}, {"c.mp3", "c"}}));
}

// The journal of the board that died has gone on after the backup; and the backup is put back
// twice.
TEST(Restore, BeginsAnEpochThatNobodyHasUsed) {
  const Board board;
  board.live("st-1");
  const auto file = board.pack_up();
  const Board second;
  restore(file, second.config, kLater);
  second.write_rows("st-1", 1);
  const Board third;
  restore(file, third.config, kLater + std::chrono::hours{24});
  third.write_rows("st-1", 1);
  const journal::Journal old(board.state / "journal.db", "st-1", "b");
  const journal::Journal newer(second.state / "journal.db", "st-1", "b");
  const journal::Journal newest(third.state / "journal.db", "st-1", "b");
  EXPECT_GT(newer.epoch(), old.epoch() + 100);
  EXPECT_GT(newest.epoch(), newer.epoch());
  EXPECT_EQ(newest.last_seq(), 1U);
  EXPECT_FALSE(newest.remembered("settled").has_value())
      << "what the old board did meanwhile is not for the new one to judge";
}

TEST(Restore, OnTheSameBoardGoesOnAboveItsOwnEpochToo) {
  const Board board;
  board.live("st-1");
  const auto file = board.pack_up();
  restore(file, board.config, kLater);
  board.write_rows("st-1", 1);
  const auto first = journal::Journal(board.state / "journal.db", "st-1", "b").epoch();
  restore(file, board.config, kLater);
  board.write_rows("st-1", 1);
  EXPECT_GT(journal::Journal(board.state / "journal.db", "st-1", "b").epoch(), first);
}

TEST(Restore, IsRefusedWhereItCannotBeRight) {
  const Board board;
  board.live("st-1");
  const auto file = board.pack_up();
  const auto before = tree(board.root);
  EXPECT_EQ(code_of([&] { restore(file, board.config, kPacked - std::chrono::hours{1}); }),
            "restore-clock");
  const auto lock = base::FolderLock::take(board.state);
  EXPECT_EQ(code_of([&] { restore(file, board.config, kLater); }), "restore-running");
  EXPECT_EQ(tree(board.root), before);
}

// Refused before anything is touched.
void expect_refused(const fs::path& file, const std::string& code) {
  const Board other("Đài mới");
  other.live("st-2");
  const auto before = tree(other.root);
  EXPECT_EQ(code_of([&] { restore(file, other.config, kLater); }), code);
  EXPECT_EQ(tree(other.root), before);
}

TEST(BadBackup, CutOffAnywhere) {
  const Board board;
  board.live("st-1");
  const auto whole = content_of(board.pack_up());
  const auto file = board.root / "cut";
  for (std::size_t i = 0; i < 40; ++i) {
    put(file, whole.substr(0, whole.size() * i / 40));
    try {
      ArchiveReader reader(file);
      check(reader);
      ADD_FAILURE() << i;
    } catch (const base::BadInput& error) {
      EXPECT_THAT(error.problems().front().code,
                  ::testing::AnyOf("backup-foreign", "backup-damaged", "backup-truncated"))
          << i;
    }
  }
  put(file, whole.substr(0, whole.size() / 2));
  expect_refused(file, "backup-damaged");
}

// What a changed bit does not change may pass.
TEST(BadBackup, DamagedAnywhere) {
  const Board board;
  board.live("st-1");
  const auto whole = content_of(board.pack_up());
  ArchiveReader sound(whole, "whole");
  const auto members = write_manifest(check(sound).members);
  std::mt19937 random(3);
  int refused = 0;
  for (int i = 0; i < 100; ++i) {
    auto bytes = whole;
    const auto at = random() % bytes.size();
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << random() % 8));
    try {
      ArchiveReader reader(bytes, "damaged");
      EXPECT_EQ(write_manifest(check(reader).members), members) << at;
    } catch (const base::BadInput&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 90);
}

TEST(BadBackup, OfAnotherKind) {
  const Board board;
  for (const char* content : {"", "chào", "PK\x03\x04", "{\"format\":\"loa-backup\"}"}) {
    put(board.root / "other", content);
    expect_refused(board.root / "other", "backup-foreign");
  }
}

// A backup put together by hand: header, members, manifest.
fs::path made(const Board& board, const std::string& header,
              const std::vector<std::pair<std::string, std::string>>& files) {
  const auto path = board.root / "made";
  ArchiveWriter writer(path);
  std::vector<Member> members;
  const auto add = [&](const std::string& name, const std::string& content) {
    members.push_back({{name, content.size(), 0, 0644}, base::sha256(content)});
    writer.begin(members.back().head);
    writer.add(content);
  };
  add("loa-backup.json", header);
  for (const auto& [name, content] : files) add(name, content);
  const auto manifest = write_manifest(members);
  writer.begin({"manifest.json", manifest.size(), 0, 0644});
  writer.add(manifest);
  writer.close();
  return path;
}

const std::string kGoodHeader = write_header({"st-1", "Đài", "0.1", kPacked, true});
const std::string kGoodConfig = R"({"name": "Đài", "state": "state", "output": "wav:a.wav"})";

TEST(BadBackup, MadeByANewerLoa) {
  const Board board;
  expect_refused(made(board, R"({"format": "loa-backup", "version": 2})", {}), "backup-newer");
}

TEST(BadBackup, WithAHeaderThatIsNone) {
  const Board board;
  for (const char* header : {"{", R"({"format": "zip", "version": 1})"}) {
    expect_refused(made(board, header, {}), "backup-foreign");
  }
  for (
      const char* header :
      {R"({"format": "loa-backup", "version": "1"})", R"({"format": "loa-backup", "version": 1})",
       R"({"format":"loa-backup","version":1,"station":1,"name":"","software":"","identity":true,"created":"x"})"}) {
    expect_refused(made(board, header, {}), "backup-damaged");
  }
}

TEST(BadBackup, WithNamesThatLeaveTheirPlace) {
  const Board board;
  for (const char* name :
       {"/etc/passwd", "../x", "state/../../x", "state//x", "state/./x", "state/", "other/x",
        "state/a\\b", "state/a\nb", "state/lock", "state/restore.ready/plan.json",
        "state/before-restore-1/x", "state/cache/x", "state/owner-token"}) {
    expect_refused(made(board, kGoodHeader, {{"config/station.json", kGoodConfig}, {name, "x"}}),
                   "backup-unsafe");
  }
}

TEST(BadBackup, WithTheSameNameTwice) {
  const Board board;
  expect_refused(made(board, kGoodHeader,
                      {{"config/station.json", kGoodConfig}, {"state/x", "1"}, {"state/x", "2"}}),
                 "backup-unsafe");
}

TEST(BadBackup, WithoutAConfigurationOrWithOneThatCannotBeUsed) {
  const Board board;
  expect_refused(made(board, kGoodHeader, {{"state/x", "1"}}), "backup-damaged");
  expect_refused(made(board, kGoodHeader, {{"config/station.json", R"({"name": "a", "zone": 1})"}}),
                 "wrong-type");
}

TEST(BadBackup, WithoutAFileThatItsConfigurationNames) {
  const Board board;
  for (const char* named : {R"("trust": "a")", R"("policy": "a.json")", R"("commandOtp": "a")",
                            R"("speech": {"abbreviations": "a"})"}) {
    const auto config = std::string(R"({"name": "Đài", "state": "state", )") + named + "}";
    expect_refused(made(board, kGoodHeader, {{"config/station.json", config}}), "backup-damaged");
  }
}

TEST(BadBackup, WithALink) {
  const Board board;
  const auto path = board.root / "links";
  auto* out = archive_write_new();
  archive_write_set_format_pax(out);
  archive_write_add_filter_zstd(out);
  archive_write_open_filename(out, path.c_str());
  auto* entry = archive_entry_new();
  archive_entry_set_pathname(entry, "loa-backup.json");
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_entry_set_size(entry, static_cast<la_int64_t>(kGoodHeader.size()));
  archive_write_header(out, entry);
  archive_write_data(out, kGoodHeader.data(), kGoodHeader.size());
  archive_entry_clear(entry);
  archive_entry_set_pathname(entry, "state/x");
  archive_entry_set_filetype(entry, AE_IFLNK);
  archive_entry_set_symlink(entry, "/etc/passwd");
  archive_write_header(out, entry);
  archive_entry_free(entry);
  archive_write_free(out);
  expect_refused(path, "backup-unsafe");
}

// kill -9 of the real program at random moments, and what a start makes of it: the old or the new,
// whole. LOA_RESTORE_KILLS says how often.
class KilledRestore : public ::testing::Test {
 protected:
  pid_t begin(const fs::path& file, const fs::path& config) const {
    const pid_t child = ::fork();
    if (child != 0) return child;
    ::execl(LOA_BUILD_DIR "/bin/loa", "loa", "restore", file.c_str(), "--config", config.c_str(),
            nullptr);
    ::_exit(127);
  }
  // As loa-station does at its start.
  static std::string state_after(const Board& board) {
    finish(board.state);
    const auto name = daemon::read_config(board.config).name;
    const auto files = tree(board.state);
    const auto station = name == "Đài cũ" ? "st-1" : "st-2";
    EXPECT_EQ(files.at("programme.json"), std::string("week of ") + station);
    EXPECT_THAT(files.at("identity.json"), HasSubstr(station));
    EXPECT_THAT(files.at("media/Bản tin xã/b.mp3"), HasSubstr(station));
    EXPECT_TRUE(journal::verify(board.state / "journal.db").ok);
    const journal::Journal journal(board.state / "journal.db", station, "b");
    EXPECT_FALSE(journal.opened().salvaged);
    return station;
  }
};

TEST_F(KilledRestore, LeavesTheOldOrTheNew) {
  const char* wanted = std::getenv("LOA_RESTORE_KILLS");  // NOLINT(concurrency-mt-unsafe)
  const int kills = wanted == nullptr ? 30 : std::atoi(wanted);
  const Board board;
  board.live("st-1");
  const auto file = board.pack_up();
  const Board whole_one("Đài mới");
  whole_one.live("st-2");
  const auto started = std::chrono::steady_clock::now();
  ::waitpid(begin(file, whole_one.config), nullptr, 0);
  const auto whole = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - started);
  std::mt19937 random(11);
  std::map<std::string, int> seen;
  int cut = 0;  // between the point of no return and the end
  for (int i = 0; i < kills; ++i) {
    const Board other("Đài mới");
    other.live("st-2");
    const pid_t child = begin(file, other.config);
    // Its own start takes the first half.
    const auto half = static_cast<unsigned>(whole.count() / 2);
    ::usleep(static_cast<useconds_t>(half + random() % (half + half / 4)));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    cut += base::swap_waits(other.state) ? 1 : 0;
    ++seen[state_after(other)];
    const auto again = run_loa({"restore", file, "--config", other.config});
    EXPECT_EQ(again.code, 0) << again.err;
    EXPECT_EQ(state_after(other), "st-1");
  }
  RecordProperty("CutInTheMoves", cut);
  RecordProperty("LeftTheOld", seen["st-2"]);
  RecordProperty("LeftTheNew", seen["st-1"]);
}

}  // namespace
}  // namespace loa::backup
