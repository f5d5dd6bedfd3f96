#include "centre/evidence.h"

#include <fmt/format.h>

namespace loa::centre {
namespace {

std::string place_of(const Finding& finding) {
  return finding.first == finding.last
             ? fmt::format("{}/{}", finding.epoch, finding.first)
             : fmt::format("{}/{}–{}", finding.epoch, finding.first, finding.last);
}

base::Text words_of_entry(const Finding& finding) {
  const auto entry = finding.entry.value_or(0);
  return {fmt::format("mục {} của sổ đã bị sửa, bị xóa hoặc bị chuyển chỗ", entry),
          fmt::format("entry {} of the log was changed, removed or moved", entry)};
}

base::Text words_of_row(const Finding& finding) {
  const auto place = place_of(finding);
  switch (finding.wrong) {
    case Wrong::changed:
      return {"dòng " + place + " đã bị sửa", "row " + place + " was changed"};
    case Wrong::removed:
      return {"dòng " + place + " đã bị xóa", "row " + place + " was removed"};
    case Wrong::reordered:
      return {
          fmt::format("dòng {} đã bị đảo chỗ: đó là dòng {}", place, finding.moved_from),
          fmt::format("row {} was put out of its order: it is row {}", place, finding.moved_from)};
    case Wrong::back_dated:
      return {"dòng " + place + " đã bị lùi ngày giờ", "row " + place + " was back-dated"};
    case Wrong::added:
      return {"dòng " + place + " được thêm vào: trung tâm chưa từng nhận",
              "row " + place + " was added: the centre never took it"};
    case Wrong::head:
      return {"dòng mới nhất của kỳ không phải là " + place + " như đã ghi",
              "the newest row of the epoch is not " + place + " as was noted"};
    default:
      return {"điểm ký " + place + " không phải do đài ký",
              "the checkpoint " + place + " is not signed by the station"};
  }
}

}  // namespace

const char* code_of(Wrong wrong) {
  switch (wrong) {
    case Wrong::changed:
      return "row-changed";
    case Wrong::removed:
      return "row-removed";
    case Wrong::reordered:
      return "row-reordered";
    case Wrong::back_dated:
      return "row-back-dated";
    case Wrong::added:
      return "row-added";
    case Wrong::checkpoint:
      return "checkpoint-changed";
    case Wrong::head:
      return "head-changed";
    case Wrong::entry:
      return "log-changed";
    case Wrong::kept_head:
      return "log-replaced";
  }
  return "";
}

base::Text words_of(const Finding& finding) {
  if (finding.wrong == Wrong::entry) return words_of_entry(finding);
  if (finding.wrong == Wrong::kept_head)
    return {"sổ không tiếp nối đầu sổ đã giữ ở nơi khác: cả sổ đã bị thay",
            "the log does not continue the head that was kept elsewhere: it was replaced"};
  return words_of_row(finding);
}

}  // namespace loa::centre
