// Weeks that wait for who approves them, at a centre that has such a person. What is approved is
// the content of a bundle, whoever has signed it and how often: a draft is handed in, somebody else
// approves it, the office signs it at its own machine, and the centre takes what has that content.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "centre/rollout_desk.h"
#include "centre/store.h"
#include "protocol/http.h"

namespace loa::centre {

// Where a bundle's content is on its way: submitted, refused, approved, signed (the centre was
// given a bundle with it, its signatures right), aired (an item of it has sounded at a station).
struct KeptSubmission {
  std::string hash;    // trust::content_hash
  std::string author;  // a person's name; "" for the machine's administrator
  base::Wall received{};
  std::string state;        // submitted, refused or approved
  std::string judged_by;    // "" as long as nobody has
  std::string why;          // it was refused
  std::string fingerprint;  // of the bundle that was given with it; "" for none
  std::optional<base::Wall> aired = std::nullopt;  // when the first row of it came
  std::string aired_at = {};                       // the station that sent it
};
std::string state_of(const KeptSubmission& submission);

// One thread. Blocks on the disk; throws SqlError.
class ApprovalDesk {
 public:
  // `store` outlives it.
  explicit ApprovalDesk(Store& store) : store_(store) {}

  // POST /v1/admin/submission: a bundle, signed or not yet by those who count, in the place of what
  // waits.
  protocol::HttpResponse submit(const std::string& text, const std::string& author, base::Wall now);
  // POST /v1/admin/submission/approve: {"hash":"…"}; /refuse: with "why".
  protocol::HttpResponse judge(bool approves, const std::string& body, const std::string& person,
                               base::Wall now);
  // GET /v1/submission: the one that waits and the newest that was approved. `needed`: the centre
  // has who approves.
  protocol::HttpResponse show(bool needed, const std::vector<KnownStation>& stations);
  // GET /v1/submission/bundle: what waits, byte for byte, to be looked at.
  protocol::HttpResponse bundle();

  // Why this bundle does not go out; nothing where its content was approved.
  std::optional<protocol::HttpResponse> objection_to(const OfferedBundle& bundle);
  // It goes out.
  void note_signed(const OfferedBundle& bundle, base::Wall now);

 private:
  std::optional<KeptSubmission> waiting();
  std::optional<KeptSubmission> newest_approved();
  bool is_approved(const std::string& hash);

  Store& store_;
};

}  // namespace loa::centre
