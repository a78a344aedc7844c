#include "core/io/HtmlPage.h"

#include "core/io/DataUrl.h"
#include "core/io/HtmlStyle.h"

#include <cmath>
#include <cstdio>

namespace latentscape {

namespace {

std::string element(const char* tag, std::string_view text) {
    return std::string("<") + tag + ">" + htmlEscaped(text) + "</" + tag + ">";
}

} // namespace

std::string htmlEscaped(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        switch (c) {
        case '&':
            escaped += "&amp;";
            break;
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        case '"':
            escaped += "&quot;";
            break;
        case '\'':
            escaped += "&#39;";
            break;
        case '\0':
            break; // may not stand in a page
        default:
            escaped += c;
        }
    }
    return escaped;
}

HtmlPage::HtmlPage(std::string title, std::string_view subtitle)
    : m_title(std::move(title))
    , m_body("<header>" + element("h1", m_title) + element("p", subtitle) + "</header>\n") {}

void HtmlPage::beginCard(std::string_view heading, std::string_view note) {
    m_body += m_inCard ? "</section>\n" : "";
    m_inCard = true;
    m_body += "<section><div class=\"head\">" + element("h2", heading);
    m_body += note.empty() ? "" : "<span class=\"note\">" + htmlEscaped(note) + "</span>";
    m_body += "</div>\n";
}

void HtmlPage::addParagraph(std::string_view text) {
    m_body += element("p", text) + "\n";
}

void HtmlPage::addFigures(std::span<const Figure> figures) {
    m_body += "<div class=\"figures\">";
    for (const Figure& figure : figures) {
        m_body += "<div>" + htmlEscaped(figure.name) + element("b", figure.value);
        m_body += "<span class=\"note\">" + htmlEscaped(figure.note) + "</span></div>";
    }
    m_body += "</div>\n";
}

void HtmlPage::addTable(const Row& header, std::span<const Row> rows, Align align) {
    m_body += "<div class=\"scroll\"><table class=\"";
    m_body += align == Align::Right ? "right" : header.empty() ? "pairs" : "";
    m_body += "\">";
    if (!header.empty()) {
        m_body += "<thead><tr>";
        for (const std::string& name : header) {
            m_body += "<th scope=\"col\">" + htmlEscaped(name) + "</th>";
        }
        m_body += "</tr></thead>";
    }
    m_body += "<tbody>\n";
    for (const Row& row : rows) {
        m_body += "<tr>";
        for (const std::string& cell : row) {
            m_body += &cell == &row.front() ? "<th scope=\"row\">" + htmlEscaped(cell) + "</th>"
                                            : element("td", cell);
        }
        m_body += "</tr>\n";
    }
    m_body += "</tbody></table></div>\n";
}

void HtmlPage::addBars(std::span<const std::pair<std::string, double>> values) {
    double largest = 0;
    for (const auto& [name, value] : values) {
        largest = std::isfinite(value) ? std::max(largest, value) : largest;
    }
    m_body += "<div class=\"bars\">\n";
    for (const auto& [name, value] : values) {
        const double share = largest > 0 && std::isfinite(value) ? std::max(0.0, value) / largest : 0;
        char width[48];
        std::snprintf(width, sizeof width, "<i style=\"width:%.1f%%\"></i>", 100 * share);
        char number[40];
        std::snprintf(number, sizeof number, "%.2f", value);
        m_body += element("span", name) + width + element("span", number) + "\n";
    }
    m_body += "</div>\n";
}

void HtmlPage::addImage(const Image& image, int scale, std::string_view words) {
    m_body += "<img width=\"" + std::to_string(image.shape.width * scale) + "\" alt=\"" + htmlEscaped(words) +
              "\" src=\"" + pngDataUrl(image) + "\">";
}

void HtmlPage::addPicture(const Image& image, int scale, std::string_view words) {
    m_body += "<figure>";
    addImage(image, scale, words);
    m_body += "</figure>\n";
}

void HtmlPage::addPictures(std::span<const std::pair<Image, std::string>> pictures, int scale) {
    m_body += "<div class=\"pictures\">\n";
    for (const auto& [image, words] : pictures) {
        m_body += "<figure>";
        addImage(image, scale, words);
        m_body += element("figcaption", words) + "</figure>\n";
    }
    m_body += "</div>\n";
}

void HtmlPage::addPlot(const std::string& svg, std::string_view words) {
    m_body += "<figure role=\"img\" aria-label=\"" + htmlEscaped(words) + "\">" + svg + "</figure>\n";
}

void HtmlPage::addFolded(std::string_view summary, std::string_view text) {
    m_body += "<details>" + element("summary", summary) + element("pre", text) + "</details>\n";
}

// The policy keeps to what is promised: nothing is fetched, nothing is run.
std::string HtmlPage::text(std::string_view footer) const {
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
           "style-src 'unsafe-inline'\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
           element("title", m_title) + "\n<style>" + kHtmlStyle + "</style>\n</head>\n<body>\n<main>\n" +
           m_body + (m_inCard ? "</section>\n" : "") + element("footer", footer) +
           "\n</main>\n</body>\n</html>\n";
}

} // namespace latentscape
