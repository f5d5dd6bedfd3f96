#include "entrance/approval.h"

namespace loa::entrance {

std::optional<Objection> objection(const std::optional<Waiting>& waiting, const std::string& hash,
                                   const std::string& person) {
  if (!waiting) return Objection{"nothing-waits", {"không có lịch nào chờ duyệt", "no week waits"}};
  if (waiting->hash != hash) {
    return Objection{"other-week",
                     {"lịch chờ duyệt không còn là bản đã xem; hãy xem lại rồi duyệt",
                      "another week waits than the one that was looked at; look at it first"}};
  }
  if (waiting->refused) {
    return Objection{"refused-before",
                     {"lịch này đã bị trả lại; người soạn phải nộp lại",
                      "this week was refused; its author is to submit another"}};
  }
  // The machine's owner has no name, and may not approve at all (rights.cpp).
  if (waiting->author == person) {
    return Objection{"own-week",
                     {"không ai được tự duyệt lịch do mình nộp; hãy nhờ người duyệt khác",
                      "nobody approves what they submitted themselves; ask another approver"}};
  }
  return std::nullopt;
}

}  // namespace loa::entrance
