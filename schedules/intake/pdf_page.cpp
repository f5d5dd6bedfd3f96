#include "schedules/intake/pdf_page.h"

#include <cairo-ft.h>
#include <cairo-pdf.h>
#include <fmt/format.h>

#include <stdexcept>

#include "base/unicode.h"

namespace loa::schedules::intake {
namespace {

constexpr const char* kPlain = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
constexpr const char* kBold = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf";

cairo_status_t append(void* bytes, const unsigned char* data, unsigned length) {
  static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

// FreeType's library must outlive its faces, and these cairo's, which live until the last user is
// gone: so each of cairo's faces owns the other two.
struct FreeTypeFace {
  FT_Library library = nullptr;
  FT_Face face = nullptr;
  ~FreeTypeFace() {
    if (face != nullptr) FT_Done_Face(face);
    if (library != nullptr) FT_Done_FreeType(library);
  }
};
cairo_user_data_key_t owner_key;

cairo_font_face_t* load(const char* path) {
  auto own = std::make_unique<FreeTypeFace>();
  if (FT_Init_FreeType(&own->library) != 0 || FT_New_Face(own->library, path, 0, &own->face) != 0) {
    throw std::runtime_error(fmt::format("cannot read {}: install fonts-dejavu-core", path));
  }
  cairo_font_face_t* face = cairo_ft_font_face_create_for_ft_face(own->face, 0);
  const auto destroy = [](void* owner) { delete static_cast<FreeTypeFace*>(owner); };
  if (cairo_font_face_set_user_data(face, &owner_key, own.get(), destroy) == CAIRO_STATUS_SUCCESS) {
    static_cast<void>(own.release());
  }
  return face;
}

using Face = std::unique_ptr<cairo_font_face_t, decltype(&cairo_font_face_destroy)>;
using Surface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;
using Drawing = std::unique_ptr<cairo_t, decltype(&cairo_destroy)>;

}  // namespace

struct PdfPages::Impl {
  std::string bytes;
  Face plain{load(kPlain), cairo_font_face_destroy};
  Face bold{load(kBold), cairo_font_face_destroy};
  Surface surface{cairo_pdf_surface_create_for_stream(append, &bytes, kWidth, kHeight),
                  cairo_surface_destroy};
  Drawing context{cairo_create(surface.get()), cairo_destroy};

  cairo_t* with_font(double size, bool is_bold) const {
    cairo_set_font_face(context.get(), is_bold ? bold.get() : plain.get());
    cairo_set_font_size(context.get(), size);
    return context.get();
  }
};

PdfPages::PdfPages(const std::string& title, const std::string& date)
    : impl_(std::make_unique<Impl>()) {
  auto* surface = impl_->surface.get();
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Loa");
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                 (date + "T00:00:00Z").c_str());
  cairo_set_line_width(impl_->context.get(), 0.5);
}

PdfPages::~PdfPages() = default;

void PdfPages::next_page() { cairo_show_page(impl_->context.get()); }

void PdfPages::fill(double x, double y, double width, double height, Colour colour) {
  auto* context = impl_->context.get();
  cairo_set_source_rgb(context, colour.red, colour.green, colour.blue);
  cairo_rectangle(context, x, y, width, height);
  cairo_fill(context);
}

void PdfPages::frame(double x, double y, double width, double height) {
  auto* context = impl_->context.get();
  cairo_set_source_rgb(context, 0.45, 0.45, 0.45);
  cairo_rectangle(context, x, y, width, height);
  cairo_stroke(context);
}

void PdfPages::text(double x, double y, const std::string& text, double size, bool bold,
                    Colour colour) {
  auto* context = impl_->with_font(size, bold);
  cairo_set_source_rgb(context, colour.red, colour.green, colour.blue);
  cairo_move_to(context, x, y);
  cairo_show_text(context, text.c_str());
}

void PdfPages::centred(double x, double y, double width, const std::string& text, double size,
                       bool bold) {
  this->text(x + (width - width_of(text, size, bold)) / 2, y, text, size, bold);
}

double PdfPages::width_of(const std::string& text, double size, bool bold) {
  cairo_text_extents_t extents;
  cairo_text_extents(impl_->with_font(size, bold), text.c_str(), &extents);
  return extents.x_advance;
}

std::vector<std::string> PdfPages::lines_of(const std::string& text, double width, double size,
                                            bool bold) {
  std::vector<std::string> lines;
  std::string line;
  std::size_t space = 0;  // where the line may be broken: after this many bytes
  for (std::size_t at = 0; at < text.size();) {
    const std::string letter(base::first_characters(std::string_view(text).substr(at), 1));
    at += letter.size();
    if (letter == "\n") {
      lines.push_back(line);
      line.clear();
      space = 0;
      continue;
    }
    if (!line.empty() && width_of(line + letter, size, bold) > width) {
      const auto cut = letter == " " || space == 0 ? line.size() : space;
      lines.push_back(line.substr(0, cut));
      line.erase(0, cut);
      if (line.starts_with(' ')) line.erase(0, 1);
      space = 0;
      if (letter == " ") continue;
    }
    if (letter == " ") space = line.size();
    line += letter;
  }
  if (!line.empty() || lines.empty()) lines.push_back(line);
  return lines;
}

std::string PdfPages::finish() {
  cairo_surface_finish(impl_->surface.get());
  const auto status = cairo_surface_status(impl_->surface.get());
  if (status != CAIRO_STATUS_SUCCESS || impl_->bytes.empty()) {
    throw std::runtime_error(std::string("cannot make a PDF: ") + cairo_status_to_string(status));
  }
  return std::move(impl_->bytes);
}

}  // namespace loa::schedules::intake
