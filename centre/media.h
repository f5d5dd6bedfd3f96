// The audio files that signed weeks name, by their content: given to the centre by its
// administrator, fetched by stations.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string_view>

#include "base/content_store.h"
#include "centre/intake.h"
#include "protocol/http.h"

namespace loa::centre {

// For the record: media are refused where less would be left on the disk.
inline constexpr std::uint64_t kKeepFree = 256UL * 1024 * 1024;
// Those that no bundle names any more go after this.
inline constexpr std::chrono::hours kKeepUnnamed{24 * 30};

// What a file's hash follows in the paths of those who fetch it.
inline constexpr std::string_view kMediaPrefix = "/v1/media/";

// GET /v1/media/HASH, or a part of it.
protocol::HttpResponse media_answer(const base::ContentStore& store, std::string_view hash,
                                    const protocol::HttpRequest& request);

// One thread. Blocks on the disk; throws std::system_error where that refuses, but for a full one
// (507).
class Media {
 public:
  // `folder` need not be there.
  explicit Media(std::filesystem::path folder) : store_(std::move(folder)) {}

  // POST /v1/admin/media/lacking: {"media":["HASH"...]} → {"lacking":[{"sha256":"HASH",
  // "begun":N}...]}, N how much of it is there.
  protocol::HttpResponse lacking(const std::string& body) const;
  // POST /v1/admin/media/HASH?offset=N&bytes=M: a piece of a file of M bytes. Answers how much of
  // it is there, {"bytes":N}; 409 with the same where the piece is not the next one. With the last
  // one all of it is read and hashed, later: 422 where it is not of that hash; who sends more of it
  // meanwhile is to come again (503).
  Outcome take(std::string_view hash, const protocol::HttpRequest& request);
  protocol::HttpResponse give(std::string_view hash, const protocol::HttpRequest& request) const {
    return media_answer(store_, hash, request);
  }
  // Removes what is older than kKeepUnnamed and not in `named`. What the disk refuses is left for
  // the next time.
  void tidy(const std::set<base::Sha256>& named, base::Wall now) const;

 private:
  Outcome take_piece(const base::Sha256& hash, const std::string& piece, std::uint64_t offset,
                     std::uint64_t bytes);
  Later finish(const base::Sha256& hash, std::uint64_t bytes);

  base::ContentStore store_;
  std::map<base::Sha256, std::weak_ptr<void>> finishing_;  // as long as that lasts
};

}  // namespace loa::centre
