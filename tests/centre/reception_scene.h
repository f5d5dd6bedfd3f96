// A centre's reception with all that is behind it, and no sockets before it.
#pragma once

#include <boost/asio/io_context.hpp>

#include "centre/reception.h"
#include "tests/centre/rows.h"

namespace loa::centre::test {

struct ReceptionScene {
  ReceptionScene() : store_(folder_.path() / "centre.db") {}
  explicit ReceptionScene(std::unique_ptr<Sql> sql) : store_(std::move(sql)) {}

  Folder folder_;
  Store store_;
  Config config_;
  Api api_{config_, {"secret", base::SigningKey::generate()}, store_};
  boost::asio::io_context loop_;
  base::Clock clock_{base::ClockTrust::system, {}};
  Reception reception_{loop_, clock_, api_};
};

}  // namespace loa::centre::test
