#include "base/loaded_pages.h"

#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace loa::base {
namespace {

using Segments = std::span<const ElfW(Phdr)>;

// The loader tells addresses as numbers.
void* at(std::uintptr_t address) {
  return reinterpret_cast<void*>(address);  // NOLINT(performance-no-int-to-ptr)
}

// Pages of a library that moves its code's addresses when it is loaded are no longer the file's.
bool code_is_moved(std::uintptr_t base, Segments segments) {
  const auto dynamic = std::ranges::find(segments, ElfW(Word){PT_DYNAMIC}, &ElfW(Phdr)::p_type);
  if (dynamic == segments.end()) return false;
  const auto* entry = static_cast<const ElfW(Dyn)*>(at(base + dynamic->p_vaddr));
  for (; entry->d_tag != DT_NULL; ++entry)
    if (entry->d_tag == DT_TEXTREL ||
        (entry->d_tag == DT_FLAGS && (entry->d_un.d_val & DF_TEXTREL) != 0))
      return true;
  return false;
}

void give_back(std::uintptr_t base, const ElfW(Phdr) & segment) {
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  const std::uintptr_t begin = (base + segment.p_vaddr + page - 1) / page * page;
  const std::uintptr_t end = (base + segment.p_vaddr + segment.p_filesz) / page * page;
  if (begin < end) ::madvise(at(begin), end - begin, MADV_DONTNEED);
}

int give_back_all(dl_phdr_info* info, std::size_t, void*) {
  const Segments segments(info->dlpi_phdr, info->dlpi_phnum);
  const std::uintptr_t base = info->dlpi_addr;
  if (code_is_moved(base, segments)) return 0;
  for (const ElfW(Phdr) & segment : segments)
    if (segment.p_type == PT_LOAD && (segment.p_flags & PF_W) == 0) give_back(base, segment);
  return 0;
}

}  // namespace

void give_back_loaded_pages() { ::dl_iterate_phdr(give_back_all, nullptr); }

}  // namespace loa::base
