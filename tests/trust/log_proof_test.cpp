// Signed notes, tree heads and proofs, as C2SP writes them.
#include "trust/log_proof.h"

#include <gtest/gtest.h>

#include "tests/protocol/rfc_key.h"

namespace loa::trust {
namespace {

using protocol::test::rfc_key;

const std::string kName = centre_log(rfc_key().public_key).name;

TreeHead a_head() { return {3, leaf_hash("x")}; }

std::string text_of(const base::Sha256& hash) { return {hash.begin(), hash.end()}; }

std::string note() { return write_tree_head(kName, a_head(), rfc_key()); }

LogKey key() { return centre_log(rfc_key().public_key); }

// From the documentation of golang.org/x/mod/sumdb/note.
TEST(SignedNote, OfAnotherImplementationIsRead) {
  const auto peter =
      log_key_from("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  ASSERT_TRUE(peter);
  EXPECT_EQ(peter->name, "PeterNeumann");
  const std::string text =
      "If you think cryptography is the answer to your problem,\n"
      "then you don't know what your problem is.\n";
  const std::string signature =
      "\n— PeterNeumann "
      "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
      "\n";
  EXPECT_EQ(text_of_note(text + signature, *peter), text);
  EXPECT_FALSE(text_of_note("x" + text + signature, *peter));
  EXPECT_FALSE(text_of_note(text + signature, key()));
}

TEST(TreeHead, HasThisForm) {
  EXPECT_EQ(kName, "loa-centre/21fe31dfa154a261");
  EXPECT_TRUE(note().starts_with(kName + "\n3\n" + base::to_base64(text_of(a_head().root)) +
                                 "\n\n— " + kName + " "))
      << note();
  const auto read = read_tree_head(note(), key());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->size, 3U);
  EXPECT_EQ(read->root, a_head().root);
}

TEST(TreeHead, ByteForByteIsSigned) {
  const auto whole = note();
  for (std::size_t i = 0; i < whole.size(); ++i) {
    auto changed = whole;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(read_tree_head(changed, key())) << i;
    EXPECT_FALSE(read_tree_head(whole.substr(0, i), key())) << i;
  }
}

TEST(TreeHead, MayBeCosignedByWitnesses) {
  EXPECT_TRUE(read_tree_head(note() + "— witness.example AAAAAAAAAAAA\n", key()));
  EXPECT_FALSE(read_tree_head(note(), centre_log(base::SigningKey::generate().public_key)));
  const auto other = write_tree_head("another", a_head(), rfc_key());
  EXPECT_FALSE(read_tree_head(other, {"another2", rfc_key().public_key}));
  EXPECT_TRUE(read_tree_head(other, {"another", rfc_key().public_key}));
}

TEST(LogKeyText, IsReadBackAndCheckedAgainstItsId) {
  const auto text = to_text(key());
  EXPECT_EQ(log_key_from(text)->key, key().key);
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto changed = text;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(log_key_from(changed)) << i;
    EXPECT_FALSE(log_key_from(text.substr(0, i))) << i;
  }
}

TEST(LogProof, IsReadBackAsItWasWritten) {
  const LogProof proof{"bytes\n\x01", 7, {leaf_hash("a"), leaf_hash("b")}, note()};
  const auto text = to_text(proof);
  EXPECT_TRUE(text.starts_with("c2sp.org/tlog-proof@v1\nextra Ynl0ZXMKAQ==\nindex 7\n")) << text;
  const auto read = log_proof_from(text);
  ASSERT_TRUE(read);
  EXPECT_EQ(to_text(*read), text);
  EXPECT_EQ(read->extra, proof.extra);
  EXPECT_EQ(read->path, proof.path);
  EXPECT_EQ(read->head, note());
  EXPECT_TRUE(log_proof_from(to_text({"", 0, {}, note()})));
  for (const auto* wrong :
       {"", "c2sp.org/tlog-proof@v1\n", "c2sp.org/tlog-proof@v1\nindex 07\n\n",
        "c2sp.org/tlog-proof@v1\nindex -1\n\n", "c2sp.org/tlog-proof@v1\nindex 1\nx\n\n",
        "c2sp.org/tlog-proof@v2\nindex 1\n\n", "c2sp.org/tlog-proof@v1\nindex 1\n"})
    EXPECT_FALSE(log_proof_from(wrong)) << wrong;
}

}  // namespace
}  // namespace loa::trust
