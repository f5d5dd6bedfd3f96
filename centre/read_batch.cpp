#include "centre/read_batch.h"

#include <algorithm>
#include <array>
#include <functional>

#include "centre/checkpoints.h"
#include "centre/enrolment.h"
#include "protocol/packed_batch.h"

namespace loa::centre {
namespace {

BatchForm form_of(const protocol::HttpRequest& request) {
  const auto encoding = request.header("content-encoding");
  if (encoding.empty()) return BatchForm::json;
  const bool packed = encoding == protocol::kPackedEncoding &&
                      request.header("content-type") == protocol::kPackedType;
  return packed ? BatchForm::packed : BatchForm::unknown;
}

// PostgreSQL keeps no zero byte in a text, and no station writes one.
bool has_zero_byte(const journal::Row& row) {
  const std::array texts = {&row.station, &row.occurrence, &row.title,    &row.area,
                            &row.content, &row.boot,       &row.evidence, &row.reason};
  return std::any_of(texts.begin(), texts.end(),
                     [](const std::string* text) { return text->find('\0') != std::string::npos; });
}

template <class IsSound>
std::size_t sound_from_the_first(const protocol::JournalBatch& batch, IsSound is_sound) {
  const auto unsound = std::find_if_not(batch.rows.begin(), batch.rows.end(), is_sound);
  return static_cast<std::size_t>(unsound - batch.rows.begin());
}

std::optional<protocol::JournalBatch> batch_in(const protocol::HttpRequest& request,
                                               BatchForm form) {
  switch (form) {
    case BatchForm::json:
      return protocol::journal_batch_from(request.body);
    case BatchForm::packed:
      return protocol::unpack(request.body);
    case BatchForm::unknown:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::size_t sound_rows(const protocol::JournalBatch& batch) {
  return sound_from_the_first(batch, [](const journal::Row& row) {
    return !has_zero_byte(row) && journal::hash_of(row) == row.hash;
  });
}

ReadBatch read_batch(const protocol::HttpRequest& request, std::string_view public_key) {
  ReadBatch read;
  read.form = form_of(request);
  read.batch = batch_in(request, read.form);
  if (!read.batch) return read;
  // Unpacking has made the hashes of what the rows hold.
  read.sound = read.form == BatchForm::packed
                   ? sound_from_the_first(*read.batch, std::not_fn(has_zero_byte))
                   : sound_rows(*read.batch);
  read.vouched = is_vouched_for(*read.batch, public_key);
  return read;
}

std::optional<ReadBatch> read_if_signed(const protocol::HttpRequest& request,
                                        const std::string& public_key) {
  if (!signed_by(public_key, request)) return std::nullopt;
  auto read = read_batch(request, public_key);
  read.signed_by = public_key;
  return read;
}

}  // namespace loa::centre
