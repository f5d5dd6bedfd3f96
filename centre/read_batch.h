// A batch of rows as it came, read, and checked as far as that takes nothing of what the centre
// keeps. Pure: on any thread, some milliseconds for a full one.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/http.h"
#include "protocol/messages.h"

namespace loa::centre {

enum class BatchForm { json, packed, unknown };

struct ReadBatch {
  BatchForm form = BatchForm::unknown;
  std::optional<protocol::JournalBatch> batch = std::nullopt;  // nothing where it is none
  std::size_t sound = 0;                                       // sound_rows
  bool vouched = false;                                        // is_vouched_for
  // The public key by which the whole request is signed; "" where that was not asked.
  std::string signed_by = {};
};

// How many rows, from the first on, are what their hashes say and have no zero byte in a text.
std::size_t sound_rows(const protocol::JournalBatch& batch);

// `public_key`: the station's (32 bytes), for the checkpoint. The request's own signature has been
// verified.
ReadBatch read_batch(const protocol::HttpRequest& request, std::string_view public_key);
// Nothing of what is not signed by it is read; then there is nothing.
std::optional<ReadBatch> read_if_signed(const protocol::HttpRequest& request,
                                        const std::string& public_key);

}  // namespace loa::centre
