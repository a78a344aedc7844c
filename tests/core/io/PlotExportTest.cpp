#include "core/io/PlotExport.h"

#include "TemporaryFolder.h"

#include <cmath>
#include <limits>
#include <QImage>

namespace latentscape {
namespace {

int countColour(const QImage& image, QRgb colour) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            count += image.pixel(x, y) == colour ? 1 : 0;
        }
    }
    return count;
}

QImage plot(const std::vector<Curve>& curves, XAxis axis = XAxis::Linear) {
    const TemporaryFolder folder;
    savePlot(folder / "p.png", {"Losses", "epoch", {{curves}}, axis});
    return QImage(QString::fromStdString((folder / "p.png").string()));
}

TEST(PlotExportTest, DrawsLinesInTheirColours) {
    Curve total{"total", 0x1d1f21, {}, {}, false};
    Curve kl{"KL", 0xc2550a, {}, {}, true};
    for (int i = 0; i < 200'000; ++i) {
        total.x.push_back(i / 20'000.0);
        total.y.push_back(105 + 400 * std::exp(-i / 4000.0) + std::sin(i * 12.9898) * 4);
        kl.x.push_back(i / 20'000.0);
        kl.y.push_back(25 - 25 * std::exp(-i / 4000.0));
    }
    const QImage image = plot({total, kl});
    ASSERT_FALSE(image.isNull());
    EXPECT_GT(countColour(image, qRgb(0x1d, 0x1f, 0x21)), 1000);
    EXPECT_GT(countColour(image, qRgb(0xc2, 0x55, 0x0a)), 500);
    EXPECT_EQ(image.pixel(0, 0), qRgb(255, 255, 255));
}

// A curve straight in log x leaves as much ink left of the middle as right of it; on a linear axis most of
// its points lie at the very left.
TEST(PlotExportTest, ALogarithmicAxisSpreadsPowersOfTen) {
    Curve curve{"", 0xc2550a, {}, {}, false};
    for (int i = 0; i <= 60; ++i) {
        curve.x.push_back(std::pow(10.0, -6 + i / 10.0));
        curve.y.push_back(i);
    }
    const QImage image = plot({curve}, XAxis::Logarithmic);
    const QRgb colour = qRgb(0xc2, 0x55, 0x0a);
    const int left = countColour(image.copy(0, 0, image.width() / 2, image.height()), colour);
    const int right =
        countColour(image.copy(image.width() / 2, 0, image.width() / 2, image.height()), colour);
    EXPECT_GT(left, 500);
    EXPECT_GT(right, 500);
    EXPECT_NEAR(left, right, 0.2 * left); // margins differ a little
    EXPECT_FALSE(plot({{"gaps", 0, {-1, 0, 1, 2}, {1, 2, 3, 4}, false}}, XAxis::Logarithmic).isNull());
    EXPECT_FALSE(plot({{"one", 0, {1}, {5}, false}}, XAxis::Logarithmic).isNull());
    EXPECT_FALSE(plot({}, XAxis::Logarithmic).isNull());
}

const Plot kTwoPanels{"Losses & more",
                      "epoch",
                      {{{{"first", 0x0072b2, {0, 1, 2}, {3, 2, 1}, false}}, 2.6, {}},
                       {{{"second", 0xc2550a, {0, 1, 2}, {0.1, 0.2, 0.9}, true}}, 1, std::pair(0.0, 1.0)}}};

TEST(PlotExportTest, TheEndingDecidesOnTheFormat) {
    const TemporaryFolder folder;
    for (const char* name : {"p.png", "p.SVG", "p.pdf"}) {
        savePlot(folder / name, kTwoPanels);
    }
    EXPECT_TRUE(readBytes(folder / "p.png").starts_with("\x89PNG"));
    EXPECT_TRUE(readBytes(folder / "p.pdf").starts_with("%PDF-1."));
    const std::string svg = readBytes(folder / "p.SVG");
    EXPECT_TRUE(svg.starts_with("<?xml"));
    EXPECT_NE(svg.find(">Losses &amp; more<"), svg.npos);
    EXPECT_NE(svg.find("viewBox=\"0 0 1600 900\""), svg.npos);
    for (const char* part : {"#0072b2", "#c2550a", ">first<", ">second<", ">epoch<"}) {
        EXPECT_NE(svg.find(part), svg.npos) << part; // lines and words, no picture of them
    }
    EXPECT_EQ(svg.find("<image"), svg.npos);
    messageOf(ErrorKind::Usage, [&] { savePlot(folder / "p.gif", kTwoPanels); });
    messageOf(ErrorKind::Usage, [&] { savePlot(folder / "p", kTwoPanels); });
    messageOf(ErrorKind::Io, [&] { savePlot(folder / "no" / "p.pdf", kTwoPanels); });
}

TEST(PlotExportTest, APageTakesTheElementAlone) {
    const std::string svg = plotSvg(kTwoPanels);
    EXPECT_TRUE(svg.starts_with("<svg"));
    const std::string tag = svg.substr(0, svg.find('>'));
    EXPECT_NE(tag.find("viewBox"), tag.npos);
    EXPECT_EQ(tag.find("width="), tag.npos);
    EXPECT_EQ(tag.find("height="), tag.npos);
}

TEST(PlotExportTest, PanelsLieOneBelowTheOther) {
    const TemporaryFolder folder;
    savePlot(folder / "p.png", kTwoPanels);
    const QImage image(QString::fromStdString((folder / "p.png").string()));
    const QImage upper = image.copy(0, 0, image.width(), 600);
    const QImage lower = image.copy(0, 640, image.width(), 260);
    EXPECT_GT(countColour(upper, qRgb(0x00, 0x72, 0xb2)), 300);
    EXPECT_EQ(countColour(lower, qRgb(0x00, 0x72, 0xb2)), 0);
    EXPECT_GT(countColour(lower, qRgb(0xc2, 0x55, 0x0a)), 100);
    EXPECT_EQ(countColour(upper, qRgb(0xc2, 0x55, 0x0a)), 0);
}

TEST(PlotExportTest, OddCurvesAreDrawnToo) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinity = std::numeric_limits<double>::infinity();
    EXPECT_FALSE(plot({}).isNull());
    EXPECT_FALSE(plot({{"empty", 0, {}, {}, false}}).isNull());
    EXPECT_FALSE(plot({{"one", 0, {1}, {5}, false}}).isNull());
    EXPECT_FALSE(plot({{"flat", 0, {1, 2, 3}, {0, 0, 0}, true}}).isNull());
    EXPECT_FALSE(plot({{"gaps", 0, {1, 2, 3, 4, 5}, {nan, 1, infinity, 2, nan}, false}}).isNull());
    EXPECT_FALSE(plot({{"huge", 0, {1, 2, 3}, {1e300, -1e300, 1e-300}, false}}).isNull());
    EXPECT_FALSE(plot({{"one x", 0, {1, 1, 1}, {1, 2, 3}, false}}).isNull());
    messageOf(ErrorKind::Usage, [] { plot({{"uneven", 0, {1, 2}, {1}, false}}); });
}

} // namespace
} // namespace latentscape
