// What a backup holds, and proving that it holds it: a header first, the files, and a manifest with
// size, time, mode and SHA-256 of each, the header's too, at the end. docs/cai-dat.md describes the
// format.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/crypto.h"
#include "base/time.h"
#include "cli/backup/archive.h"

namespace loa::backup {

inline constexpr long kFormatVersion = 1;

struct Header {
  std::string station;  // its id; "" without its identity
  std::string name;
  std::string software;
  base::Wall created{};
  bool identity = false;
};
std::string write_header(const Header& header);

struct Member {
  MemberHead head;
  base::Sha256 hash{};
};
std::string write_manifest(const std::vector<Member>& members);

struct Contents {
  Header header;
  std::vector<Member> members;  // without header and manifest
  std::string config;           // the text of config/station.json

  std::uint64_t bytes() const;
  const Member* find(std::string_view name) const;
};

// Reads all of it and compares. Throws base::BadInput as ArchiveReader does, and with backup-newer,
// backup-truncated and backup-large.
Contents check(ArchiveReader& reader);

// Hands over each member's bytes once more: `begin`, then `piece`s, then `end`. What differs from
// `contents` (the file was changed meanwhile) is backup-damaged.
struct Receiver {
  std::function<void(const Member&)> begin;
  std::function<void(std::string_view)> piece;
  std::function<void()> end;
};
void unpack(ArchiveReader& reader, const Contents& contents, const Receiver& receiver);

}  // namespace loa::backup
