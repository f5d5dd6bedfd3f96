// Answers of a first start that lie on a card's boot partition, where any computer can write them.
#pragma once

#include <filesystem>

namespace loa::daemon {

// Takes the answers of the file, if it is there, into the configuration (as take_answers() does),
// and renames it to FILE.done; where they cannot be taken, to FILE.failed, with the reason in
// FILE.failed.txt, and the configuration stays as it was. Files that the answers name (trust,
// policy, commandOtp) by a mere name, and which lie beside them, are copied beside the
// configuration once everything else is found good, and just before it is written. Throws
// std::system_error where the machine refuses (its disk is full, or may not be written): then the
// answers stay, for another time. Blocks.
void take_answers_once(const std::filesystem::path& config, const std::filesystem::path& answers);

}  // namespace loa::daemon
