// Who comes in at the centre's page, and who says who may: by HTTP.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "centre/acts.h"
#include "centre/intake.h"
#include "centre/kept_people.h"
#include "entrance/front_desk.h"
#include "entrance/ration.h"

namespace loa::centre {

// One thread, the loop's. Blocks on the disk, not on passwords; throws SqlError.
class PeopleDesk {
 public:
  // What outlives it: `store`, `acts`. `secure`: the page is reached by HTTPS alone, and so is its
  // cookie. `clock` and `post`: entrance::FrontDesk's.
  PeopleDesk(Store& store, Acts& acts, bool secure, std::function<base::Now()> clock,
             std::function<void(std::function<void()>)> post);

  // Whether somebody may come in by name. Where nobody may, the page is as it is without people.
  bool any() const { return !people_.all().empty(); }
  // Whether some of them approve weeks: then only what they have approved goes out.
  bool has_approver() const { return entrance::has_approver(people_); }
  // Whose session the request's cookie is of; nothing for a stranger, and for a POST without the
  // header X-Loa, which no page from elsewhere can send.
  std::optional<entrance::Caller> who(const protocol::HttpRequest& request);

  // GET /v1/session.
  protocol::HttpResponse session(const std::string& title,
                                 const std::optional<entrance::Caller>& caller) const;
  // POST /v1/login, /v1/logout, /v1/code, /v1/password; nothing if it is for something else.
  std::optional<Outcome> come_in(const protocol::HttpRequest& request);
  // POST /v1/admin/people, and of these /add, /change, /remove: `what` is "" or the last word. Who
  // asks has the right, and `act` says who it is.
  Outcome administer(const std::string& what, const protocol::HttpRequest& request, const Act& act);

 private:
  using Reply = protocol::HttpReply;
  Outcome log_in(const protocol::HttpRequest& request);
  Outcome use_code(const protocol::HttpRequest& request);
  Outcome change_password(const protocol::HttpRequest& request);
  protocol::HttpResponse log_out(const protocol::HttpRequest& request);
  protocol::HttpResponse list() const;
  Outcome add(const protocol::HttpRequest& request, const Act& act);
  Outcome change(const protocol::HttpRequest& request, const Act& act);
  protocol::HttpResponse remove(const protocol::HttpRequest& request, const Act& act);
  // Keeps the person, with a new code or as they are.
  Outcome keep(const entrance::Person& person, bool code, const Act& act);
  entrance::FrontDesk::Admitted to_admit(const protocol::HttpRequest& request,
                                         const std::string& what, const std::string& name,
                                         const Reply& reply);
  entrance::FrontDesk::Admitted to_answer(const Act& act, const Reply& reply);
  // Nothing is told to anybody where the record refuses: what it is about has been done.
  void note(const Act& act, int status);

  KeptPeople people_;
  Acts& acts_;
  const bool secure_;
  const std::function<base::Now()> clock_;
  entrance::FrontDesk desk_;
  // Of refused strangers, in an hour: they must not fill the disk.
  entrance::Ration refused_{60};
};

}  // namespace loa::centre
