// A centre in a file: from every engine into every engine, and what is no whole backup.
#include "centre/backup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/files.h"
#include "base/problem.h"
#include "centre/backup_file.h"
#include "centre/centre_key.h"
#include "centre/ingest.h"
#include "centre/kept_people.h"
#include "centre/record_log.h"
#include "centre/state_folder.h"
#include "centre/store.h"
#include "centre/table_copy.h"
#include "tests/centre/engines.h"
#include "tests/centre/rows.h"

namespace loa::centre {
namespace {

using test::at;
using test::chain;
using test::Engine;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::size_t kRows = 1100;  // more than a page

// A centre's place: a state folder, and a database on one of the engines.
struct Place {
  explicit Place(Engine engine) : database(engine) {
    config.state = folder.path() / "state";
    std::filesystem::create_directory(config.state);
    if (engine == Engine::postgres) config.database = database.uri();
  }
  Store store() const { return Store(open_sql(config)); }

  test::Folder folder;
  test::Database database;
  Config config;
};

std::filesystem::path backup_in(const Place& place) { return place.folder.path() / "copy.loa"; }

void fill_what_people_leave(Store& store) {
  KeptPeople people(store);
  people.put({"Lan", entrance::Role::administers, "$argon2id$băm", false, 0});
  people.put({"Minh", entrance::Role::approves, "mã", true, 1'800'000'000});
  store.sql().run(
      "INSERT INTO submission(hash, author, text, received_ns, state, judged_by, why, judged_ns, "
      "fingerprint, signed_ns, aired_ns, aired_at) VALUES('h', 'Lan', 'tuần', 1, 'approved', "
      "'Mai', 'được', 2, 'fp', 3, 4, 'st-1')");
  store.put_command({"id", "lệnh", at(1).wall, at(121).wall}, 100);
  store.move_reach("aa", 0, R"([["st-1", 1]])");
}

void fill_what_stations_leave(Store& store) {
  // Of the log when it was empty: no receipt of a row is by that.
  store.put_cosignature({0, base::sha256("")}, "nhân-chứng+1", "— nhân-chứng chữ-ký");
  store.quarantine(chain("st-2", 1).at(0), at(5).wall);
  store.put_checkpoint({"st-1",
                        {1, 7, base::sha256("hàng"), "boot", at(5).wall, base::ClockQuality::synced,
                         std::string("\0\xfe", 2)},
                        at(6).wall});
}

// A bit of everything, received in two months.
void fill(const Place& place, std::size_t count = kRows) {
  auto store = place.store();
  const auto key = centre_key(place.config.state);
  RecordLog log(store, key);
  Ingest ingest(store, &log);
  store.put_station({"st-1", "Xã Phú Vân", std::string(32, '\x01'), at(1).wall});
  store.put_station(
      {"st-2", "Xã Đồng Tâm", std::string("\0\xff", 2) + std::string(30, ' '), at(2).wall});
  store.revoke("st-2", at(3).wall, "st-1");
  store.put_place("st-1", {{"lũ", "ven-sông"}, Position{20'541'000, -105'912'000}});
  store.put_place("st-2", {{"a"}});
  store.put_token(base::sha256("token"), {"", at(9).wall, "", ""});
  const auto rows = chain("st-1", count);
  const base::Now month_later = at(40 * 86400);
  for (std::size_t first = 1; first <= count; first += 100)
    ingest.accept(test::batch(rows, first, first + 99), first < 500 ? at(10) : month_later);
  store.put_event({"st-1", "row-conflict", "1/7", "it's \"so\"", at(4).wall, at(5).wall, 3});
  store.begin_alarm({{"st-1", "offline", ""}, "", at(6).wall});
  store.put_bundle({"fp", 7, R"({"a": 1})", at(7).wall});
  store.put_bundle_beside({"fp-2", 8, R"({"a": 2})", at(8).wall}, "fp", R"({"stage": 1})");
  store.put_report({"st-1", R"({"b": "Đ"})", at(8).wall});
  fill_what_people_leave(store);
  fill_what_stations_leave(store);
}

std::map<std::string, std::pair<std::int64_t, std::string>> sums_of(
    const std::filesystem::path& file) {
  SqliteSql sql(file, base::Database::Mode::read_only);
  std::map<std::string, std::pair<std::int64_t, std::string>> sums;
  for (const auto& row : sql.run("SELECT name, count, hash FROM backup_sum").rows)
    sums[row.text(0)] = {row.integer(1), row.text(2)};
  return sums;
}

// As the engine itself knows them, whatever a backup takes.
std::set<std::string> tables_in(Sql& sql) {
  const auto found = sql.run(
      sql.dialect() == SqlDialect::sqlite
          ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
          : "SELECT CAST(relname AS TEXT) FROM pg_class WHERE relkind IN ('r', 'p') AND NOT "
            "relispartition AND relnamespace = CAST(current_schema() AS regnamespace) AND relname "
            "<> 'loa_version'");
  std::set<std::string> names;
  for (const auto& row : found.rows) names.insert(row.text(0));
  return names;
}

// What each of them holds. Their columns are those of an empty SQLite centre.
std::map<std::string, TableSum> content_of(const Place& place) {
  const Place empty(Engine::sqlite);
  empty.store();
  SqliteSql shapes(sqlite_file(empty.config.state));
  auto store = place.store();
  std::map<std::string, TableSum> content;
  for (const auto& table : tables_of(shapes))
    content[table.name] = read_table(store.sql(), table, [](const auto&) {});
  return content;
}

using FromTo = std::tuple<Engine, Engine>;
class CentreBackup : public testing::TestWithParam<FromTo> {
 protected:
  Place from_{std::get<0>(GetParam())};
  Place to_{std::get<1>(GetParam())};
};

TEST_P(CentreBackup, brings_everything_to_another_machine) {
  fill(from_);
  const auto made = back_up(from_.config, backup_in(from_), at(100).wall);
  EXPECT_EQ(made.stations, 2);
  EXPECT_EQ(made.rows, std::int64_t{kRows});
  EXPECT_THAT(made.files, ElementsAre("centre.key"));

  const auto restored = restore(to_.config, backup_in(from_));
  EXPECT_EQ(restored.created, at(100).wall);
  auto store = to_.store();
  EXPECT_EQ(store.rows_after("st-1", 0, 0, 5000), chain("st-1", kRows));
  EXPECT_EQ(store.station("st-2")->replaced_by, "st-1");
  EXPECT_EQ(centre_key(to_.config.state).seed(), centre_key(from_.config.state).seed());

  back_up(to_.config, backup_in(to_), at(100).wall);
  EXPECT_EQ(sums_of(backup_in(to_)), sums_of(backup_in(from_)));
}

// A table that is new in the schema fails this until fill() has a row for it.
TEST_P(CentreBackup, brings_every_table_that_there_is) {
  fill(from_);
  const auto before = content_of(from_);
  std::set<std::string> filled;
  for (const auto& [name, sum] : before)
    if (sum.rows > 0) filled.insert(name);
  auto source = from_.store();
  EXPECT_EQ(filled, tables_in(source.sql()));

  back_up(from_.config, backup_in(from_), at(100).wall);
  restore(to_.config, backup_in(from_));
  const auto after = content_of(to_);
  for (const auto& [name, sum] : before) {
    ASSERT_TRUE(after.contains(name)) << name;
    EXPECT_TRUE(after.at(name) == sum) << name;
  }
  auto target = to_.store();
  EXPECT_EQ(tables_in(target.sql()), filled);
}

TEST_P(CentreBackup, brings_people_and_what_they_have_approved) {
  fill(from_);
  back_up(from_.config, backup_in(from_), at(100).wall);
  restore(to_.config, backup_in(from_));
  auto store = to_.store();
  KeptPeople people(store);
  EXPECT_EQ(people.find("Minh"),
            (entrance::Person{"Minh", entrance::Role::approves, "mã", true, 1'800'000'000}));
  EXPECT_EQ(store.sql().run("SELECT aired_at FROM submission").rows.at(0).text(0), "st-1");
  EXPECT_EQ(store.place("st-1").tags, (std::vector<std::string>{"lũ", "ven-sông"}));
  EXPECT_THAT(store.cosignature_lines(0), ElementsAre("— nhân-chứng chữ-ký"));
  EXPECT_EQ(store.reach("aa").json, R"([["st-1", 1]])");
}

TEST_P(CentreBackup, goes_on_where_it_stood) {
  fill(from_);
  back_up(from_.config, backup_in(from_), at(100).wall);
  restore(to_.config, backup_in(from_));
  auto store = to_.store();
  const auto key = centre_key(to_.config.state);
  RecordLog log(store, key);
  Ingest ingest(store, &log);
  const auto rows = chain("st-1", kRows + 5);
  const auto taken = ingest.accept(test::batch(rows, kRows + 1, kRows + 5), at(200));
  EXPECT_EQ(taken.verdict, BatchVerdict::taken);
  EXPECT_EQ(taken.ack.seq, kRows + 5);
  const auto receipt = log.receipt("st-1", 1, 7);
  ASSERT_TRUE(receipt);
  EXPECT_TRUE(protocol::verify_receipt(*receipt, log.name(), "r").problems.empty());
}

INSTANTIATE_TEST_SUITE_P(FromTo, CentreBackup,
                         testing::Combine(test::each_engine(), test::each_engine()),
                         [](const auto& info) {
                           const auto name = [](Engine engine) {
                             return engine == Engine::sqlite ? "sqlite" : "postgres";
                           };
                           return std::string(name(std::get<0>(info.param))) + "_to_" +
                                  name(std::get<1>(info.param));
                         });

class BackupFile : public testing::Test {
 protected:
  BackupFile() {
    fill(place_, 100);
    back_up(place_.config, file_, at(100).wall);
    content_ = base::read_file(file_, 1UL << 30);
  }
  std::string code_of_refusal(const std::filesystem::path& file) {
    try {
      restore(Place(Engine::sqlite).config, file);
    } catch (const base::BadInput& refused) {
      return refused.problems().front().code;
    }
    return "";
  }
  std::filesystem::path changed(const std::string& content) {
    const auto path = place_.folder.path() / "changed";
    base::replace_file(path, content);
    return path;
  }

  Place place_{Engine::sqlite};
  std::filesystem::path file_ = backup_in(place_);
  std::string content_;
};

TEST_F(BackupFile, that_is_cut_off_or_something_else_is_refused) {
  for (std::size_t i = 0; i < 20; ++i)
    EXPECT_NE(code_of_refusal(changed(content_.substr(0, content_.size() * i / 20))), "") << i;
  EXPECT_EQ(code_of_refusal(changed("Đây không phải là bản sao lưu.")), "backup-damaged");
  EXPECT_EQ(code_of_refusal(sqlite_file(place_.config.state)), "backup-foreign");
}

// What SQLite itself would not notice: the bytes inside of a cell.
TEST_F(BackupFile, with_one_changed_byte_of_a_row_is_refused) {
  for (const std::string& text : {std::string("Xã Phú Vân"), std::string("row-conflict")}) {
    auto content = content_;
    for (auto place = content.find(text); place != std::string::npos;
         place = content.find(text, place + 1))
      content[place] = '#';
    EXPECT_EQ(code_of_refusal(changed(content)), "backup-damaged") << text;
  }
}

TEST_F(BackupFile, of_a_later_version_is_refused) {
  const auto path = changed(content_);
  {
    SqliteSql sql(path);
    sql.script("PRAGMA user_version = 1000");
  }
  EXPECT_EQ(code_of_refusal(path), "backup-newer");
}

TEST_F(BackupFile, is_for_its_owner_alone) {
  const auto permissions = std::filesystem::status(file_).permissions();
  EXPECT_EQ(permissions, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(BackupFile, goes_into_an_empty_centre_only) {
  EXPECT_THROW(restore(place_.config, file_), std::runtime_error);
  const Place other(Engine::sqlite);
  const auto running = take_state(other.config.state);
  EXPECT_THROW(restore(other.config, file_), std::runtime_error);
}

TEST_F(BackupFile, keeps_the_keys_that_a_first_start_made) {
  const Place other(Engine::sqlite);
  const auto first = centre_key(other.config.state).seed();
  restore(other.config, file_);
  EXPECT_EQ(centre_key(other.config.state).seed(), centre_key(place_.config.state).seed());
  EXPECT_NE(centre_key(other.config.state).seed(), first);
  EXPECT_TRUE(std::filesystem::exists(other.config.state / "centre.key.before"));
}

TEST_F(BackupFile, is_of_one_moment_while_the_centre_writes) {
  auto writing = place_.store();
  writing.sql().begin();
  writing.put_event({"st-9", "late", "", "", at(1).wall, at(1).wall, 1});
  const auto again = place_.folder.path() / "again";
  back_up(place_.config, again, at(100).wall);
  writing.sql().commit();
  EXPECT_EQ(sums_of(again), sums_of(file_));
}

TEST_F(BackupFile, that_cannot_be_written_leaves_the_one_before) {
  auto config = place_.config;
  config.state = place_.folder.path() / "nowhere";
  EXPECT_THROW(back_up(config, file_, at(100).wall), SqlError);
  EXPECT_EQ(base::read_file(file_, 1UL << 30), content_);
  EXPECT_FALSE(std::filesystem::exists(file_.string() + ".new"));
}

}  // namespace
}  // namespace loa::centre
