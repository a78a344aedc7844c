// Strips along the most telling dimensions: the latents they ask for, the pictures they take, and a click
// that goes there.
#include "ui/TraversalPanel.h"

#include "ui/ImageStage.h"

#include <QSignalSpy>
#include <QTest>

#include <numeric>

using namespace latentscape;

class TraversalPanelTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_panel = std::make_unique<TraversalPanel>();
        m_panel->resize(500, 200);
        m_panel->setModel({1, 28, 28}, dimensions({2, 0, 1}, 3));
        m_panel->show();
    }
    void cleanup() { m_panel.reset(); }

    void asksForOneDimensionAfterAnother() {
        QCOMPARE(names(), (QStringList{"z2", "z0", "z1"}));
        const std::vector<float> latents = m_panel->latentsAround({0.1F, 0.2F, 0.3F});
        QCOMPARE(latents.size(), static_cast<std::size_t>(3 * TraversalPanel::kSteps * 3));
        // The first strip: z2 from -3 to 3, the others as they are.
        QCOMPARE(latents[0], 0.1F);
        QCOMPARE(latents[1], 0.2F);
        QCOMPARE(latents[2], -3.0F);
        const std::size_t last = (TraversalPanel::kSteps - 1) * 3;
        QCOMPARE(latents[last], 0.1F);
        QCOMPARE(latents[last + 2], 3.0F);
        const std::size_t second = TraversalPanel::kSteps * 3;
        QCOMPARE(latents[second], -3.0F); // z0
        QCOMPARE(latents[second + 2], 0.3F);
    }

    void asManyStripsAsThereIsRoomFor() {
        QSignalSpy wanted(m_panel.get(), &TraversalPanel::stripsChanged);
        m_panel->resize(500, 80);
        QCOMPARE(names(), (QStringList{"z2", "z0"}));
        QCOMPARE(wanted.size(), 1);
        m_panel->resize(1200, 80);
        QCOMPARE(m_panel->shownAxes().size(), 3U);
        m_panel->resize(10, 10);
        QVERIFY(m_panel->latentsAround({0, 0, 0}).empty() || !m_panel->shownAxes().empty());
        m_panel->setModel({}, {});
        QVERIFY(m_panel->latentsAround({}).empty());
        QVERIFY(!m_panel->grab().isNull());
    }

    void sixStripsOfPicturesOf32PixelsStandInTheUsualWindow() {
        std::vector<int> all(64);
        std::iota(all.begin(), all.end(), 0);
        m_panel->resize(957, 116);
        m_panel->setModel({3, 32, 32}, dimensions(all, 64));
        QCOMPARE(m_panel->shownAxes().size(), 6U);
    }

    void takesItsPicturesAndMarksThePoint() {
        m_panel->setImages(pictures(5)); // of other strips
        QVERIFY(!strip(0)->images());
        m_panel->setImages(pictures(3 * TraversalPanel::kSteps));
        QCOMPARE(strip(0)->shownCount(), TraversalPanel::kSteps);
        QCOMPARE(strip(1)->images()->front().pixels[0], TraversalPanel::kSteps);
        m_panel->markPoint({3, 9, 0.2F});
        QCOMPARE(strip(0)->current(), 6);  // z2: nearest to 0
        QCOMPARE(strip(1)->current(), 12); // z0
        QCOMPARE(strip(2)->current(), -1); // z1: beyond the strip
    }

    void aClickGoesThere() {
        m_panel->setImages(pictures(3 * TraversalPanel::kSteps));
        QSignalSpy picked(m_panel.get(), &TraversalPanel::positionPicked);
        QTest::mouseClick(strip(1), Qt::LeftButton, {}, strip(1)->imageRect(4).center().toPoint());
        QCOMPARE(picked[0][0].value<Direction>().name, std::string("z0"));
        QCOMPARE(picked.takeFirst()[1].toFloat(), -1.0F);
        QTest::keyClick(strip(1), Qt::Key_Right);
        QTest::keyClick(strip(1), Qt::Key_Return);
        QCOMPARE(picked.takeFirst()[1].toFloat(), -0.5F);
        QVERIFY(strip(1)->accessibleName().contains("z0"));
    }

    void alongADirectionWithItsName() {
        const Direction both{"longer sleeves", {0.6F, 0.8F, 0}, 2};
        m_panel->setModel({1, 28, 28}, {both});
        QCOMPARE(names(), QStringList{"longer sleeves"});
        const std::vector<float> latents = m_panel->latentsAround({0, 0, 5});
        QCOMPARE(latents[0], -3.6F); // three standard deviations of 2, across it as it was
        QCOMPARE(latents[1], -4.8F);
        QCOMPARE(latents[2], 5.0F);
        QVERIFY(strip(0)->accessibleName().contains("longer sleeves"));
    }

private:
    static std::vector<Direction> dimensions(const std::vector<int>& sequence, std::size_t latent) {
        std::vector<Direction> axes;
        for (const int dimension : sequence) {
            axes.push_back(directionOfDimension(dimension, latent));
        }
        return axes;
    }
    QStringList names() const {
        QStringList names;
        for (const Direction& axis : m_panel->shownAxes()) {
            names.append(QString::fromStdString(axis.name));
        }
        return names;
    }
    ImageStage* strip(int i) const { return m_panel->findChild<ImageStage*>(QString("strip%1").arg(i)); }
    static std::shared_ptr<const std::vector<Image>> pictures(int count) {
        auto images = std::make_shared<std::vector<Image>>();
        for (int i = 0; i < count; ++i) {
            images->push_back({{1, 28, 28}, std::vector<std::uint8_t>(784, static_cast<std::uint8_t>(i))});
        }
        return images;
    }

    std::unique_ptr<TraversalPanel> m_panel;
};

QTEST_MAIN(TraversalPanelTest)
#include "TraversalPanelTest.moc"
