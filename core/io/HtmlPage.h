// A page that is one file: no script, nothing from elsewhere, and every word escaped. Cards with headings,
// figures, tables and pictures, in the colours of the window, light or dark as the reader's desktop is. Put
// together part by part, from top to bottom; any thread.
#pragma once

#include "core/tensor/Image.h"

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace latentscape {

// For text and for attributes in double quotes. What is no UTF-8 is left as it is: browsers show it as such.
std::string htmlEscaped(std::string_view text);

class HtmlPage {
public:
    struct Figure {
        std::string name;
        std::string value;
        std::string note; // below it, may be empty
    };
    using Row = std::vector<std::string>;
    enum class Align { Left, Right }; // of a table's columns from the third on

    HtmlPage(std::string title, std::string_view subtitle);

    // What follows stands in a card with this heading, beside which there may be a note.
    void beginCard(std::string_view heading, std::string_view note = {});
    void addParagraph(std::string_view text);
    void addFigures(std::span<const Figure> figures);
    // As they come; a header of no names is left out.
    void addTable(const Row& header, std::span<const Row> rows, Align align);
    void addBars(std::span<const std::pair<std::string, double>> values);   // of the largest
    void addPicture(const Image& image, int scale, std::string_view words); // each pixel a square
    // Pictures beside one another as far as there is room, each with a few words below.
    void addPictures(std::span<const std::pair<Image, std::string>> pictures, int scale);
    void addPlot(const std::string& svg, std::string_view words); // as plotSvg() makes it
    void addFolded(std::string_view summary, std::string_view text);

    std::string text(std::string_view footer) const; // the whole page

private:
    void addImage(const Image& image, int scale, std::string_view words);

    std::string m_title;
    std::string m_body;
    bool m_inCard = false;
};

} // namespace latentscape
