// What a station believes, and every way to make it believe something else (TUF specification
// 1.0.33 §1.5.2 names the attacks).
#include <gmock/gmock.h>

#include "tests/trust/office.h"

namespace loa::trust::testing {
namespace {

using ::testing::ElementsAre;

struct BelievesTest : ::testing::Test {
  Office office;
  Trusted trusted = beginning(office);

  // A station that has taken what the office sealed.
  Trusted after(const Bundle& bundle) {
    auto judgement = judge(bundle, trusted, question());
    EXPECT_TRUE(judgement.authorised);
    return judgement.trusted;
  }
};

TEST_F(BelievesTest, TheWeekThatWasSignedForIt) {
  const auto judgement = judge(office.seal(), trusted, question());
  ASSERT_TRUE(judgement.authorised) << base::to_string(judgement.problems.at(0));
  EXPECT_EQ(judgement.authorised->week, kWeek);
  EXPECT_EQ(judgement.authorised->programme, "programme");
  EXPECT_EQ(judgement.authorised->version, 1);
  EXPECT_EQ(judgement.authorised->most_urgent, 1);
  EXPECT_THAT(judgement.authorised->signers, ElementsAre(key(10).public_key));
  EXPECT_EQ(judgement.authorised->expires, kNow + 30 * kDay);
  EXPECT_EQ(judgement.authorised->fresh_until, kNow + 7 * kDay);
}

TEST_F(BelievesTest, NothingForAnotherStation) {
  EXPECT_EQ(verdict(office.seal(), trusted, question("st-00000000000000ff")), "not-for-station");
}

TEST_F(BelievesTest, WhatIsForAnyStationWhereNothingIsForItself) {
  office.records.weeks.push_back(kCommunesWeek);
  office.change_programme([](Programme& programme) {
    put_week(programme, {{"*"}, reference_to(kCommunesWeek), true, {}});
  });
  const auto bundle = office.seal();
  EXPECT_EQ(judge(bundle, trusted, question()).authorised->week, kWeek);
  EXPECT_EQ(judge(bundle, trusted, question("st-9")).authorised->week, kCommunesWeek);
}

TEST_F(BelievesTest, ACommuneThatTheProvinceNames) {
  office.delegate(2);
  const auto found = judge(office.seal(), trusted, question(kCommunesStation)).authorised;
  ASSERT_TRUE(found);
  EXPECT_EQ(found->week, kCommunesWeek);
  EXPECT_EQ(found->programme, "xa");
  EXPECT_EQ(found->most_urgent, 2);
}

TEST_F(BelievesTest, NoCommuneForStationsThatAreNotItsOwn) {
  office.delegate();
  office.change_communes([](Programme& programme) {
    put_week(programme, {{"st-9"}, reference_to(kCommunesWeek), true, {}});
  });
  EXPECT_EQ(verdict(office.seal(), trusted, question("st-9")), "not-for-station");
}

// The commune signs that it expires later than the word by which it may sign.
TEST_F(BelievesTest, ACommuneNoLongerThanItsProvince) {
  office.delegate();
  office.change_communes([](Programme&) {}, for_days(300));
  const auto found = judge(office.seal(), trusted, question(kCommunesStation)).authorised;
  EXPECT_EQ(found->expires, kNow + 30 * kDay);
}

TEST_F(BelievesTest, NothingThatHasExpired) {
  EXPECT_EQ(verdict(office.seal(), trusted, question(kStation, kNow + 30 * kDay)), "expired");
  EXPECT_EQ(verdict(office.seal(), trusted, question(kStation, kNow + 30 * kDay - kDay)), "");
}

// Without a trusted clock nothing can be said to have expired; the week says until when it holds.
TEST_F(BelievesTest, WithoutAClockWhatIsSigned) {
  const auto judgement = judge(office.seal(), trusted, {kStation, std::nullopt, true, "a"});
  ASSERT_TRUE(judgement.authorised);
  EXPECT_EQ(judgement.authorised->expires, kNow + 30 * kDay);
}

TEST_F(BelievesTest, NothingUnderARootThatHasExpiredButKeepsWhatItHas) {
  const auto bundle = office.seal();
  office.change_programme([](Programme&) {}, for_days(1000));
  const auto later = office.seal(for_days(1000));
  EXPECT_EQ(verdict(later, trusted, question(kStation, kNow + 366 * kDay)), "expired");
  const Question again{kStation, kNow + 366 * kDay, false, "a"};
  EXPECT_EQ(verdict(later, after(bundle), again), "");
}

// Attacks, as TUF names them.

TEST_F(BelievesTest, Attack_ArbitrarySoftware_NobodysSignatureIsEnough) {
  auto bundle = office.seal();
  bundle.programmes[0].signatures.clear();
  EXPECT_EQ(verdict(bundle, trusted), "unsigned");
  sign(bundle.programmes[0], key(99));
  EXPECT_EQ(verdict(bundle, trusted), "unsigned");
  sign(bundle.programmes[0], office.snapshot);  // a key of the house, but for something else
  EXPECT_EQ(verdict(bundle, trusted), "unsigned");
}

// Whoever has the centre has the snapshot's and the timestamp's keys: they speak for no week.
TEST_F(BelievesTest, Attack_StolenCentre_CannotMakeAStationSpeak) {
  office.programme = office.snapshot;
  office.records.weeks = {R"({"id": "cua-ke-gian"})"};
  office.change_programme([&](Programme& programme) {
    put_week(programme, {{kStation}, reference_to(office.records.weeks[0]), true, {}});
  });
  EXPECT_EQ(verdict(office.seal(), trusted), "unsigned");
}

TEST_F(BelievesTest, Attack_ChangedWeek_AnyOtherByteIsNotTheOneThatWasSigned) {
  const auto bundle = office.seal();
  for (std::size_t at = 0; at < kWeek.size(); ++at) {
    auto changed = bundle;
    changed.weeks[0][at] = static_cast<char>(changed.weeks[0][at] ^ 1);
    EXPECT_EQ(verdict(changed, trusted), "mixed") << at;
  }
}

TEST_F(BelievesTest, Attack_Rollback_OlderThanWhatWasTakenIsRefused) {
  const auto old = office.seal();
  office.change_programme([](Programme&) {});
  const auto now = after(office.seal());
  EXPECT_EQ(verdict(old, now), "rolled-back");
}

// The centre's keys sign a new timestamp over an old programme.
TEST_F(BelievesTest, Attack_Rollback_OfAProgrammeUnderANewTimestampIsRefused) {
  const auto first = office.records.programmes;
  office.change_programme([](Programme&) {});
  const auto now = after(office.seal());
  office.records.programmes = first;
  EXPECT_EQ(verdict(office.seal(), now), "rolled-back");
}

TEST_F(BelievesTest, Attack_Rollback_AProgrammeThatIsNoLongerNamedDoesNotComeBack) {
  office.delegate();
  const auto now = after(office.seal());
  office.records.programmes.erase("xa");
  EXPECT_EQ(verdict(office.seal(), now), "rolled-back");
}

TEST_F(BelievesTest, Attack_Fork_TwoDocumentsOfOneVersionAreRefused) {
  auto other = office;
  const auto now = after(office.seal());
  other.change_programme([](Programme&) {});
  other.records.snapshot.reset();
  other.records.timestamp.reset();
  EXPECT_EQ(verdict(other.seal(), now), "forked");
}

// The same bundle once more is what a station gets every time it asks.
TEST_F(BelievesTest, TheSameBundleAgain) {
  const auto bundle = office.seal();
  EXPECT_EQ(verdict(bundle, after(bundle)), "");
}

TEST_F(BelievesTest, Attack_MixAndMatch_PartsOfTwoBundlesAreRefused) {
  const auto first = office.seal();
  office.change_programme([](Programme&) {});
  const auto second = office.seal();
  auto mixed = second;
  mixed.snapshot = first.snapshot;
  EXPECT_EQ(verdict(mixed, trusted), "mixed");
  mixed = second;
  mixed.programmes = first.programmes;
  EXPECT_EQ(verdict(mixed, trusted), "mixed");
  mixed = second;
  mixed.timestamp = first.timestamp;
  EXPECT_EQ(verdict(mixed, trusted), "mixed");
}

// The commune signs, in its own place, what bears the province's name.
TEST_F(BelievesTest, Attack_MixAndMatch_ANameDoesNotStandForAnother) {
  office.delegate();
  auto provinces = envelope_of(next_programme(office.records, "programme", for_days(30)));
  sign(provinces, office.commune);
  office.records.programmes["xa"] = provinces;
  EXPECT_EQ(verdict(office.seal(), trusted, question(kCommunesStation)), "mixed");
}

// Kept from the newest, a station goes on with what is valid, and knows since when it may be kept.
TEST_F(BelievesTest, Attack_Freeze_IsToldAndSilencesNothing) {
  const auto bundle = office.seal();
  const auto found = judge(bundle, trusted, question(kStation, kNow + 20 * kDay)).authorised;
  ASSERT_TRUE(found);
  EXPECT_EQ(found->fresh_until, kNow + 7 * kDay);
}

// Whoever had the timestamp's key raised its number to the highest; the root's new key begins anew.
TEST_F(BelievesTest, Attack_FastForward_IsUndoneByNewKeys) {
  auto thief = office;
  Timestamp highest{{kHighestVersion, kNow, kNow + 7 * kDay}, {}};
  auto bundle = thief.seal();
  highest.snapshot = reference_to(bundle.snapshot, 1);
  bundle.timestamp = envelope_of(highest);
  sign(bundle.timestamp, thief.timestamp);
  const auto now = after(bundle);
  EXPECT_EQ(verdict(office.seal(), now), "rolled-back");
  office.timestamp = key(42);
  office.records.roots.push_back(office.next_root([](Root& root) { root.timestamp = role({42}); }));
  EXPECT_EQ(verdict(office.seal(), now), "");
}

TEST_F(BelievesTest, Attack_KeyCompromise_OneRootKeyOfThreeChangesNothing) {
  auto alone = office.next_root([](Root& root) { root.programme = role({99}); });
  std::erase_if(alone.signatures,
                [](const Signature& one) { return one.key != key(2).public_key; });
  ASSERT_EQ(alone.signatures.size(), 1U);
  alone.signatures.push_back(alone.signatures[0]);
  office.records.roots.push_back(alone);
  EXPECT_EQ(verdict(office.seal(), trusted), "unsigned");
}

// New root keys sign themselves, but the old ones do not.
TEST_F(BelievesTest, Attack_RootThatNamesItself_IsNotFollowed) {
  Root root{{2, kNow, kNow + 9 * kDay}, role({77}), role({77}), role({77}), role({77})};
  auto envelope = envelope_of(root);
  sign(envelope, key(77));
  office.records.roots.push_back(envelope);
  EXPECT_EQ(verdict(office.seal(), trusted), "unsigned");
}

TEST_F(BelievesTest, ARootThatFollowsTheOneItHas) {
  office.records.roots.push_back(office.next_root([](Root& root) { root.programme = role({30}); }));
  EXPECT_EQ(verdict(office.seal(), trusted), "unsigned") << "the old key signs no more";
  office.programme = key(30);
  office.change_programme([](Programme&) {});
  const auto judgement = judge(office.seal(), trusted, question());
  ASSERT_TRUE(judgement.authorised);
  EXPECT_EQ(judgement.trusted.root.payload, office.records.roots.back().payload);
}

TEST_F(BelievesTest, NoRootWithoutTheOneBeforeIt) {
  const auto second = office.next_root();
  office.records.roots.push_back(second);
  const auto third = office.next_root();
  office.records.roots = {office.records.roots[0], third};
  EXPECT_EQ(verdict(office.seal(), trusted), "root-chain");
  office.records.roots = {office.records.roots[0], second, third};
  EXPECT_EQ(verdict(office.seal(), trusted), "");
}

TEST_F(BelievesTest, Attack_EndlessData_IsNotRead) {
  auto bundle = office.seal();
  bundle.weeks[0].append(kLargestWeek, ' ');
  base::Problems problems;
  EXPECT_FALSE(read_bundle(write_bundle(bundle), "a", problems));
  EXPECT_EQ(problems.at(0).code, "bad-week");
}

// Delegations that name one another end.
TEST_F(BelievesTest, Attack_EndlessDelegation_Ends) {
  office.delegate();
  office.change_communes([](Programme& programme) {
    programme.weeks.clear();
    programme.delegations = {{"thon", {"*"}, 3, role({20})}};
  });
  auto village = office.records.programmes["xa"];
  auto again = next_programme(office.records, "thon", for_days(30));
  again.delegations = {{"xa", {"*"}, 3, role({20})}, {"programme2", {"*"}, 3, role({20})}};
  village = envelope_of(again);
  sign(village, office.commune);
  office.records.programmes["thon"] = village;
  EXPECT_EQ(verdict(office.seal(), trusted, question(kCommunesStation)), "not-for-station");
}

TEST_F(BelievesTest, ARefusalChangesNothingOfWhatIsTrusted) {
  office.change_programme([](Programme&) {});
  auto bundle = office.seal();
  bundle.weeks.clear();
  const auto judgement = judge(bundle, trusted, question());
  EXPECT_FALSE(judgement.authorised);
  EXPECT_EQ(judgement.trusted.timestamp.version, 0);
  EXPECT_TRUE(judgement.trusted.programmes.empty());
}

TEST_F(BelievesTest, WhatIsWrongIsToldByDocumentAndPlace) {
  auto bundle = office.seal();
  bundle.programmes[0].signatures.clear();
  const auto problem = judge(bundle, trusted, question()).problems.at(0);
  EXPECT_EQ(base::to_string(problem, base::Language::vietnamese),
            "tuan.loa: programme programme: chỉ có 0 chữ ký đúng của người được quyền, cần 1");
}

// As who passes a bundle on looks at it: for all stations at one time.
struct WholeBundle : ::testing::Test {
  WholeBundle() { office.delegate(); }
  static std::string fault(const Bundle& bundle) {
    const auto judged = judge_whole(bundle, "tuan.loa");
    EXPECT_EQ(judged.problems.empty(), judged.root.has_value());
    return judged.root ? "" : judged.problems.at(0).code + " " + judged.problems.at(0).field;
  }
  Office office;
};

TEST_F(WholeBundle, IsRightAsTheOfficeSealedIt) {
  EXPECT_EQ(fault(office.seal()), "");
  office.records.roots.push_back(office.next_root());
  const auto judged = judge_whole(office.seal(), "tuan.loa");
  ASSERT_TRUE(judged.root);
  EXPECT_EQ(judged.root->payload, office.records.roots.back().payload);
}

TEST_F(WholeBundle, IsWrongWithOneWrongSignatureWhereverItStands) {
  const auto sealed = office.seal();
  const auto spoilt = [&](const std::function<Envelope&(Bundle&)>& which) {
    auto bundle = sealed;
    which(bundle).signatures.at(0).bytes.at(7) ^= 1;
    return fault(bundle);
  };
  EXPECT_EQ(spoilt([](Bundle& b) -> Envelope& { return b.roots.at(0); }), "unsigned roots");
  EXPECT_EQ(spoilt([](Bundle& b) -> Envelope& { return b.timestamp; }), "unsigned timestamp");
  EXPECT_EQ(spoilt([](Bundle& b) -> Envelope& { return b.snapshot; }), "unsigned snapshot");
  EXPECT_EQ(spoilt([](Bundle& b) -> Envelope& { return b.programmes.at(0); }),
            "unsigned programme programme");
  EXPECT_EQ(spoilt([](Bundle& b) -> Envelope& { return b.programmes.at(1); }),
            "unsigned programme xa");
}

TEST_F(WholeBundle, IsWrongWhereSomebodySignsForWhomHeMayNot) {
  office.change_programme(
      [](Programme& programme) { programme.delegations.at(0).role = role({21}); });
  EXPECT_EQ(fault(office.seal()), "unsigned programme xa");
}

TEST_F(WholeBundle, IsWrongWithAWeekOrAProgrammeThatIsMissingOrAnother) {
  auto bundle = office.seal();
  bundle.weeks.at(1) += " ";
  EXPECT_THAT(fault(bundle), ::testing::StartsWith("mixed programme "));
  bundle = office.seal();
  bundle.programmes.pop_back();
  EXPECT_EQ(fault(bundle), "mixed programme xa");
}

TEST_F(WholeBundle, NeedsARootAndEachOneBetween) {
  auto bundle = office.seal();
  bundle.roots.clear();
  EXPECT_EQ(fault(bundle), "no-root roots");
  bundle = office.seal();
  bundle.roots.push_back(office.next_root([](Root& next) { ++next.header.version; }));
  EXPECT_EQ(fault(bundle), "root-chain roots");
}

TEST_F(WholeBundle, IsRightWhatHasExpired) {
  office.change_communes([](Programme&) {}, for_days(-1));
  EXPECT_EQ(fault(office.seal()), "");
}

TEST_F(WholeBundle, RootsLeadFromOneToTheNextAndNoFurther) {
  const auto first = office.records.roots.front();
  const auto second = office.next_root();
  EXPECT_EQ(newest_root({first}, first)->payload, first.payload);
  EXPECT_EQ(newest_root({first, second}, first)->payload, second.payload);
  EXPECT_EQ(newest_root({first}, second)->payload, second.payload);
  auto unsigned_root = second;
  unsigned_root.signatures.clear();
  EXPECT_FALSE(newest_root({first, unsigned_root}, first));
}

}  // namespace
}  // namespace loa::trust::testing
