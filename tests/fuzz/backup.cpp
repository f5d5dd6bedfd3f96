// A backup from an untrusted place. What is taken has safe names, each once, and a configuration.
#include <cstdlib>
#include <set>

#include "base/problem.h"
#include "cli/backup/contents.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace loa::backup;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  try {
    ArchiveReader reader(bytes, "backup");
    const auto contents = check(reader);
    if (contents.find("config/station.json") == nullptr) std::abort();
    std::set<std::string> names;
    for (const auto& member : contents.members) {
      if (!is_safe_name(member.head.name) || !names.insert(member.head.name).second) std::abort();
    }
    ArchiveReader again(bytes, "backup");
    std::uint64_t taken = 0;
    unpack(again, contents,
           {[](const Member&) {}, [&](std::string_view piece) { taken += piece.size(); }, [] {}});
    if (taken != contents.bytes()) std::abort();
  } catch (const loa::base::BadInput& error) {
    if (error.problems().empty()) std::abort();
  }
  return 0;
}
