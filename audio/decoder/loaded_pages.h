// The memory of what loading the program touched.
#pragma once

namespace loa::audio {

// Unmaps the pages of program and libraries that can be read from their files again: those that are
// needed come back one by one. libav brings 140 libraries with it, most of which decoding never
// comes to; what their loading and beginning touched is three quarters of the decoder's memory.
// Takes about a millisecond; does not fail.
void give_back_loaded_pages();

}  // namespace loa::audio
