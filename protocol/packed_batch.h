// A journal batch in as few bytes as it can be, for stations whose way to the centre is narrow.
// docs/protocol.md, Packed batches.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocol/messages.h"

namespace loa::protocol {

// What a POST /v1/journal says of such a body, in Content-Type and Content-Encoding.
inline constexpr auto kPackedType = "application/vnd.loa.batch";
inline constexpr auto kPackedEncoding = "zstd";

// Nothing where unpack() would not give the very same again, and the batch must travel as JSON: a
// row whose hash is not that of its content or of another station, a gap, a text that is not UTF-8.
// Blocks for some milliseconds.
std::optional<std::string> pack(const JournalBatch& batch);

// Of bytes from anybody. A row's hash is made of its content here, and `previous` of the row before
// it; the last one must be what the batch says. Nothing where it is no such batch, or where it, its
// columns or its rows are larger than kMaxBody.
std::optional<JournalBatch> unpack(std::string_view bytes);

}  // namespace loa::protocol
