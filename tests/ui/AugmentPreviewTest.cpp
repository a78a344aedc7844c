// What the window shows of the changes to training images: originals above, the same changed below.
#include "ui/AugmentPreview.h"
#include "core/data/DataSource.h"
#include "ui/ImageStage.h"

#include <QTest>

#include <algorithm>

using namespace latentscape;

class AugmentPreviewTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_preview = std::make_unique<AugmentPreview>();
        m_preview->setData(loadData("shapes", {.limit = 50}).train);
        m_preview->show();
        QTRY_VERIFY(images());
    }
    void cleanup() { m_preview.reset(); }

    void withoutChangesBothRowsAreAlike() {
        QCOMPARE(images()->size(), std::size_t{16});
        for (std::size_t i = 0; i < 8; ++i) {
            QCOMPARE(images()->at(i).pixels, images()->at(i + 8).pixels);
        }
    }

    void showsTheImagesAsTrainingWillSeeThem() {
        TrainConfig config;
        config.augment = augmentFromText("shift=4,rotate=40");
        config.seed = 7;
        m_preview->setConfig(config);
        const auto data = loadData("shapes", {.limit = 50}).train;
        Image expected = data->image(3);
        augment(data->pixels(3), data->shape(), config.augment, augmentRandom(7, 0, 3), expected.pixels);
        QTRY_COMPARE(images()->at(11).pixels, expected.pixels);
        m_preview->drawAgain();
        QTRY_VERIFY(images()->at(11).pixels != expected.pixels);
        QCOMPARE(images()->at(3).pixels, data->image(3).pixels);
        config.binarise = Binarise::Dynamic;
        m_preview->setConfig(config);
        const auto isBlackAndWhite = [this] {
            return std::ranges::all_of(images()->at(11).pixels, [](int p) { return p == 0 || p == 255; });
        };
        QTRY_VERIFY(isBlackAndWhite());
    }

private:
    std::shared_ptr<const std::vector<Image>> images() const {
        return m_preview->findChild<ImageStage*>("augmentPreview")->images();
    }

    std::unique_ptr<AugmentPreview> m_preview;
};

QTEST_MAIN(AugmentPreviewTest)
#include "AugmentPreviewTest.moc"
