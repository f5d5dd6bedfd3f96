// Bundles that are read on a thread beside the loop before their turn: what is answered is the
// same, and nobody waits for it.
#include <gmock/gmock.h>

#include "centre/offered_bundle.h"
#include "tests/centre/reception_scene.h"
#include "tests/trust/office.h"

namespace loa::centre {
namespace {

using ::testing::ElementsAre;

class ReadingBundle : public ::testing::Test, protected test::ReceptionScene {
 protected:
  static std::string text(const trust::testing::Office& office) {
    auto sealed = office;
    return trust::write_bundle(sealed.seal());
  }
  void give(std::string bundle, const std::string& key = "secret") {
    protocol::HttpRequest request{"POST", "/v1/admin/programme", {},
                                  {},     std::move(bundle),     "127.0.0.1"};
    request.headers["authorization"] = "Bearer " + key;
    take(std::move(request));
  }
  void take(protocol::HttpRequest request) {
    const auto path = request.path;
    reception_.take(std::move(request), [this, path](const protocol::HttpResponse& response) {
      answers_.push_back(path + " " + std::to_string(response.status));
      bodies_.push_back(response.body);
    });
  }

  trust::testing::Office office_;
  std::vector<std::string> answers_;
  std::vector<std::string> bodies_;
};

TEST_F(ReadingBundle, is_taken_and_written_down_as_before) {
  const auto bundle = text(office_);
  give(bundle);
  loop_.run();
  EXPECT_THAT(answers_, ElementsAre("/v1/admin/programme 200"));
  EXPECT_EQ(store_.bundle()->text, bundle);
  const auto acts =
      test::answer_of(api_, {"GET", "/v1/acts", {}, {}, "", "127.0.0.1"}, test::at(0));
  EXPECT_NE(acts.body.find(base::to_hex(base::sha256(bundle))), std::string::npos) << acts.body;
}

TEST_F(ReadingBundle, lets_others_pass_while_it_is_read) {
  give(text(office_));
  take({"GET", "/healthz", {}, {}, "", "10.0.0.7"});
  EXPECT_FALSE(store_.bundle_head());
  loop_.run();
  EXPECT_THAT(answers_, ElementsAre("/healthz 200", "/v1/admin/programme 200"));
}

TEST_F(ReadingBundle, that_is_wrong_or_older_or_nobodys_is_refused) {
  office_.seal();
  const auto older = text(office_);
  office_.seal();
  for (const auto& bundle : {text(office_), older, std::string("{}"), std::string()}) {
    give(bundle);
    loop_.run();
    loop_.restart();
  }
  give(text(office_), "another");
  loop_.run();
  EXPECT_THAT(answers_, ElementsAre("/v1/admin/programme 200", "/v1/admin/programme 409",
                                    "/v1/admin/programme 400", "/v1/admin/programme 400",
                                    "/v1/admin/programme 403"));
}

TEST_F(ReadingBundle, is_sent_away_when_the_centre_closes) {
  give(text(office_));
  reception_.close();
  loop_.run();
  EXPECT_THAT(answers_, ElementsAre("/v1/admin/programme 503"));
  EXPECT_FALSE(store_.bundle_head());
}

TEST(OfferedBundle, gives_each_station_what_is_cut_for_it) {
  trust::testing::Office office;
  office.delegate();
  office.records.weeks.push_back(trust::testing::kWeek);  // the same once more
  const std::string for_any = R"({"id": "chung"})";
  office.records.weeks.push_back(for_any);
  office.records.weeks.emplace_back(R"({"id": "not named"})");
  office.change_programme([&](trust::Programme& programme) {
    programme.weeks.push_back({{"*"}, trust::reference_to(for_any), false, {}});
    programme.weeks[0].any_media = false;
    programme.weeks[0].media["a.mp3"] = trust::reference_to("sound");
  });
  const auto bundle = office.seal();
  base::Problems problems;
  const auto offered = OfferedBundle::read(trust::write_bundle(bundle), problems);
  ASSERT_TRUE(offered);
  for (const auto& station :
       {trust::testing::kStation, trust::testing::kCommunesStation, std::string("st-other")})
    EXPECT_EQ(offered->text_for(station), trust::write_bundle(trust::cut_for(bundle, station)));
  EXPECT_EQ(offered->fingerprint(), trust::fingerprint(bundle));
  EXPECT_EQ(offered->version(), 1);
  EXPECT_EQ(offered->media(), (std::set{base::sha256("sound")}));
}

}  // namespace
}  // namespace loa::centre
