// Bundles and all that lies in them. What is believed is what was signed.
#include <cstdlib>

#include "tests/trust/office.h"
#include "trust/command.h"
#include "trust/trusted_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace loa::trust;
  static testing::Office office;
  static const auto trusted = testing::beginning(office);
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  loa::base::Problems problems;
  if (const auto bundle = read_bundle(text, "bundle", problems)) {
    const auto judgement = judge(*bundle, trusted, testing::question());
    if (judgement.authorised && judgement.authorised->week != testing::kWeek) std::abort();
    if (!judgement.authorised && judgement.problems.empty()) std::abort();
  } else if (!loa::base::has_errors(problems)) {
    std::abort();
  }
  // The same bytes as each of the documents.
  for (const auto type :
       {Root::kType, Timestamp::kType, Snapshot::kType, Programme::kType, Command::kType}) {
    const Envelope envelope{std::string(type), std::string(text.substr(0, kLargestPayload)), {}};
    read_root(envelope, "a", problems);
    read_timestamp(envelope, "a", problems);
    read_snapshot(envelope, "a", problems);
    read_programme(envelope, "a", problems);
    if (judge(envelope, testing::role({31}), {}, {testing::kStation, testing::kNow, "n"}).command)
      std::abort();
  }
  read_trusted(text, "a", problems);
  return 0;
}
