#include "trust/bundle.h"

#include <set>

#include "trust/json.h"
#include "trust/roles.h"

namespace loa::trust {
namespace {

using base::Fields;

constexpr const char* kBundleForm = "programme-bundle/1";
constexpr std::size_t kMostRoots = 100;
constexpr std::size_t kMostBundledProgrammes = 500;
constexpr std::size_t kMostBundledWeeks = 2'000;

std::vector<Envelope> read_envelopes(Fields& fields, std::string_view key, std::size_t most) {
  std::vector<Envelope> envelopes;
  read_each(fields, key, most, [&](Fields& one) { envelopes.push_back(read_envelope(one)); });
  return envelopes;
}

std::vector<std::string> read_weeks(Fields& fields) {
  std::vector<std::string> weeks;
  const auto& items = fields.list("weeks", 0, kMostBundledWeeks);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto* text = items[i].string();
    if (text == nullptr || text->size() > kLargestWeek) {
      fields.error("weeks", i, "bad-week",
                   {"phải là nội dung một tệp lịch, không quá 8 MB",
                    "must be the content of a schedule file, 8 MB at most"});
    } else {
      weeks.push_back(*text);
    }
  }
  return weeks;
}

}  // namespace

bool looks_like_bundle(std::string_view text) {
  return text.substr(0, 200).find(kBundleForm) != std::string_view::npos;
}

std::optional<Bundle> read_bundle(std::string_view text, const std::string& file,
                                  base::Problems& problems) {
  return read_document(text, file, kLargestBundle, problems, [](Fields& fields) {
    Bundle bundle;
    if (fields.string("loa", 100) != kBundleForm) {
      fields.error("loa", "wrong-type",
                   {"phải là programme-bundle/1", "must be programme-bundle/1"});
    }
    bundle.roots = read_envelopes(fields, "roots", kMostRoots);
    bundle.timestamp = read_envelope_in(fields, "timestamp");
    bundle.snapshot = read_envelope_in(fields, "snapshot");
    bundle.programmes = read_envelopes(fields, "programmes", kMostBundledProgrammes);
    bundle.weeks = read_weeks(fields);
    return bundle;
  });
}

std::string write_bundle(const Bundle& bundle) {
  Json json{{"loa", kBundleForm}, {"roots", Json::array()}};
  for (const auto& root : bundle.roots) json["roots"].push_back(to_json(root));
  json["timestamp"] = to_json(bundle.timestamp);
  json["snapshot"] = to_json(bundle.snapshot);
  json["programmes"] = Json::array();
  for (const auto& one : bundle.programmes) json["programmes"].push_back(to_json(one));
  json["weeks"] = bundle.weeks;
  return json.dump(1) + "\n";
}

std::string fingerprint(const Bundle& bundle) {
  return base::to_hex(base::sha256(bundle.timestamp.payload));
}

std::vector<NamedMedia> media_of(const Bundle& bundle) {
  std::vector<NamedMedia> all;
  for (const auto& envelope : bundle.programmes) {
    base::Problems problems;
    const auto programme = read_programme(envelope, "", problems);
    if (!programme) continue;
    for (const auto& week : programme->weeks) {
      for (const auto& [path, content] : week.media) all.push_back({path, content});
    }
  }
  return all;
}

std::string content_hash(const Bundle& bundle) {
  std::string lines;
  for (const auto& envelope : bundle.programmes) {
    base::Problems problems;
    auto programme = read_programme(envelope, "", problems);
    if (programme) programme->header = {};
    lines +=
        base::to_hex(base::sha256(programme ? envelope_of(*programme).payload : envelope.payload)) +
        "\n";
  }
  return base::to_hex(base::sha256(lines));
}

Bundle cut_for(Bundle bundle, const std::string& station) {
  std::set<base::Sha256> wanted;
  for (const auto& envelope : bundle.programmes) {
    base::Problems problems;
    const auto programme = read_programme(envelope, "", problems);
    if (!programme) continue;
    for (const auto& week : programme->weeks) {
      if (station.empty() || names(week.stations, station)) wanted.insert(week.schedule.hash);
    }
  }
  std::erase_if(bundle.weeks,
                [&](const std::string& week) { return !wanted.contains(base::sha256(week)); });
  return bundle;
}

}  // namespace loa::trust
