// Tags and positions of stations.
#include "centre/store.h"
#include "centre/store_columns.h"

namespace loa::centre {
namespace {

// No tag has a comma.
std::string joined(const std::vector<std::string>& tags) {
  std::string text;
  for (const auto& tag : tags) text += (text.empty() ? "" : ",") + tag;
  return text;
}

StationPlace place_from(const SqlRow& row, std::size_t first) {
  StationPlace place{words_between_commas(row.text(first))};
  if (!row.is_null(first + 1) && !row.is_null(first + 2))
    place.position = Position{row.integer(first + 1), row.integer(first + 2)};
  return place;
}

}  // namespace

std::map<std::string, StationPlace> Store::places() {
  std::map<std::string, StationPlace> found;
  for (const auto& row :
       sql_->run("SELECT station, tags, latitude_e6, longitude_e6 FROM place").rows)
    found.emplace(row.text(0), place_from(row, 1));
  return found;
}

StationPlace Store::place(const std::string& station) {
  const auto found =
      sql_->run("SELECT tags, latitude_e6, longitude_e6 FROM place WHERE station = $1", {station});
  return found.rows.empty() ? StationPlace{} : place_from(found.rows[0], 0);
}

void Store::put_place(const std::string& station, const StationPlace& place) {
  SqlValue latitude = std::monostate{};
  SqlValue longitude = std::monostate{};
  if (place.position) {
    latitude = place.position->latitude;
    longitude = place.position->longitude;
  }
  sql_->run(
      "INSERT INTO place(station, tags, latitude_e6, longitude_e6) VALUES($1, $2, $3, $4) "
      "ON CONFLICT(station) DO UPDATE SET tags = excluded.tags, "
      "latitude_e6 = excluded.latitude_e6, longitude_e6 = excluded.longitude_e6",
      {station, joined(place.tags), latitude, longitude});
}

}  // namespace loa::centre
