// loa-centre as a process: killed at any moment it forgets nothing that it acknowledged.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "centre/admin_commands.h"
#include "centre/admin_key.h"
#include "centre/store.h"
#include "tests/centre/rows.h"

extern char** environ;

namespace loa::centre {
namespace {

using protocol::HttpRequest;
using protocol::HttpResponse;
using test::batch;
using test::chain;
using test::id_of;

void write_config(const std::filesystem::path& folder) {
  std::ofstream(folder / "centre.json") << R"({"state": "state", "port": 0})";
}

pid_t spawn_centre(const std::filesystem::path& folder, const std::vector<std::string>& more) {
  const std::string program = LOA_BUILD_DIR "/bin/loa-centre";
  std::vector<std::string> words = {program, "--config", (folder / "centre.json").string()};
  words.insert(words.end(), more.begin(), more.end());
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t pid = 0;
  EXPECT_EQ(::posix_spawn(&pid, program.c_str(), nullptr, nullptr, argv.data(), environ), 0);
  return pid;
}

int end_of(pid_t pid) {
  int status = 0;
  ::waitpid(pid, &status, 0);
  return status;
}

// loa-centre on a state folder.
class Centre {
 public:
  explicit Centre(const std::filesystem::path& folder) : folder_(folder) {
    write_config(folder);
    start();
  }
  Centre(const Centre&) = delete;
  Centre& operator=(const Centre&) = delete;
  ~Centre() { end(SIGKILL); }

  void start() {
    std::filesystem::remove(state() / "origin");
    pid_ = spawn_centre(folder_, {});
    // Ready when it has noted where it listens.
    for (int i = 0; i < 1000 && !noted_origin(state()); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }

  int end(int signal) {
    if (pid_ == 0) return 0;
    ::kill(pid_, signal);
    return end_of(std::exchange(pid_, 0));
  }

  HttpResponse ask(HttpRequest request) const {
    boost::asio::io_context loop;
    protocol::HttpClient client(loop, noted_origin(state()).value_or("http://127.0.0.1:1"));
    HttpResponse answer;
    client.send(std::move(request), std::chrono::seconds(20),
                [&](HttpResponse response) { answer = std::move(response); });
    loop.run();
    return answer;
  }

  std::filesystem::path state() const { return folder_ / "state"; }
  Config config() const { return read_config(folder_ / "centre.json"); }

 private:
  std::filesystem::path folder_;
  pid_t pid_ = 0;
};

void enrol(const Centre& centre, const base::SigningKey& key) {
  const auto token = new_token(centre.config(), "Xã Phú Vân");
  const auto body = to_json(protocol::EnrolRequest{token, test::base64(key), ""});
  ASSERT_EQ(centre.ask(test::signed_post(key, "/v1/enrol", body)).status, 200);
}

TEST(LoaCentre, forgets_nothing_that_it_acknowledged_when_it_is_killed) {
  test::Folder folder;
  Centre centre(folder.path());
  const auto key = base::SigningKey::generate();
  enrol(centre, key);
  const auto rows = chain(id_of(key), 60);
  std::uint64_t acknowledged = 0;
  for (std::uint64_t first = 1; first <= 60; first += 10) {
    const auto body = to_json(batch(rows, first, first + 9));
    const auto answer = centre.ask(test::signed_post(key, "/v1/journal", body));
    ASSERT_EQ(answer.status, 200) << answer.body;
    acknowledged = protocol::batch_ack_from(answer.body)->seq;
    if (first % 20 == 1) {
      centre.end(SIGKILL);
      centre.start();
    }
  }
  EXPECT_EQ(acknowledged, 60U);
  centre.end(SIGKILL);
  EXPECT_EQ(Store(centre.state() / "centre.db").rows_after(id_of(key), 0, 0, 1000), rows);
}

// Of `words` to loa-centre on `folder`; killed after `patience`, if it has not ended by then.
void run_at_most(const std::filesystem::path& folder, const std::vector<std::string>& words,
                 std::chrono::milliseconds patience) {
  const pid_t pid = spawn_centre(folder, words);
  std::this_thread::sleep_for(patience);
  ::kill(pid, SIGKILL);
  ::waitpid(pid, nullptr, 0);
}

TEST(LoaCentre, is_there_whole_or_not_at_all_when_its_restoring_is_killed) {
  test::Folder folder;
  const auto key = base::SigningKey::generate();
  const auto rows = chain(id_of(key), 500);
  const auto copy = (folder.path() / "copy").string();
  {
    Centre centre(folder.path());
    enrol(centre, key);
    const auto body = to_json(batch(rows, 1, 500));
    ASSERT_EQ(centre.ask(test::signed_post(key, "/v1/journal", body)).status, 200);
    EXPECT_EQ(end_of(spawn_centre(folder.path(), {"backup", copy})), 0) << "while it runs";
  }
  for (int i = 1; i <= 8; ++i) {
    test::Folder other;
    write_config(other.path());
    run_at_most(other.path(), {"restore", copy}, std::chrono::milliseconds(40 * i));
    // Refused where it had come to its end.
    end_of(spawn_centre(other.path(), {"restore", copy}));
    Centre centre(other.path());
    const auto body = to_json(batch(chain(id_of(key), 501), 501, 501));
    const auto answer = centre.ask(test::signed_post(key, "/v1/journal", body));
    EXPECT_EQ(answer.status, 200) << answer.body;
    centre.end(SIGTERM);
    EXPECT_EQ(Store(centre.state() / "centre.db").rows_after(id_of(key), 0, 0, 1000).size(), 501U);
  }
}

TEST(LoaCentre, keeps_both_records_where_a_new_board_takes_a_place) {
  test::Folder folder;
  Centre centre(folder.path());
  const auto before = base::SigningKey::generate();
  const auto after = base::SigningKey::generate();
  enrol(centre, before);
  const auto old_rows = chain(id_of(before), 3);
  const auto new_rows = chain(id_of(after), 2);
  const auto send = [&](const base::SigningKey& key, const std::vector<journal::Row>& rows) {
    const auto body = to_json(batch(rows, 1, rows.size()));
    return centre.ask(test::signed_post(key, "/v1/journal", body)).status;
  };
  EXPECT_EQ(send(before, old_rows), 200);
  const auto token = new_token(centre.config(), "", id_of(before));
  const auto body = to_json(protocol::EnrolRequest{token, test::base64(after), ""});
  EXPECT_EQ(centre.ask(test::signed_post(after, "/v1/enrol", body)).status, 200);
  EXPECT_EQ(send(after, new_rows), 200);
  EXPECT_EQ(send(before, old_rows), 403);
  EXPECT_THROW(new_token(centre.config(), "", "st-none"), std::runtime_error);
  centre.end(SIGKILL);
  Store store(centre.state() / "centre.db");
  EXPECT_EQ(store.rows_after(id_of(before), 0, 0, 10), old_rows);
  EXPECT_EQ(store.rows_after(id_of(after), 0, 0, 10), new_rows);
  EXPECT_EQ(store.station(id_of(after))->name, "Xã Phú Vân");
}

TEST(LoaCentre, ends_cleanly_when_it_is_told_to) {
  test::Folder folder;
  Centre centre(folder.path());
  const int status = centre.end(SIGTERM);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(LoaCentre, refuses_a_folder_in_which_another_one_works) {
  test::Folder folder;
  Centre centre(folder.path());
  const int status = end_of(spawn_centre(folder.path(), {}));
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 1);
  EXPECT_EQ(centre.ask({"GET", "/healthz", {}, {}, "", ""}).status, 200);
}

TEST(LoaCentre, keeps_its_administrators_key_to_itself) {
  test::Folder folder;
  Centre centre(folder.path());
  const auto mode = std::filesystem::status(centre.state() / "admin.key").permissions();
  EXPECT_EQ(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST(LoaCentre, says_that_it_does_not_run_when_a_token_is_asked_for) {
  test::Folder folder;
  Centre centre(folder.path());
  centre.end(SIGTERM);
  EXPECT_THROW(new_token(centre.config(), ""), std::runtime_error);
}

TEST(LoaCentre, answers_only_to_its_own_name) {
  test::Folder folder;
  Centre centre(folder.path());
  HttpRequest rebound{"GET", "/v1/stations", {}, {{"host", "evil.example"}}, "", ""};
  EXPECT_EQ(centre.ask(rebound).status, 421);
}

}  // namespace
}  // namespace loa::centre
