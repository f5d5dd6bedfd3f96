// Rows as an honest station chains them, and what tests of the centre share.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/crypto.h"
#include "protocol/http.h"
#include "protocol/messages.h"

namespace loa::centre {
class Api;
}

namespace loa::centre::test {

// A folder that is gone with this.
class Folder {
 public:
  Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder();
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

base::Now at(std::int64_t seconds);

// Rows 1 to `count` of an epoch.
std::vector<journal::Row> chain(const std::string& station, std::size_t count,
                                std::uint64_t epoch = 1);
// Gives a changed row its right hash again.
journal::Row sealed(journal::Row row);
// Rows `first` to `last` of `rows` (by seq), as a batch.
protocol::JournalBatch batch(const std::vector<journal::Row>& rows, std::uint64_t first,
                             std::uint64_t last, bool lost_before = false);

// Of a request that is not held. What would be done later is done now.
protocol::HttpResponse answer_of(Api& api, const protocol::HttpRequest& request,
                                 const base::Now& now);
// A POST with the station's signature.
protocol::HttpRequest signed_post(const base::SigningKey& key, const std::string& path,
                                  const std::string& body);
std::string base64(const base::SigningKey& key);
std::string id_of(const base::SigningKey& key);

}  // namespace loa::centre::test
