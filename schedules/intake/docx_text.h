// The text of a Word document as a reader sees it: with what tracked changes put in, without what
// they struck out, without hidden text and field codes.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <vector>

namespace loa::schedules::intake {

// The elements right inside `node`, seen through what only wraps them (w:ins, w:sdt,
// w:hyperlink...) and without what was struck out (w:del, w:moveFrom).
std::vector<pugi::xml_node> shown_children(pugi::xml_node node);

// Of a w:p: '\t' for a tab, '\n' for a line break in the paragraph.
std::string paragraph_text(pugi::xml_node paragraph);

// Whether the end of the w:p is struck out, so that the next one is its continuation.
bool runs_into_next(pugi::xml_node paragraph);

}  // namespace loa::schedules::intake
