// What a backup holds, and proving that it holds it.
#include "cli/backup/contents.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>

#include "cli/backup/places.h"
#include "cli/backup/refusal.h"

namespace loa::backup {
namespace {

using Json = nlohmann::ordered_json;

constexpr auto kFormat = "loa-backup";
constexpr std::uint64_t kLargestHeader = 64UL * 1024;
constexpr std::uint64_t kLargestConfig = 256UL * 1024;
constexpr std::uint64_t kLargestManifest = 64UL * 1024 * 1024;
constexpr std::size_t kMostMembers = 200'000;
constexpr std::uint64_t kMostBytes = std::uint64_t{512} << 30U;

std::string read_small(ArchiveReader& reader, const MemberHead& head, std::uint64_t most) {
  if (head.size > most) refuse_large(reader.file());
  std::string text;
  for (auto piece = reader.piece(); !piece.empty(); piece = reader.piece()) {
    text += piece;
    if (text.size() > most) refuse_large(reader.file());
  }
  return text;
}

Header read_header(const std::string& text, const std::string& file) {
  const auto json = Json::parse(text, nullptr, false);
  if (!json.is_object() || json.value("format", Json()) != Json(kFormat)) refuse_foreign(file);
  const auto version = json.value("version", Json());
  if (!version.is_number_integer() || version < 1) refuse_damaged(file, std::string(kHeader));
  if (version > kFormatVersion) refuse_newer(file, version.get<long>());
  try {
    Header header;
    header.station = json.at("station").get<std::string>();
    header.name = json.at("name").get<std::string>();
    header.software = json.at("software").get<std::string>();
    header.identity = json.at("identity").get<bool>();
    const auto created = base::from_rfc3339(json.at("created").get<std::string>());
    if (!created) refuse_damaged(file, std::string(kHeader));
    header.created = *created;
    return header;
  } catch (const nlohmann::json::exception&) {
    refuse_damaged(file, std::string(kHeader));
  }
}

// The manifest proves itself too: packed, a name that stands in it and before it is one and the
// same byte, which would be damaged in both.
std::string digest_of(const Json& members) { return base::to_hex(base::sha256(members.dump())); }

Member member_from(const Json& json, const std::string& file) {
  Member member;
  member.head.name = json.at("name").get<std::string>();
  member.head.size = json.at("size").get<std::uint64_t>();
  member.head.modified_ns = json.at("modified").get<std::int64_t>();
  member.head.mode = json.at("mode").get<unsigned>();
  const auto hash = base::sha256_from_hex(json.at("sha256").get<std::string>());
  if (!hash) refuse_damaged(file, std::string(kManifest));
  member.hash = *hash;
  return member;
}

std::map<std::string, Member> read_manifest(const std::string& text, const std::string& file) {
  try {
    std::map<std::string, Member> members;
    const auto json = Json::parse(text);
    if (json.at("sha256") != digest_of(json.at("members"))) {
      refuse_damaged(file, std::string(kManifest));
    }
    for (const auto& one : json.at("members")) {
      auto member = member_from(one, file);
      members.insert_or_assign(member.head.name, std::move(member));
    }
    return members;
  } catch (const nlohmann::json::exception&) {
    refuse_damaged(file, std::string(kManifest));
  }
}

// Reads the member and hands its bytes on; what was read of it.
template <class Take>
Member read_member(ArchiveReader& reader, const MemberHead& head, const Take& take) {
  base::Sha256Stream hash;
  std::uint64_t size = 0;
  for (auto piece = reader.piece(); !piece.empty(); piece = reader.piece()) {
    hash.add(piece);
    size += piece.size();
    if (size > head.size) refuse_damaged(reader.file(), head.name);
    take(piece);
  }
  if (size != head.size) refuse_damaged(reader.file(), head.name);
  return {head, hash.finish()};
}

bool same(const Member& a, const Member& b) { return a.head == b.head && a.hash == b.hash; }

void compare(const std::vector<Member>& found, const std::map<std::string, Member>& said,
             const std::string& file) {
  for (const auto& member : found) {
    const auto one = said.find(member.head.name);
    if (one == said.end() || !same(one->second, member)) refuse_damaged(file, member.head.name);
  }
  // Each is there once, so a member too few is one too many in the manifest.
  if (said.size() != found.size()) refuse_truncated(file);
}

class Check {
 public:
  explicit Check(ArchiveReader& reader) : reader_(reader) {}

  Contents run() {
    take_header();
    MemberHead head;
    while (true) {
      if (!reader_.next(head)) refuse_truncated(reader_.file());
      if (!names_.insert(head.name).second) refuse_unsafe(reader_.file(), head.name);
      if (head.name == kManifest) break;
      take_member(head);
    }
    finish(head);
    return std::move(contents_);
  }

 private:
  void take_header() {
    MemberHead head;
    if (!reader_.next(head) || head.name != kHeader) refuse_foreign(reader_.file());
    names_.insert(head.name);
    const auto text = read_small(reader_, head, kLargestHeader);
    contents_.header = read_header(text, reader_.file());
    found_.push_back({head, base::sha256(text)});
  }

  void take_member(const MemberHead& head) {
    bytes_ += head.size;
    if (head.size > kMostBytes || bytes_ > kMostBytes || found_.size() >= kMostMembers) {
      refuse_large(reader_.file());
    }
    const bool config = head.name == kConfigMember;
    if (config && head.size > kLargestConfig) refuse_large(reader_.file());
    found_.push_back(read_member(reader_, head, [&](std::string_view piece) {
      if (config) contents_.config += piece;
    }));
  }

  void finish(const MemberHead& manifest) {
    const auto text = read_small(reader_, manifest, kLargestManifest);
    MemberHead more;
    if (reader_.next(more)) refuse_unsafe(reader_.file(), more.name);
    compare(found_, read_manifest(text, reader_.file()), reader_.file());
    found_.erase(found_.begin());
    contents_.members = std::move(found_);
    if (contents_.find(kConfigMember) == nullptr) refuse_damaged(reader_.file(), kConfigMember);
  }

  ArchiveReader& reader_;
  Contents contents_;
  std::vector<Member> found_;
  std::set<std::string> names_;
  std::uint64_t bytes_ = 0;
};

}  // namespace

std::string write_header(const Header& header) {
  const Json json{{"format", kFormat},
                  {"version", kFormatVersion},
                  {"created", base::to_rfc3339(header.created)},
                  {"station", header.station},
                  {"name", header.name},
                  {"software", header.software},
                  {"identity", header.identity}};
  return json.dump(1) + "\n";
}

std::string write_manifest(const std::vector<Member>& members) {
  auto list = Json::array();
  for (const auto& member : members) {
    list.push_back({{"name", member.head.name},
                    {"size", member.head.size},
                    {"modified", member.head.modified_ns},
                    {"mode", member.head.mode},
                    {"sha256", base::to_hex(member.hash)}});
  }
  const auto digest = digest_of(list);
  return Json{{"members", std::move(list)}, {"sha256", digest}}.dump(1) + "\n";
}

std::uint64_t Contents::bytes() const {
  return std::accumulate(
      members.begin(), members.end(), std::uint64_t{0},
      [](std::uint64_t sum, const Member& member) { return sum + member.head.size; });
}

const Member* Contents::find(std::string_view name) const {
  const auto found =
      std::ranges::find_if(members, [&](const Member& member) { return member.head.name == name; });
  return found == members.end() ? nullptr : &*found;
}

Contents check(ArchiveReader& reader) { return Check(reader).run(); }

void unpack(ArchiveReader& reader, const Contents& contents, const Receiver& receiver) {
  auto expected = contents.members.begin();
  MemberHead head;
  while (reader.next(head)) {
    if (head.name == kHeader || head.name == kManifest) continue;
    if (expected == contents.members.end() || expected->head.name != head.name) {
      refuse_damaged(reader.file(), head.name);
    }
    receiver.begin(*expected);
    if (!same(read_member(reader, head, receiver.piece), *expected)) {
      refuse_damaged(reader.file(), head.name);
    }
    receiver.end();
    ++expected;
  }
  if (expected != contents.members.end()) refuse_damaged(reader.file());
}

}  // namespace loa::backup
