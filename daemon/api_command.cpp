// A live command: signed, so whoever brings it needs no right of his own.
#include "daemon/api_body.h"

namespace loa::daemon::routes {

void take_command(Context& context, const Request& request, const Reply& reply) {
  context.commands.take(request.body, caller(request), [reply](const base::Problems& problems) {
    reply(problems.empty() ? done() : refused(problems));
  });
}

}  // namespace loa::daemon::routes
