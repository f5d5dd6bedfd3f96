// Cosignatures of witnesses: the bytes of c2sp.org/tlog-cosignature, and what is no cosignature.
#include "trust/cosignature.h"

#include <gtest/gtest.h>

#include "tests/protocol/rfc_key.h"
#include "trust/witness.h"

namespace loa::trust {
namespace {

using protocol::test::rfc_key;

const std::string kWitness = "witness.example.com/w1";

// The head that the specification has as its example, of 2023-03-20 12:25:47 UTC.
const std::string kSpecText =
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
const std::string kSpecHead = kSpecText +
                              "\n\u2014 example.com/behind-the-sofa "
                              "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/"
                              "Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";
const base::Wall kSpecTime{std::chrono::seconds(1679315147)};

// Made with another implementation of Ed25519 and SHA-256 (Node.js) by the specification's text.
const std::string kGoldenKey =
    "witness.example.com/w1+7e6f4aaa+BNdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";
const std::string kGoldenLine =
    "\u2014 witness.example.com/w1 "
    "fm9KqgAAAABkGFDL+TPmh4BYuAjsYRoqMJCWb/gWJaeRF/kmm5tlCr9sJ57DLErur7K0yDXc2ArN+TIuotuB/"
    "HbuL3AJsp3bv/aNCQ==";

std::string cosigned(const std::string& head, const std::string& name, const base::SigningKey& key,
                     base::Wall when) {
  return head + cosignature_line(head, name, key, when);
}

std::size_t count(const std::string& head, const std::vector<LogKey>& witnesses,
                  base::Wall now = kSpecTime) {
  return cosignatures(head, witnesses, now).size();
}

LogKey golden() { return witness_key(kWitness, rfc_key().public_key); }

TEST(Cosignature, HasTheseBytes) {
  EXPECT_EQ(to_text(golden()), kGoldenKey);
  const auto read = witness_key_from(kGoldenKey);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->name, kWitness);
  EXPECT_FALSE(log_key_from(kGoldenKey)) << "a witness is no log";
  EXPECT_EQ(cosignature_line(kSpecHead, kWitness, rfc_key(), kSpecTime), kGoldenLine + "\n");
  const auto found = cosignatures(kSpecHead + kGoldenLine + "\n", {golden()}, kSpecTime);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].when, kSpecTime);
  EXPECT_EQ(found[0].line, kGoldenLine);
}

TEST(Cosignature, IsOfTheHeadsTextAloneWhoeverElseHasSigned) {
  const auto other = base::SigningKey::generate();
  const auto both =
      cosigned(cosigned(kSpecHead, "a", other, kSpecTime), kWitness, rfc_key(), kSpecTime);
  EXPECT_TRUE(both.ends_with(kGoldenLine + "\n"));
  EXPECT_EQ(count(both, {golden(), witness_key("a", other.public_key)}), 2U);
}

TEST(Cosignature, ByteForByteIsSigned) {
  const auto whole = kSpecHead + kGoldenLine + "\n";
  for (std::size_t i = 0; i < whole.size(); ++i) {
    // The log's own line is no part of it.
    if (i >= kSpecText.size() && i < kSpecHead.size()) continue;
    auto changed = whole;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_EQ(count(changed, {golden()}), 0U) << i;
  }
}

TEST(Cosignature, OfOneWitnessCountsOnce) {
  const auto once = cosigned(kSpecHead, kWitness, rfc_key(), kSpecTime);
  const auto twice = cosigned(once, kWitness, rfc_key(), kSpecTime - std::chrono::hours{1});
  EXPECT_EQ(count(twice, {golden()}), 1U);
  EXPECT_EQ(count(twice, {golden(), golden()}), 1U);
  // The message does not hold the name: a second name is no second witness.
  const auto named = cosigned(once, "another", rfc_key(), kSpecTime);
  EXPECT_EQ(count(named, {golden(), witness_key("another", rfc_key().public_key)}), 1U);
}

TEST(Cosignature, OfAStrangerOrUnderAnothersNameIsNone) {
  const auto stranger = base::SigningKey::generate();
  EXPECT_EQ(count(cosigned(kSpecHead, kWitness, stranger, kSpecTime), {golden()}), 0U);
  EXPECT_EQ(count(cosigned(kSpecHead, "another", rfc_key(), kSpecTime), {golden()}), 0U);
  // The right id, another's signature.
  const auto line = signature_line(golden(), std::string(72, '\1'));
  EXPECT_EQ(count(kSpecHead + line, {golden()}), 0U);
  // Behind it the right one counts all the same.
  EXPECT_EQ(count(kSpecHead + line + kGoldenLine + "\n", {golden()}), 1U);
  // A log's signature with the witness's key is none, nor a cosignature with a log's.
  const auto signed_plain = base::sign(rfc_key(), kSpecText);
  const std::string raw(signed_plain.begin(), signed_plain.end());
  EXPECT_EQ(count(kSpecHead + signature_line(golden(), raw), {golden()}), 0U);
  const LogKey as_log{kWitness, rfc_key().public_key};
  EXPECT_EQ(count(kSpecHead + signature_line(as_log, raw), {golden()}), 0U);
  EXPECT_FALSE(text_of_note(kSpecHead + kGoldenLine + "\n", as_log));
}

TEST(Cosignature, OfAnotherHeadIsNone) {
  auto other = kSpecHead;
  other.replace(other.find("20852163"), 8, "20852164");
  EXPECT_EQ(count(other + kGoldenLine + "\n", {golden()}), 0U);
}

TEST(Cosignature, OfTheFutureIsNone) {
  const auto later = [&](base::Duration ahead) {
    return count(cosigned(kSpecHead, kWitness, rfc_key(), kSpecTime + ahead), {golden()});
  };
  EXPECT_EQ(later(kWitnessClock), 1U);
  EXPECT_EQ(later(kWitnessClock + std::chrono::seconds{1}), 0U);
  EXPECT_EQ(later(std::chrono::hours{24 * 365 * 100}), 0U);
  // Beyond all clocks: eight bytes of 0xff.
  const auto line = signature_line(golden(), std::string(8, '\xff') + std::string(64, '\1'));
  EXPECT_EQ(count(kSpecHead + line, {golden()}), 0U);
}

TEST(Cosignature, IsLookedForInAnything) {
  for (const auto* text : {"", "\n", "\n\n", "x", "x\n\n", "\n\n\u2014", "\n\n\u2014 \n"})
    EXPECT_EQ(count(text, {golden()}), 0U) << text;
}

TEST(Witness, TellsGrowthFromForkAndShrinking) {
  std::vector<base::Sha256> leaves;
  for (int i = 0; i < 20; ++i) leaves.push_back(leaf_hash(std::to_string(i)));
  const auto nodes = nodes_of(leaves);
  const TreeHead seen{7, root_of(7, nodes)};
  const TreeHead now{20, root_of(20, nodes)};
  EXPECT_EQ(change_of(seen, now, consistency_path(7, 20, nodes)), HeadChange::grown);
  EXPECT_EQ(change_of(seen, seen, {}), HeadChange::none);
  EXPECT_EQ(change_of(now, seen, {}), HeadChange::shrunk);
  EXPECT_EQ(change_of(seen, {7, root_of(8, nodes)}, {}), HeadChange::forked);
  EXPECT_EQ(change_of(seen, now, {}), HeadChange::forked);
  EXPECT_EQ(change_of(seen, now, consistency_path(8, 20, nodes)), HeadChange::forked);
  EXPECT_EQ(change_of({0, base::sha256("")}, now, {}), HeadChange::grown) << "of an empty log";
}

}  // namespace
}  // namespace loa::trust
