// What takes the database seconds to answer, on a connection of its own beside the loop.
#pragma once

#include <functional>
#include <memory>

#include "centre/intake.h"
#include "centre/sql.h"

namespace loa::centre {

// The loop's thread.
class LongReads {
 public:
  // `sql` outlives what is begun here: of it nothing is used but reader().
  explicit LongReads(const Sql& sql);

  // `read` is called on another thread, with a connection that is opened for it. One at a time: who
  // comes meanwhile is told to come again, and so is he whose read the database cannot serve now,
  // or end() has cut off. What else is wrong with it is thrown on that thread.
  Outcome begin(std::function<protocol::HttpResponse(Sql&)> read);
  // Before the end: nothing is begun any more. Waits, some ms, until what is under way has failed.
  void end();

 private:
  struct State;
  const Sql& sql_;
  std::shared_ptr<State> state_;
};

}  // namespace loa::centre
