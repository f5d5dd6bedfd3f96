#include "centre/record_log.h"

#include <stdexcept>

#include "base/language.h"
#include "base/log_event.h"
#include "centre/log_check.h"
#include "trust/tile_path.h"

namespace loa::centre {
namespace {

[[noreturn]] void foreign_log() {
  throw std::runtime_error(
      base::Text{"sổ trong cơ sở dữ liệu do một trung tâm có khóa khác ký; hãy chép centre.key của "
                 "trung tâm ấy vào thư mục trạng thái của trung tâm này",
                 "the log in the database is signed by a centre with another key; copy that "
                 "centre's centre.key into the state folder of this one"}
          .shown());
}

std::string_view as_text(const base::Sha256& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

void add_bundle_entry(std::string& bundle, const std::string& entry) {
  bundle += static_cast<char>(entry.size() >> 8U);
  bundle += static_cast<char>(entry.size() & 0xffU);
  bundle += entry;
}

}  // namespace

RecordLog::RecordLog(Store& store, const base::SigningKey& key)
    : store_(store), key_(key), name_(trust::centre_log(key.public_key)) {
  const auto ours = trust::to_text(name_);
  const auto signs = store_.log_key();
  if (signs == ours) return;
  if (!signs.empty() && store_.shared()) foreign_log();
  if (!signs.empty())
    base::log_event(base::LogLevel::warning, "log-signer-changed",
                    {{"before", signs}, {"now", ours}});
  store_.put_log_key(ours);
}

trust::MerkleEdge RecordLog::edge() {
  auto [size, peaks] = store_.log_edge();
  return {size, std::move(peaks)};
}

std::string RecordLog::signed_head(const trust::TreeHead& head) const {
  return trust::write_tree_head(name_.name, head, key_);
}

std::string RecordLog::cosigned_head(const trust::TreeHead& head) {
  auto note = signed_head(head);
  for (const auto& line : store_.cosignature_lines(head.size)) note += line + "\n";
  return note;
}

std::string RecordLog::append(const protocol::LoggedBatch& batch) {
  auto tree = edge();
  const auto entry = to_text(batch);
  trust::LogProof proof{entry, tree.size(), tree.path_of_next(), ""};
  const auto nodes = tree.append(trust::leaf_hash(entry));
  // First: where another centre was quicker this is a conflict, which is tried again; an entry that
  // is there already would be an error.
  store_.grow_log(proof.index, tree);
  store_.put_log_entry(proof.index, batch, entry);
  for (const auto& node : nodes) store_.put_log_node(node);
  proof.head = signed_head({tree.size(), tree.root()});
  return trust::to_text(proof);
}

std::optional<std::string> RecordLog::receipt(const std::string& station, std::uint64_t epoch,
                                              std::uint64_t seq) {
  const auto found = store_.log_entry_of(station, epoch, seq);
  const auto batch = found ? protocol::logged_batch_from(found->entry) : std::nullopt;
  const auto rows = store_.rows_after(station, epoch, seq - 1, 1);
  if (!batch || batch->last < seq || rows.empty() || rows[0].seq != seq) return std::nullopt;
  std::vector<base::Sha256> leaves;
  for (const auto& [at, hash] : store_.hashes(station, epoch, batch->first, batch->last))
    leaves.push_back(trust::leaf_hash(as_text(hash)));
  if (leaves.size() != batch->last - batch->first + 1) return std::nullopt;
  const auto count = leaves.size();
  const auto path =
      trust::inclusion_path(seq - batch->first, count, trust::nodes_of(std::move(leaves)));
  auto head = store_.most_cosigned_head(found->index);
  if (!head) head = as_it_stands();
  const auto nodes = [this](unsigned level, std::uint64_t index) {
    return store_.log_nodes(level, index, 1).at(0);
  };
  return trust::to_text(trust::LogProof{
      to_json(protocol::RowProof{found->entry, rows[0], path}), found->index,
      trust::inclusion_path(found->index, head->size, nodes), cosigned_head(*head)});
}

trust::TreeHead RecordLog::as_it_stands() {
  const auto tree = edge();
  return {tree.size(), tree.root()};
}

std::string RecordLog::head() { return cosigned_head(as_it_stands()); }

std::string RecordLog::head_after(std::uint64_t size) {
  const auto next = store_.next_cosigned_head(size);
  return next ? cosigned_head(*next) : head();
}

bool RecordLog::continues(const trust::TreeHead& head) {
  return centre::continues(store_, edge(), head);
}

std::optional<std::string> RecordLog::tile(std::string_view path) {
  const auto wanted = trust::tile_path_from(path);
  if (!wanted) return std::nullopt;
  const auto first = wanted->index * trust::kTileWidth;
  std::string tile;
  std::size_t count = 0;
  if (wanted->level) {
    for (const auto& hash :
         store_.log_nodes(*wanted->level * trust::kTileHeight, first, wanted->width)) {
      tile += as_text(hash);
      ++count;
    }
  } else {
    for (const auto& entry : store_.log_entries(first, wanted->width)) {
      add_bundle_entry(tile, entry);
      ++count;
    }
  }
  return count == wanted->width ? std::optional(tile) : std::nullopt;
}

}  // namespace loa::centre
