// The people who may come in at the centre's page, in its store: all centres on one database have
// the same ones.
#pragma once

#include "centre/store.h"
#include "entrance/people.h"

namespace loa::centre {

// One thread. Blocks on the disk; throws SqlError.
class KeptPeople final : public entrance::PeopleStore {
 public:
  // `store` outlives it.
  explicit KeptPeople(Store& store) : store_(store) {}

  std::vector<entrance::Person> all() const override;  // by name
  std::optional<entrance::Person> find(const std::string& name) const override;
  void put(const entrance::Person& person) override;
  void remove(const std::string& name) override;

 private:
  Store& store_;
};

}  // namespace loa::centre
