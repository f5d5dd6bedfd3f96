// JSON to batches of rows, as fast as they come when a province's power returns: without a tree of
// all of their members.
#include <algorithm>
#include <array>
#include <bitset>

#include "base/bytes.h"
#include "protocol/json_read.h"

namespace loa::protocol {
namespace json_read {
namespace {

struct RowMember {
  const char* name;
  void (*read)(journal::Row& row, const Json& value);
};

// In the order in which they are written.
constexpr std::array<RowMember, 22> kRowMembers = {{
    {"station", [](journal::Row& row, const Json& value) { row.station = text(value); }},
    {"epoch", [](journal::Row& row, const Json& value) { row.epoch = count(value, 1); }},
    {"seq", [](journal::Row& row, const Json& value) { row.seq = count(value, 1); }},
    {"kind",
     [](journal::Row& row, const Json& value) { row.kind = named(value, journal::kind_named); }},
    {"occurrence", [](journal::Row& row, const Json& value) { row.occurrence = text(value); }},
    {"title", [](journal::Row& row, const Json& value) { row.title = text(value); }},
    {"area", [](journal::Row& row, const Json& value) { row.area = text(value); }},
    {"content", [](journal::Row& row, const Json& value) { row.content = text(value); }},
    {"nominalNs",
     [](journal::Row& row, const Json& value) {
       row.nominal = value.is_null() ? std::nullopt : std::optional(time(value));
     }},
    {"wallNs", [](journal::Row& row, const Json& value) { row.wall = time(value); }},
    {"monotonicNs",
     [](journal::Row& row, const Json& value) {
       row.monotonic_ns = number(value, 0, std::numeric_limits<std::int64_t>::max());
     }},
    {"boot", [](journal::Row& row, const Json& value) { row.boot = text(value); }},
    {"quality", [](journal::Row& row,
                   const Json& value) { row.quality = named(value, base::clock_quality_named); }},
    {"framesDue", [](journal::Row& row, const Json& value) { row.frames_due = count(value); }},
    {"framesPlayed",
     [](journal::Row& row, const Json& value) { row.frames_played = count(value); }},
    {"framesDropped",
     [](journal::Row& row, const Json& value) { row.frames_dropped = count(value); }},
    {"level", [](journal::Row& row,
                 const Json& value) { row.level = static_cast<int>(number(value, 0, 3)); }},
    {"evidence", [](journal::Row& row, const Json& value) { row.evidence = text(value); }},
    {"outcome", [](journal::Row& row,
                   const Json& value) { row.outcome = named(value, journal::outcome_named); }},
    {"reason", [](journal::Row& row, const Json& value) { row.reason = text(value); }},
    {"previous", [](journal::Row& row, const Json& value) { row.previous = hash(value); }},
    {"hash", [](journal::Row& row, const Json& value) { row.hash = hash(value); }},
}};

// One row, member by member.
class RowReader {
 public:
  void key(std::string_view name) {
    // The next one, as they are written; else wherever it stands, or nowhere.
    const auto next = (member_ + 1) % kRowMembers.size();
    member_ = kRowMembers.at(next).name == name ? next : place_of(name);
  }
  bool is_known() const { return member_ < kRowMembers.size(); }
  void take(const Json& value) {
    if (!is_known()) return;
    kRowMembers.at(member_).read(row_, value);
    seen_.set(member_);
  }
  journal::Row finish() {
    if (!seen_.all()) refuse();
    return std::move(row_);
  }

 private:
  static std::size_t place_of(std::string_view name) {
    const auto* const found = std::find_if(kRowMembers.begin(), kRowMembers.end(),
                                           [&](const RowMember& one) { return one.name == name; });
    return static_cast<std::size_t>(found - kRowMembers.begin());
  }

  journal::Row row_;
  std::size_t member_ = kRowMembers.size() - 1;
  std::bitset<kRowMembers.size()> seen_;
};

// The rows as they come, everything else as a tree. Throws NotThatMessage.
class BatchReader final : public nlohmann::json_sax<Json> {
 public:
  bool null() override { return put(nullptr); }
  bool boolean(bool value) override { return put(value); }
  bool number_integer(number_integer_t value) override { return put(value); }
  bool number_unsigned(number_unsigned_t value) override { return put(value); }
  bool number_float(number_float_t value, const string_t&) override { return put(value); }
  bool string(string_t& value) override { return put(std::move(value)); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool key(string_t& name) override;
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }
  JournalBatch take();

 private:
  // Within the batch's rows; in one of them, not in what is nested there.
  bool in_rows() const { return rows_depth_ > 0 && depth_ >= rows_depth_; }
  bool in_row() const { return rows_depth_ > 0 && depth_ == rows_depth_ + 1; }
  bool put(Json value);
  bool open(Json empty);
  void open_in_rows(bool object);
  bool close();
  // Its place in the tree.
  Json* attach(Json value);

  Json root_;
  std::vector<Json*> path_;  // of the tree, the root first
  std::string key_;
  int depth_ = 0;
  int rows_depth_ = 0;  // of the rows' array while it is open
  RowReader row_;
  std::vector<journal::Row> rows_;
};

bool BatchReader::key(string_t& name) {
  if (in_row())
    row_.key(name);
  else
    key_ = name;
  return true;
}

bool BatchReader::put(Json value) {
  if (!in_rows()) return attach(std::move(value)) != nullptr;
  if (depth_ == rows_depth_) refuse();
  if (in_row()) row_.take(value);
  return true;
}

bool BatchReader::open(Json empty) {
  if (++depth_ > kMaxDepth) refuse();
  if (in_rows()) {
    open_in_rows(empty.is_object());
  } else if (depth_ == 2 && empty.is_array() && key_ == "rows") {
    rows_depth_ = depth_;
    rows_.clear();
  } else {
    path_.push_back(attach(std::move(empty)));
  }
  return true;
}

void BatchReader::open_in_rows(bool object) {
  if (!in_row()) {
    const bool of_member = depth_ == rows_depth_ + 2;
    if (of_member && row_.is_known()) refuse();
    return;
  }
  if (!object || rows_.size() == kMaxBatchRows) refuse();
  row_ = {};
}

Json* BatchReader::attach(Json value) {
  if (path_.empty()) return &(root_ = std::move(value));
  Json& into = *path_.back();
  if (into.is_object()) return &(into[key_] = std::move(value));
  into.push_back(std::move(value));
  return &into.back();
}

bool BatchReader::close() {
  if (in_row()) rows_.push_back(row_.finish());
  const bool of_rows = in_rows();
  if (depth_-- == rows_depth_) rows_depth_ = 0;
  if (!of_rows) path_.pop_back();
  return true;
}

JournalBatch BatchReader::take() {
  // "rows" in the tree: something that is no list.
  if (!root_.is_object() || root_.contains("rows") || rows_.empty()) refuse();
  number(root_, "version", kVersion, kVersion);
  JournalBatch batch{text(root_, "station"), std::move(rows_),
                     json_read::boolean(member(root_, "lostBefore"))};
  if (root_.contains("checkpoint")) batch.checkpoint = checkpoint(root_["checkpoint"]);
  return batch;
}

}  // namespace

journal::Row row_from(const Json& json) {
  if (!json.is_object()) refuse();
  journal::Row row;
  for (const auto& one : kRowMembers) one.read(row, member(json, one.name));
  return row;
}

Checkpoint checkpoint(const Json& json) {
  if (!json.is_object()) refuse();
  Checkpoint checkpoint;
  checkpoint.epoch = count(json, "epoch", 1);
  checkpoint.seq = count(json, "seq", 1);
  checkpoint.hash = hash(json, "hash");
  checkpoint.boot = text(json, "boot");
  checkpoint.wall = time(json, "wallNs");
  checkpoint.quality = named(json, "quality", base::clock_quality_named);
  checkpoint.signature = fixed_bytes(json, "signature", kSignatureBytes);
  return checkpoint;
}

}  // namespace json_read

std::optional<JournalBatch> journal_batch_from(std::string_view json) {
  if (json.size() > kMaxBody) return std::nullopt;
  json_read::BatchReader reader;
  try {
    const auto* const bytes = base::bytes_of(json);
    // As bytes: so the parser is this file's own, and compiled as this file is.
    if (!json_read::Json::sax_parse(bytes, bytes + json.size(), &reader)) return std::nullopt;
    return reader.take();
  } catch (const json_read::NotThatMessage&) {
    return std::nullopt;
  } catch (const json_read::Json::exception&) {
    return std::nullopt;
  }
}

}  // namespace loa::protocol
