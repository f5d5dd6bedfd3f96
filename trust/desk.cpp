#include "trust/desk.h"

#include <algorithm>

namespace loa::trust {
namespace {

template <class Document>
std::optional<Document> read_record(std::optional<Document> (*reader)(const Envelope&,
                                                                      const std::string&,
                                                                      base::Problems&),
                                    const Envelope* envelope, const std::string& file) {
  if (envelope == nullptr) return std::nullopt;
  base::Problems problems;
  auto document = reader(*envelope, file, problems);
  if (!document) throw base::BadInput(std::move(problems));
  return document;
}

template <class T>
const T* pointer_to(const std::optional<T>& value) {
  return value ? &*value : nullptr;
}

Header next_header(std::int64_t before, Validity validity) {
  return {before + 1, validity.issued, validity.expires};
}

template <class Document>
Envelope signed_envelope(const Document& document, const Signer& signer) {
  auto envelope = envelope_of(document);
  sign(envelope, signer);
  return envelope;
}

std::map<std::string, Reference> references_to(const std::map<std::string, Envelope>& programmes) {
  std::map<std::string, Reference> references;
  for (const auto& [name, envelope] : programmes) {
    const auto programme = read_record(read_programme, &envelope, name);
    references[name] = reference_to(envelope, programme->header.version);
  }
  return references;
}

}  // namespace

Root last_root(const Records& records) {
  const auto* last = records.roots.empty() ? nullptr : &records.roots.back();
  if (auto root = read_record(read_root, last, "root")) return std::move(*root);
  throw base::BadInput({{base::Severity::error,
                         "no-root",
                         {},
                         "root",
                         {"chưa có bản gốc (root)", "there is no root yet"}}});
}

Programme next_programme(const Records& records, const std::string& name, Validity validity) {
  const auto found = records.programmes.find(name);
  const auto* before = found == records.programmes.end() ? nullptr : &found->second;
  auto programme = read_record(read_programme, before, name).value_or(Programme{});
  programme.header = next_header(before != nullptr ? programme.header.version : 0, validity);
  programme.name = name;
  return programme;
}

void put_week(Programme& programme, SignedWeek week) {
  const auto same = std::ranges::find_if(
      programme.weeks, [&](const SignedWeek& other) { return other.stations == week.stations; });
  if (same != programme.weeks.end()) {
    *same = std::move(week);
    return;
  }
  // What is for any station comes last, or nobody after it would be found.
  const bool for_any = names(week.stations, "*");
  programme.weeks.insert(for_any ? programme.weeks.end() : programme.weeks.begin(),
                         std::move(week));
}

Bundle seal(Records& records, const Signer& snapshot_signer, Validity snapshot,
            const Signer& timestamp_signer, Validity timestamp) {
  const auto last = read_record(read_snapshot, pointer_to(records.snapshot), "snapshot");
  const auto last_time = read_record(read_timestamp, pointer_to(records.timestamp), "timestamp");
  Snapshot next{next_header(last ? last->header.version : 0, snapshot),
                references_to(records.programmes)};
  records.snapshot = signed_envelope(next, snapshot_signer);
  Timestamp now{next_header(last_time ? last_time->header.version : 0, timestamp),
                reference_to(*records.snapshot, next.header.version)};
  records.timestamp = signed_envelope(now, timestamp_signer);
  Bundle bundle{records.roots, *records.timestamp, *records.snapshot, {}, records.weeks};
  for (const auto& [name, envelope] : records.programmes) bundle.programmes.push_back(envelope);
  return cut_for(std::move(bundle), "");
}

Envelope own_root(const base::SigningKey& key, Validity validity) {
  const Role only{{key.public_key}, 1};
  return signed_envelope(Root{next_header(0, validity), only, only, only, only}, key);
}

Bundle own_bundle(const base::SigningKey& key, const Trusted& trusted, const std::string& week,
                  SignedWeek said, Validity validity) {
  const std::string name(Programme::kFirst);
  const auto before = trusted.programmes.find(name);
  const auto last = before == trusted.programmes.end() ? 0 : before->second.version;
  Programme programme{next_header(last, validity), name, {}, {}};
  said.schedule = reference_to(week);
  programme.weeks.push_back(std::move(said));
  const auto envelope = signed_envelope(programme, key);
  const Snapshot snapshot{next_header(trusted.snapshot.version, validity),
                          {{name, reference_to(envelope, programme.header.version)}}};
  const auto sealed = signed_envelope(snapshot, key);
  const Timestamp timestamp{next_header(trusted.timestamp.version, validity),
                            reference_to(sealed, snapshot.header.version)};
  return {{}, signed_envelope(timestamp, key), sealed, {envelope}, {week}};
}

}  // namespace loa::trust
