// DSSE envelopes, byte for byte.
#include <gmock/gmock.h>

#include "tests/trust/office.h"

namespace loa::trust::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Envelope hello() { return {"http://example.com/HelloWorld", "hello world", {}}; }

// protocol.md of DSSE, "Test Vectors".
TEST(Envelope, SignsWhatTheStandardsTestVectorSigns) {
  EXPECT_EQ(signed_bytes(hello()), "DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  EXPECT_EQ(signed_bytes({"", "", {}}), "DSSEv1 0  0 ");
}

TEST(Envelope, LengthsCountBytes) {
  EXPECT_EQ(signed_bytes({"a", "Ngọc Hà", {}}), "DSSEv1 1 a 10 Ngọc Hà");
}

TEST(Envelope, IsWrittenAsTheStandardHasIt) {
  auto envelope = hello();
  sign(envelope, key(1));
  EXPECT_EQ(write_envelope(envelope), R"({
  "payloadType": "http://example.com/HelloWorld",
  "payload": "aGVsbG8gd29ybGQ=",
  "signatures": [
    {
      "keyid": "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c",
      "sig": ")" + base::to_base64(envelope.signatures[0].bytes) +
                                          R"("
    }
  ]
}
)");
}

TEST(Envelope, ReadsBackWhatWasWritten) {
  auto envelope = hello();
  sign(envelope, key(1));
  sign(envelope, key(2));
  base::Problems problems;
  const auto back = read_envelope(write_envelope(envelope), "a.json", problems);
  ASSERT_TRUE(back) << base::to_string(problems.at(0));
  EXPECT_EQ(back->type, envelope.type);
  EXPECT_EQ(back->payload, envelope.payload);
  EXPECT_THAT(signers(*back, role({1, 2})), ElementsAre(key(1).public_key, key(2).public_key));
}

TEST(Envelope, AKeySignsOnce) {
  auto envelope = hello();
  sign(envelope, key(1));
  envelope.payload = "changed";
  sign(envelope, key(1));
  EXPECT_EQ(envelope.signatures.size(), 1U);
  EXPECT_EQ(signers(envelope, role({1})).size(), 1U);
}

TEST(Envelope, CountsNoKeyTwiceHoweverOftenItSigned) {
  auto envelope = hello();
  sign(envelope, key(1));
  envelope.signatures.push_back(envelope.signatures[0]);
  EXPECT_EQ(signers(envelope, role({1, 2}, 2)).size(), 1U);
}

TEST(Envelope, CountsOnlyTheRolesKeys) {
  auto envelope = hello();
  sign(envelope, key(3));
  EXPECT_THAT(signers(envelope, role({1, 2})), IsEmpty());
}

// Every bit of what is signed, of its type and of the signature.
TEST(Envelope, AnyOtherBitIsAnotherMessage) {
  auto envelope = hello();
  sign(envelope, key(1));
  const auto flip_each = [&](const auto& part_of) {
    for (std::size_t bit = 0; bit < part_of(envelope).size() * 8; ++bit) {
      auto other = envelope;
      part_of(other)[bit / 8] = static_cast<char>(part_of(other)[bit / 8] ^ 1 << bit % 8);
      EXPECT_THAT(signers(other, role({1})), IsEmpty()) << "bit " << bit;
    }
  };
  flip_each([](auto& e) -> auto& { return e.payload; });
  flip_each([](auto& e) -> auto& { return e.type; });
  flip_each([](auto& e) -> auto& { return e.signatures[0].bytes; });
}

struct Broken {
  const char* json;
  const char* code;
  const char* field;
};
class EnvelopeThat : public ::testing::TestWithParam<Broken> {};
TEST_P(EnvelopeThat, IsBrokenIsAnErrorAtItsPlace) {
  base::Problems problems;
  EXPECT_FALSE(read_envelope(GetParam().json, "a.json", problems));
  ASSERT_FALSE(problems.empty());
  EXPECT_EQ(problems[0].code, GetParam().code);
  EXPECT_EQ(problems[0].field, GetParam().field);
  EXPECT_EQ(problems[0].place.file, "a.json");
}
INSTANTIATE_TEST_SUITE_P(
    All, EnvelopeThat,
    ::testing::Values(
        Broken{"", "document-empty", ""}, Broken{"[]", "wrong-type", ""},
        Broken{R"({"payload": "", "signatures": []})", "missing-key", "payloadType"},
        Broken{R"({"payloadType": "a", "payload": "?", "signatures": []})", "bad-base64",
               "payload"},
        Broken{R"({"payloadType": "a", "payload": "YQ==", "signatures": [{}]})", "missing-key",
               "signatures[0].keyid"},
        Broken{
            R"({"payloadType": "a", "payload": "YQ==", "signatures": [{"keyid": "1", "sig": "YQ=="}]})",
            "bad-key", "signatures[0].keyid"},
        Broken{R"({"payloadType": "a", "payload": "YQ==", "signatures": [], "more": 1})",
               "unknown-key", "more"}));

}  // namespace
}  // namespace loa::trust::testing
