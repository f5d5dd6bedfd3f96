// Whether a station may believe a bundle, and what it may then play. A machine: no I/O, and time
// comes in.
#pragma once

#include "trust/bundle.h"
#include "trust/roles.h"

namespace loa::trust {

// What a station has come to believe, which it keeps over restarts. Never goes back.
struct Trusted {
  base::Sha256 first{};  // of the payload of the root that its owner put in place by hand
  Envelope root;         // the newest one that followed
  Reference timestamp;   // version 0: none yet
  Reference snapshot;
  std::map<std::string, Reference> programmes;
};

// Of a root that its owner has put in place by hand.
Trusted trusting(Envelope root);

// A week that those who may have signed for this station.
struct Authorised {
  std::string week;     // the schedule's text
  SignedWeek said;      // what was signed of it
  int most_urgent = 1;  // the most urgent level that its slots may have
  std::string programme;
  std::int64_t version = 0;
  std::vector<PublicKey> signers;
  base::Wall issued{};       // it is not earlier than that
  base::Wall expires{};      // nothing of it sounds or shows from then on
  base::Wall fresh_until{};  // who has nothing newer by then may be kept from it (a freeze)
};

struct Question {
  std::string station;
  std::optional<base::Wall> at;  // nothing where the clock is not trusted: nothing has expired then
  // Something new, which may not be older than what is trusted; or what was taken before and is
  // looked at again.
  bool arrives = true;
  std::string file = {};  // for places
};

struct Judgement {
  std::optional<Authorised> authorised;  // nothing if there is any problem
  Trusted trusted;                       // after it; as before if there is any problem
  base::Problems problems;  // stable codes: expired, root-chain, unsigned, rolled-back, forked,
                            // mixed, not-for-station, and those of what cannot be read
};

// TUF specification 1.0.33 §5 ("detailed client workflow"), for a client that is handed everything
// at once, with two differences: a timestamp or snapshot that has expired is not refused (its age
// is told by `fresh_until`), and a root is tried only where it is newer.
Judgement judge(const Bundle& bundle, const Trusted& trusted, const Question& question);

// A bundle as who passes it on looks at it, before a station does: by the first root that it
// carries itself.
struct WholeJudgement {
  std::optional<Envelope> root;  // the newest that it leads to; nothing if there is any problem
  base::Problems problems;       // codes as above, and no-root
};
// Whether everything is signed by those who may, for whatever station, and nothing that was signed
// is missing or another. Not whether anything has expired: one commune that lets its week run out
// does not keep the others' in. Against mistakes only: who makes a bundle may put any root in it,
// and stations believe the one that they were given.
WholeJudgement judge_whole(const Bundle& bundle, const std::string& file);
// To which of them, or to itself, `from` leads, each root signed by the one before; nothing where
// one between is missing or badly signed.
std::optional<Envelope> newest_root(const std::vector<Envelope>& roots, const Envelope& from);

}  // namespace loa::trust
