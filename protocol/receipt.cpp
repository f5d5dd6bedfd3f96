#include "protocol/receipt.h"

#include <fmt/format.h>

#include <charconv>

namespace loa::protocol {
namespace {

constexpr std::string_view kBatchBegins = "loa-batch/1\n";

std::optional<std::string_view> cut(std::string_view& text, char end) {
  const auto at = text.find(end);
  if (at == std::string_view::npos) return std::nullopt;
  const auto part = text.substr(0, at);
  text.remove_prefix(at + 1);
  return part;
}

template <class Number>
bool read_number(const std::optional<std::string_view>& text, Number& value) {
  if (!text) return false;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  return error == std::errc{} && end == text->data() + text->size();
}

std::string_view bytes_in(const base::Sha256& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

base::Problem receipt_problem(const std::string& file, const char* code, base::Text text) {
  return {base::Severity::error, code, {file}, "", std::move(text)};
}

std::optional<base::Problem> fault_of_row(const RowProof& proof, const LoggedBatch& batch,
                                          const std::string& file) {
  const auto& row = proof.row;
  const auto named = fmt::format("{}/{}", row.epoch, row.seq);
  if (journal::hash_of(row) != row.hash)
    return receipt_problem(file, "row-changed",
                           {"nội dung dòng " + named + " đã bị sửa: không khớp mã băm của nó",
                            "the content of row " + named +
                                " was changed: it is not what its "
                                "hash is of"});
  if (row.station != batch.station || row.epoch != batch.epoch || row.seq < batch.first ||
      row.seq > batch.last)
    return receipt_problem(
        file, "row-foreign",
        {fmt::format("dòng {} của {} không thuộc lô {} {}/{}–{}", named, row.station, batch.station,
                     batch.epoch, batch.first, batch.last),
         fmt::format("row {} of {} does not belong to the batch {} {}/{}-{}", named, row.station,
                     batch.station, batch.epoch, batch.first, batch.last)});
  if (!trust::stands_in(trust::leaf_hash(bytes_in(row.hash)), row.seq - batch.first,
                        batch.last - batch.first + 1, proof.path, batch.rows))
    return receipt_problem(file, "row-not-in-batch",
                           {"dòng " + named + " không phải dòng mà trung tâm đã nhận ở chỗ ấy",
                            "row " + named + " is not the one that the centre took in that place"});
  return std::nullopt;
}

}  // namespace

std::string to_text(const LoggedBatch& batch) {
  return fmt::format("{}{}\n{} {} {}\n{}\n{}\n", kBatchBegins, batch.station, batch.epoch,
                     batch.first, batch.last, base::to_hex(batch.rows),
                     batch.received.time_since_epoch().count());
}

std::optional<LoggedBatch> logged_batch_from(std::string_view text) {
  if (!text.starts_with(kBatchBegins)) return std::nullopt;
  auto rest = text.substr(kBatchBegins.size());
  LoggedBatch batch;
  std::int64_t received = 0;
  const auto station = cut(rest, '\n');
  bool fine = read_number(cut(rest, ' '), batch.epoch);
  fine = read_number(cut(rest, ' '), batch.first) && fine;
  fine = read_number(cut(rest, '\n'), batch.last) && fine;
  const auto rows = base::sha256_from_hex(cut(rest, '\n').value_or(""));
  fine = read_number(cut(rest, '\n'), received) && fine;
  if (!fine || !station || !rows) return std::nullopt;
  batch.station = *station;
  batch.rows = *rows;
  batch.received = base::Wall(base::Duration(received));
  // Written in one way only.
  return to_text(batch) == text ? std::optional(batch) : std::nullopt;
}

base::Sha256 rows_root(const std::vector<base::Sha256>& row_hashes) {
  trust::MerkleEdge tree;
  for (const auto& hash : row_hashes) tree.append(trust::leaf_hash(bytes_in(hash)));
  return tree.root();
}

bool is_receipt_for(std::string_view text, const trust::LogKey& key, std::string_view station,
                    const std::vector<journal::Row>& rows) {
  const auto proof = trust::log_proof_from(text);
  const auto batch = proof ? logged_batch_from(proof->extra) : std::nullopt;
  const auto head = proof ? trust::read_tree_head(proof->head, key) : std::nullopt;
  if (!batch || !head || rows.empty() || batch->station != station ||
      batch->epoch != rows.front().epoch || batch->first < rows.front().seq ||
      batch->last > rows.back().seq)
    return false;
  std::vector<base::Sha256> sent;
  for (const auto& row : rows)
    if (row.seq >= batch->first && row.seq <= batch->last) sent.push_back(row.hash);
  return rows_root(sent) == batch->rows &&
         trust::stands_in(trust::leaf_hash(proof->extra), proof->index, head->size, proof->path,
                          head->root);
}

ReceiptFindings verify_receipt(std::string_view text, const trust::LogKey& key,
                               const std::string& file) {
  ReceiptFindings found;
  const auto fail = [&](const char* code, base::Text why) {
    found.problems.push_back(receipt_problem(file, code, std::move(why)));
    return found;
  };
  const auto proof = trust::log_proof_from(text);
  const auto extra = proof ? row_proof_from(proof->extra) : std::nullopt;
  found.batch = extra ? logged_batch_from(extra->entry) : std::nullopt;
  if (!found.batch)
    return fail("malformed-receipt", {"không phải biên nhận", "this is no receipt"});
  found.row = extra->row;
  const auto head = trust::read_tree_head(proof->head, key);
  if (!head)
    return fail("head-unsigned", {"đầu sổ không mang chữ ký đúng của trung tâm này",
                                  "the log's head does not carry this centre's right signature"});
  found.head = *head;
  found.note = proof->head;
  if (!trust::stands_in(trust::leaf_hash(extra->entry), proof->index, head->size, proof->path,
                        head->root))
    return fail("batch-not-in-log",
                {"lô này không nằm ở chỗ ấy trong sổ của trung tâm: đã bị sửa, bỏ hay đổi chỗ",
                 "the batch does not stand in that place of the centre's log: it was changed, "
                 "removed or moved"});
  if (auto fault = fault_of_row(*extra, *found.batch, file))
    found.problems.push_back(std::move(*fault));
  return found;
}

}  // namespace loa::protocol
