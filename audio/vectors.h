// Loops over samples, four at a time or as many as the processor can.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>

// Before a function: on x86-64 a second version of it, for processors with AVX2 and FMA, is chosen
// when the program starts. Elsewhere, and beside sanitizers, there is one. Sums may then differ in
// the last bit from machine to machine. What the function calls must be inline.
#if defined(__x86_64__) && defined(__OPTIMIZE__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define LOA_WIDE __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define LOA_WIDE
#endif

namespace loa::audio {

// Every processor of ours has these, or its compiler takes them apart.
using FourFloats = float __attribute__((vector_size(16)));

// From anywhere: `at` need not be aligned.
inline FourFloats load_four(const float* at) {
  FourFloats four;
  std::memcpy(&four, at, sizeof four);
  return four;
}
inline void store_four(FourFloats four, float* at) { std::memcpy(at, &four, sizeof four); }

// Of each.
inline FourFloats magnitude(FourFloats four) {
  using Bits = std::int32_t __attribute__((vector_size(16)));
  Bits bits;
  std::memcpy(&bits, &four, sizeof four);
  bits &= 0x7FFFFFFF;
  std::memcpy(&four, &bits, sizeof four);
  return four;
}
// Of each pair; of numbers.
inline FourFloats greater(FourFloats one, FourFloats other) { return one > other ? one : other; }
inline float greatest(FourFloats four) {
  return std::max(std::max(four[0], four[1]), std::max(four[2], four[3]));
}

}  // namespace loa::audio
