// Which requests are taken when too many come, and when the others come again.
#include "centre/admission.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/centre/reception_scene.h"
#include "tests/trust/office.h"

namespace loa::centre {
namespace {

using base::Duration;
using base::Steady;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Steady kNoon{std::chrono::hours{12}};

// Each answer takes the centre this long.
Admission used_to(Duration took) {
  Admission admission;
  for (int i = 0; i < 1000; ++i) admission.answered(took);
  return admission;
}

TEST(Admission, takes_what_it_can_answer_soon) {
  auto admission = used_to(milliseconds{1});
  EXPECT_FALSE(admission.refuse(Urgency::ordinary, 0, kNoon));
  EXPECT_FALSE(admission.refuse(Urgency::ordinary, Admission::kMostWaiting - 1, kNoon));
  EXPECT_TRUE(admission.refuse(Urgency::ordinary, Admission::kMostWaiting, kNoon));
}

TEST(Admission, lets_fewer_wait_where_each_takes_long) {
  auto admission = used_to(milliseconds{300});
  EXPECT_FALSE(admission.refuse(Urgency::ordinary, 9, kNoon));
  EXPECT_TRUE(admission.refuse(Urgency::ordinary, 11, kNoon));
}

TEST(Admission, never_refuses_what_is_for_now) {
  auto admission = used_to(milliseconds{300});
  EXPECT_FALSE(admission.refuse(Urgency::at_once, 100'000, kNoon));
}

TEST(Admission, gives_each_who_is_refused_a_place_of_his_own) {
  auto admission = used_to(milliseconds{5});
  Duration last{0};
  for (int i = 0; i < 1000; ++i) {
    const auto pause = admission.refuse(Urgency::ordinary, Admission::kMostWaiting, kNoon);
    ASSERT_TRUE(pause);
    EXPECT_GE(*pause, last);
    last = *pause;
  }
  // A thousand, twice five milliseconds apart, behind those that wait.
  EXPECT_GE(last, seconds{10});
  EXPECT_LE(last, seconds{13});
}

TEST(Admission, forgets_places_that_have_passed) {
  auto admission = used_to(milliseconds{5});
  for (int i = 0; i < 1000; ++i)
    admission.refuse(Urgency::ordinary, Admission::kMostWaiting, kNoon);
  const auto later =
      admission.refuse(Urgency::ordinary, Admission::kMostWaiting, kNoon + minutes{5});
  EXPECT_LE(later.value(), seconds{3});
}

TEST(Admission, sends_nobody_away_for_less_than_a_second_or_more_than_ten_minutes) {
  auto quick = used_to(Duration{0});
  EXPECT_EQ(quick.refuse(Urgency::ordinary, Admission::kMostWaiting, kNoon), seconds{1});
  auto slow = used_to(milliseconds{500});
  std::optional<Duration> pause;
  for (int i = 0; i < 10'000; ++i) pause = slow.refuse(Urgency::ordinary, 1000, kNoon);
  EXPECT_EQ(pause, minutes{10});
}

TEST(Admission, spreads_those_who_come_back_by_what_their_connections_take_too) {
  auto admission = used_to(milliseconds{1});
  const auto plain = admission.first_contact_window(10'000);
  admission.connection_takes(milliseconds{4});
  // 1 + 1 + 4 where it was 1 + 1 + 1.
  const auto slower = admission.first_contact_window(10'000);
  EXPECT_GE(slower, plain * 19 / 10);
  EXPECT_LE(slower, plain * 21 / 10);
  admission.connection_takes(Duration{10});
  EXPECT_EQ(admission.first_contact_window(10'000), plain) << "no less than an answer";
}

TEST(Admission, spreads_those_who_come_back_by_what_an_answer_takes) {
  EXPECT_EQ(used_to(milliseconds{2}).first_contact_window(1), seconds{1});
  const auto window = used_to(milliseconds{2}).first_contact_window(10'000);
  EXPECT_GE(window, seconds{165});
  EXPECT_LE(window, seconds{181});
  EXPECT_EQ(used_to(milliseconds{500}).first_contact_window(100'000'000), std::chrono::hours{1});
}

TEST(Admission, does_not_take_one_long_wait_for_the_usual) {
  auto admission = used_to(milliseconds{2});
  admission.answered(minutes{1});
  EXPECT_LE(admission.usual(), milliseconds{20});
}

TEST(Reception, knows_what_is_for_now) {
  const auto urgent = [&](const char* path, const char* peer) {
    return urgency_of({"POST", path, {}, {}, "", peer}) == Urgency::at_once;
  };
  EXPECT_TRUE(urgent("/v1/admin/command", "127.0.0.1"));
  EXPECT_FALSE(urgent("/v1/admin/command", "10.0.0.7"));
  EXPECT_TRUE(urgent("/healthz", "10.0.0.7"));
  EXPECT_FALSE(urgent("/v1/journal", "127.0.0.1"));
  EXPECT_FALSE(urgent("/v1/status", "10.0.0.7"));
}

class FullReception : public testing::Test, protected test::ReceptionScene {
 protected:
  // How each is answered, in the order of the answers.
  struct Answer {
    std::string path;
    int status;
    std::string retry_after;
  };
  void take(const std::string& path, const std::string& station = "st-1",
            const std::string& body = "") {
    protocol::HttpRequest request{"POST", path, {}, {{"loa-station", station}}, body, "10.0.0.7"};
    if (path.starts_with("/v1/admin/")) request.peer = "127.0.0.1";
    reception_.take(std::move(request), [this, path](const protocol::HttpResponse& response) {
      const std::string retry_after(response.header("Retry-After"));
      answers_.push_back({path, response.status, retry_after});
    });
  }
  void fill() {
    for (std::size_t i = 0; i < Admission::kMostWaiting; ++i) take("/v1/journal");
  }

  std::vector<Answer> answers_;
};

TEST_F(FullReception, sends_away_who_is_too_much_and_answers_the_others) {
  fill();
  EXPECT_TRUE(answers_.empty());
  take("/v1/journal");
  ASSERT_EQ(answers_.size(), 1U);
  EXPECT_EQ(answers_[0].status, 503);
  EXPECT_GE(std::stoi(answers_[0].retry_after), 1);
  loop_.run();
  ASSERT_EQ(answers_.size(), Admission::kMostWaiting + 1);
  for (std::size_t i = 1; i < answers_.size(); ++i) EXPECT_EQ(answers_[i].status, 401);
  take("/v1/journal");
  loop_.restart();
  loop_.run();
  EXPECT_EQ(answers_.back().status, 401) << "there is room again";
}

TEST_F(FullReception, lets_fewer_wait_where_they_are_large) {
  const std::string body(protocol::kMaxBody, 'x');
  for (int i = 0; i < 16; ++i) take("/v1/journal", "st-1", body);
  EXPECT_TRUE(answers_.empty());
  take("/v1/journal", "st-1", body);
  ASSERT_EQ(answers_.size(), 1U);
  EXPECT_EQ(answers_[0].status, 503);
  loop_.run();
  take("/v1/journal");
  loop_.restart();
  loop_.run();
  EXPECT_EQ(answers_.back().status, 401) << "there is room again";
}

TEST_F(FullReception, answers_what_is_for_now_before_all_that_waits) {
  fill();
  take("/v1/admin/tokens");
  loop_.run_one();
  ASSERT_EQ(answers_.size(), 1U);
  EXPECT_EQ(answers_[0].path, "/v1/admin/tokens");
  EXPECT_EQ(answers_[0].status, 403) << "without the key";
}

TEST_F(FullReception, lets_a_report_through_that_brings_a_command) {
  const auto now = clock_.read().wall;
  const auto key = trust::testing::key(31);
  auto envelope = trust::envelope_of(trust::Command{
      {"st-1"}, key.public_key, 7, now, now + seconds{60}, "", trust::StopSound{true}});
  trust::sign(envelope, key);
  protocol::HttpRequest command{"POST", "/v1/admin/command", {}, {}, "", "127.0.0.1"};
  command.headers["authorization"] = "Bearer secret";
  command.body = trust::write_envelope(envelope);
  ASSERT_EQ(test::answer_of(api_, command, clock_.read()).status, 200);
  fill();
  take("/v1/status", "st-2");
  ASSERT_EQ(answers_.size(), 1U);
  EXPECT_EQ(answers_[0].status, 503) << "nothing waits for that one";
  take("/v1/status", "st-1");
  loop_.run_one();
  ASSERT_EQ(answers_.size(), 2U);
  EXPECT_EQ(answers_[1].path, "/v1/status");
  EXPECT_EQ(answers_[1].status, 401) << "let through, and believed no more than others";
}

TEST_F(FullReception, sends_all_away_when_it_closes) {
  fill();
  EXPECT_EQ(reception_.close(), Admission::kMostWaiting);
  take("/v1/journal");
  ASSERT_EQ(answers_.size(), Admission::kMostWaiting + 1);
  for (const auto& answer : answers_) {
    EXPECT_EQ(answer.status, 503);
    EXPECT_GE(std::stoi(answer.retry_after), 1);
  }
  loop_.run();
  EXPECT_EQ(answers_.size(), Admission::kMostWaiting + 1) << "once each";
}

}  // namespace
}  // namespace loa::centre
