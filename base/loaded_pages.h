// The memory of what loading the program touched.
#pragma once

namespace loa::base {

// Unmaps the pages of program and libraries that can be read from their files again: those that are
// needed come back one by one, as a rule without the disk, since the kernel keeps them as long as
// nothing else wants the room. What only loading or a rare task touched stays away: three quarters
// of a decoder's memory, a third of a resting station's. Any thread; takes about a millisecond;
// does not fail.
void give_back_loaded_pages();

}  // namespace loa::base
