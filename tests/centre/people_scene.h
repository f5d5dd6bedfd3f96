// People at a centre: pages that they come in by, passwords that are worked out on another thread.
#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <nlohmann/json.hpp>

#include "centre/api.h"
#include "tests/centre/rows.h"

namespace loa::centre::test {

using entrance::Role;
using nlohmann::json;
using protocol::HttpRequest;
using protocol::HttpResponse;

inline constexpr auto kElsewhere = "192.0.2.7";
inline constexpr auto kGood = "loa kêu lúc năm giờ";

// The loop: what other threads post is carried out where the test waits.
class PostedWork {
 public:
  void post(std::function<void()> work) {
    const std::lock_guard lock(mutex_);
    work_.push_back(std::move(work));
    changed_.notify_all();
  }
  void run_next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !work_.empty(); });
    auto work = std::move(work_.front());
    work_.pop_front();
    lock.unlock();
    work();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> work_;
};

// A centre on a database that may have others.
class Centre {
 public:
  explicit Centre(std::unique_ptr<Sql> sql) : store_(std::move(sql)) {
    api_.receive_people([this] { return at(now_); },
                        [this](std::function<void()> work) { posted_.post(std::move(work)); });
  }

  HttpResponse answer(const HttpRequest& request) {
    auto outcome = api_.answer(request, at(now_));
    if (const auto* later = std::get_if<Later>(&outcome)) return later->work();
    auto* answering = std::get_if<Answering>(&outcome);
    if (answering == nullptr) return std::get<HttpResponse>(outcome);
    std::optional<HttpResponse> answer;
    answering->start([&](HttpResponse response) { answer = std::move(response); });
    while (!answer) posted_.run_next();
    return *answer;
  }
  HttpResponse by_machine(const std::string& path, const json& body = json::object()) {
    return answer({"POST",
                   path,
                   {},
                   {{"authorization", "Bearer secret"}, {"loa-person", "root"}},
                   body.dump(),
                   "127.0.0.1"});
  }
  HttpResponse by_page(const std::string& path, const json& body, const std::string& cookie = "",
                       const std::string& peer = kElsewhere) {
    return answer({"POST", path, {}, {{"x-loa", "1"}, {"cookie", cookie}}, body.dump(), peer});
  }
  HttpResponse get(const std::string& path, const std::string& cookie = "",
                   const std::string& peer = kElsewhere) {
    return answer({"GET", path, {}, {{"cookie", cookie}}, "", peer});
  }
  std::string log_in(const std::string& name, const std::string& password = kGood) {
    return cookie_of(by_page("/v1/login", {{"name", name}, {"password", password}}));
  }
  static std::string cookie_of(const HttpResponse& response) {
    EXPECT_EQ(response.status, 200) << response.body;
    for (const auto& [header, value] : response.headers)
      if (header == "Set-Cookie") return value.substr(0, value.find(';'));
    return "";
  }
  // Made on the machine, with a password that they chose by their code.
  std::string add(const std::string& name, Role role) {
    const auto added =
        by_machine("/v1/admin/people/add", {{"name", name}, {"role", std::string(name_of(role))}});
    EXPECT_EQ(added.status, 200) << added.body;
    const auto code = json::parse(added.body).value("code", "");
    return cookie_of(by_page("/v1/code", {{"name", name}, {"code", code}, {"password", kGood}}));
  }
  json newest_act() { return json::parse(get("/v1/acts", "", "127.0.0.1").body)["acts"][0]; }

  std::int64_t now_ = 1'700'000'000;
  Store store_;

 private:
  Config config() const {
    Config config;
    config.state = folder_.path();
    config.listen.password = "for the page";
    return config;
  }
  // Centres on one database have one.
  static const base::SigningKey& key() {
    static const auto key = base::SigningKey::generate();
    return key;
  }
  Folder folder_;
  PostedWork posted_;
  Api api_{config(), {"secret", key()}, store_};
};

}  // namespace loa::centre::test
