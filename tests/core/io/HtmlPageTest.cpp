#include "core/io/HtmlPage.h"

#include "core/io/DataUrl.h"
#include "TemporaryFolder.h"

#include <limits>
#include <QByteArray>
#include <QImage>

namespace latentscape {
namespace {

TEST(HtmlPageTest, EveryWordIsEscaped) {
    EXPECT_EQ(htmlEscaped("<b>\"R&D\" 'x'</b>"), "&lt;b&gt;&quot;R&amp;D&quot; &#39;x&#39;&lt;/b&gt;");
    EXPECT_EQ(htmlEscaped(std::string("a\0b", 3)), "ab");
    EXPECT_EQ(htmlEscaped("β ≥ 1"), "β ≥ 1");
    const std::string evil = "<script>alert(1)</script>";
    HtmlPage page(evil, evil);
    page.beginCard(evil, evil);
    page.addParagraph(evil);
    page.addFigures(std::vector<HtmlPage::Figure>{{evil, evil, evil}});
    page.addTable({evil}, std::vector<HtmlPage::Row>{{evil, evil}}, HtmlPage::Align::Left);
    page.addBars(std::vector<std::pair<std::string, double>>{{evil, 1}});
    const Image image{{1, 1, 1}, {7}};
    page.addPicture(image, 1, "\"" + evil);
    page.addPictures(std::vector<std::pair<Image, std::string>>{{image, evil}}, 1);
    page.addPlot("<svg></svg>", "\"" + evil);
    page.addFolded(evil, evil);
    const std::string text = page.text(evil);
    EXPECT_EQ(text.find("<script"), text.npos);
    EXPECT_EQ(text.find("=\"\"&lt;"), text.npos); // no attribute ends early
    EXPECT_NE(text.find("&lt;script&gt;"), text.npos);
}

TEST(HtmlPageTest, IsWholeAndFetchesNothing) {
    HtmlPage page("A run", "in words");
    page.beginCard("One");
    page.beginCard("Two");
    const std::string text = page.text("the end");
    EXPECT_TRUE(text.starts_with("<!DOCTYPE html>"));
    EXPECT_NE(text.find("default-src 'none'"), text.npos);
    EXPECT_NE(text.find("prefers-color-scheme: dark"), text.npos);
    for (const char* elsewhere : {"http://", "https://", "url(", "@import", "<link", "<script", "<iframe"}) {
        EXPECT_EQ(text.find(elsewhere), text.npos) << elsewhere;
    }
    const auto count = [&](const std::string& part) {
        int times = 0;
        for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) {
            ++times;
        }
        return times;
    };
    EXPECT_EQ(count("<section>"), 2);
    EXPECT_EQ(count("</section>"), 2);
}

TEST(HtmlPageTest, BarsKeepToTheirRoom) {
    HtmlPage page("", "");
    page.addBars(std::vector<std::pair<std::string, double>>{
        {"a", 2}, {"b", 1}, {"c", 0}, {"d", -1}, {"e", std::numeric_limits<double>::quiet_NaN()}});
    const std::string text = page.text("");
    EXPECT_NE(text.find("width:100.0%"), text.npos);
    EXPECT_NE(text.find("width:50.0%"), text.npos);
    EXPECT_EQ(text.find("width:nan"), text.npos);
    EXPECT_EQ(text.find("width:-"), text.npos);
}

// RFC 4648, section 10.
TEST(DataUrlTest, Base64) {
    const auto of = [](const std::string& text) { return base64(std::as_bytes(std::span(text))); };
    EXPECT_EQ(of(""), "");
    EXPECT_EQ(of("f"), "Zg==");
    EXPECT_EQ(of("fo"), "Zm8=");
    EXPECT_EQ(of("foobar"), "Zm9vYmFy");
}

TEST(DataUrlTest, APictureComesBackAsItWas) {
    const Image image{{3, 2, 1}, {1, 2, 3, 250, 251, 252}};
    const std::string url = pngDataUrl(image);
    const std::string start = "data:image/png;base64,";
    ASSERT_TRUE(url.starts_with(start));
    const QImage read =
        QImage::fromData(QByteArray::fromBase64(QByteArray::fromStdString(url.substr(start.size()))), "PNG");
    EXPECT_EQ(read.size(), QSize(1, 2));
    EXPECT_EQ(read.pixel(0, 1), qRgb(250, 251, 252));
    messageOf(ErrorKind::Usage, [] { pngDataUrl({}); });
    messageOf(ErrorKind::Usage, [] { pngDataUrl({{1, 2, 2}, {1, 2, 3}}); });
}

} // namespace
} // namespace latentscape
