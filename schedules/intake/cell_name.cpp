#include "schedules/intake/cell_name.h"

#include <algorithm>

namespace loa::schedules::intake {
namespace {

constexpr std::size_t kLastColumn = 16384;

void skip_dollar(std::string_view& name) {
  if (name.starts_with('$')) name.remove_prefix(1);
}

}  // namespace

std::string cell_name(CellPosition position) {
  std::string letters;
  for (std::size_t rest = position.column + 1; rest > 0; rest = (rest - 1) / 26) {
    letters += static_cast<char>('A' + (rest - 1) % 26);
  }
  std::reverse(letters.begin(), letters.end());
  return letters + std::to_string(position.row + 1);
}

std::optional<CellPosition> cell_named(std::string_view name) {
  std::size_t column = 0;
  std::size_t row = 0;
  skip_dollar(name);
  while (!name.empty() && name.front() >= 'A' && name.front() <= 'Z' && column <= kLastColumn) {
    column = column * 26 + static_cast<std::size_t>(name.front() - 'A' + 1);
    name.remove_prefix(1);
  }
  skip_dollar(name);
  while (!name.empty() && name.front() >= '0' && name.front() <= '9' && row <= kLastRow) {
    row = row * 10 + static_cast<std::size_t>(name.front() - '0');
    name.remove_prefix(1);
  }
  if (!name.empty() || column < 1 || column > kLastColumn || row < 1 || row > kLastRow) return {};
  return CellPosition{row - 1, column - 1};
}

}  // namespace loa::schedules::intake
