// Every reader of messages, over any bytes: what is taken must survive being written again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "protocol/http_rules.h"
#include "protocol/messages.h"

namespace {

template <class Reader>
void check(std::string_view bytes, Reader read) {
  const auto message = read(bytes);
  if (!message) return;
  const auto written = loa::protocol::to_json(*message);
  const auto again = read(written);
  if (!again || loa::protocol::to_json(*again) != written) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace loa::protocol;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check(bytes, enrol_request_from);
  check(bytes, enrol_response_from);
  check(bytes, journal_batch_from);
  check(bytes, batch_ack_from);
  check(bytes, status_report_from);
  check(bytes, status_answer_from);
  if (const auto target = parse_target(bytes); target && !parse_target(encode_target(*target)))
    std::abort();
  host_is_ours(bytes, {});
  parse_origin(bytes);
  return 0;
}
