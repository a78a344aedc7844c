// How one sample grew: from the first to the newest, evenly thinned, of the sample that is followed.
#include "ui/GrowthStrip.h"

#include "ui/ImageStage.h"

#include <QTest>

using namespace latentscape;

class GrowthStripTest : public QObject {
    Q_OBJECT

private slots:
    void showsTheFirstAndTheNewestAndAFewBetween() {
        GrowthStrip strip;
        for (std::uint8_t time = 0; time < 200; ++time) {
            strip.add(samples(time));
            const std::vector<int> shown = pixelsOf(strip);
            QVERIFY(shown.size() <= 17U);
            QCOMPARE(shown.front(), 0);
            QCOMPARE(shown.back(), int{time});
            QVERIFY(std::ranges::is_sorted(shown));
        }
        QVERIFY(pixelsOf(strip).size() > 8U);
    }

    void followsTheSampleThatIsChosen() {
        GrowthStrip strip;
        strip.add(samples(1));
        strip.add(samples(2));
        strip.setSample(1);
        QCOMPARE(pixelsOf(strip), (std::vector<int>{201, 202}));
        strip.setSample(7); // there is none
        QVERIFY(pixelsOf(strip).empty());
    }

    void theNextRunStartsAfresh() {
        GrowthStrip strip;
        strip.add(samples(1));
        strip.clear();
        QVERIFY(pixelsOf(strip).empty());
        strip.add(samples(5));
        QCOMPARE(pixelsOf(strip), (std::vector<int>{5}));
    }

private:
    static GrowthStrip::Samples samples(std::uint8_t time) {
        const auto picture = [](int value) { return Image{{1, 1, 1}, {static_cast<std::uint8_t>(value)}}; };
        return std::make_shared<const std::vector<Image>>(std::vector{picture(time), picture(200 + time)});
    }
    static std::vector<int> pixelsOf(const GrowthStrip& strip) {
        std::vector<int> values;
        for (const Image& image : *strip.findChild<ImageStage*>("growth")->images()) {
            values.push_back(image.pixels[0]);
        }
        return values;
    }
};

QTEST_MAIN(GrowthStripTest)
#include "GrowthStripTest.moc"
