#include "daemon/config_sound.h"

#include "base/settings.h"

namespace loa::daemon {
namespace {

constexpr std::size_t kMostBands = 10;

Loudness read_loudness(base::Fields fields) {
  Loudness loudness;
  loudness.target_lufs = fields.number_or("target", loudness.target_lufs, -30, -10);
  loudness.ceiling_dbtp = fields.number_or("ceiling", loudness.ceiling_dbtp, -9, -0.5);
  fields.finish();
  return loudness;
}

Ducking read_ducking(base::Fields fields) {
  using std::chrono::milliseconds;
  Ducking ducking;
  ducking.gain_db = fields.number_or("gain", ducking.gain_db, -40, -3);
  ducking.attack = milliseconds{fields.integer_or("attackMs", 200, 0, 2000)};
  ducking.release = milliseconds{fields.integer_or("releaseMs", 800, 0, 10'000)};
  fields.finish();
  return ducking;
}

audio::EqualiserBand read_band(base::Fields fields) {
  using audio::BandKind;
  audio::EqualiserBand band;
  band.kind = fields.choice<BandKind>("type", {{"high-pass", BandKind::high_pass},
                                               {"low-pass", BandKind::low_pass},
                                               {"peak", BandKind::peak},
                                               {"low-shelf", BandKind::low_shelf},
                                               {"high-shelf", BandKind::high_shelf}});
  band.hertz = fields.number("hertz", 20, 20'000);
  const bool pass = band.kind == BandKind::high_pass || band.kind == BandKind::low_pass;
  if (!pass) band.gain = fields.number("gain", -12, 12);
  band.q = fields.number_or("q", band.q, 0.1, 10);
  fields.finish();
  return band;
}

// A preset's name, or a list of bands.
std::vector<audio::EqualiserBand> read_equaliser(base::Fields& fields) {
  const base::Node* node = fields.find("equaliser");
  if (node == nullptr) return {};
  if (node->array() != nullptr) {
    std::vector<audio::EqualiserBand> bands;
    const auto& items = fields.list_or_empty("equaliser", kMostBands);
    for (std::size_t i = 0; i < items.size(); ++i) {
      bands.push_back(
          read_band({items[i], fields.path("equaliser", i), fields.file(), fields.problems()}));
    }
    return bands;
  }
  const auto bands =
      node->string() != nullptr ? audio::equaliser_preset(*node->string()) : std::nullopt;
  if (bands) return *bands;
  fields.error("equaliser", "equaliser",
               {"bộ chỉnh âm phải là \"none\", \"loa-nen\", \"cot-loa\", \"trong-nha\" hoặc danh "
                "sách các dải",
                "the equaliser must be \"none\", \"loa-nen\", \"cot-loa\", \"trong-nha\" or a list "
                "of bands"});
  return {};
}

}  // namespace

std::string read_output(base::Fields& fields, const std::string& file,
                        const std::string& otherwise) {
  if (!fields.has("output")) return otherwise;
  auto output = fields.string("output", 1024);
  if (output.starts_with("wav:") && output.size() > 4) {
    return "wav:" + base::beside(file, output.substr(4)).string();
  }
  if (!output.starts_with("alsa:") || output.size() == 5) {
    fields.error("output", "output",
                 {"đầu ra âm thanh phải là \"alsa:TÊN\" hoặc \"wav:TỆP\"",
                  "the sound output must be \"alsa:NAME\" or \"wav:FILE\""});
  }
  return output;
}

SoundConfig read_sound(base::Fields& fields) {
  return {read_loudness(fields.object_or_empty("loudness")), read_equaliser(fields),
          read_ducking(fields.object_or_empty("ducking"))};
}

}  // namespace loa::daemon
