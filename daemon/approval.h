// Duyệt: a week that waits for who approves it, at a station that has such a person
// (docs/nguoi-dung.md).
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/problem.h"
#include "base/time.h"
#include "daemon/week_trust.h"
#include "entrance/approval.h"

namespace loa::daemon {

struct Refusal {
  std::string by;
  std::string why;
  base::Wall when{};
};

struct Submission {
  std::string author;  // a person's name; "" for the machine's owner
  base::Wall when{};
  std::string text;   // the week's, byte for byte
  SignedMedia media;  // what its audio files held then
  std::optional<Refusal> refused{};
};

// What is approved, in hexadecimal: the SHA-256 of a line "HASH\n" of the text and a line
// "HASH PATH\n" of each file. Another byte in any of them is another week.
std::string content_hash(const Submission& submission);

using entrance::Objection;
// Why this person cannot approve or refuse what has this hash; nothing if they can.
std::optional<Objection> objection(const std::optional<Submission>& waiting,
                                   const std::string& hash, const std::string& person);

// One thread. Blocks on the disk.
class SubmissionDesk {
 public:
  // A file that cannot be read is put aside: the week is to be submitted again. Throws
  // std::system_error.
  explicit SubmissionDesk(std::filesystem::path file);

  // The newest one that was not approved.
  const std::optional<Submission>& waiting() const { return waiting_; }
  // In the place of what waits. Durable; throws std::system_error, and changes nothing then.
  void put(const Submission& submission);
  // Once it was approved.
  void clear();
  // What was wrong with the file.
  const base::Problems& damaged() const { return damaged_; }

 private:
  std::filesystem::path file_;
  std::optional<Submission> waiting_;
  base::Problems damaged_;
};

}  // namespace loa::daemon
