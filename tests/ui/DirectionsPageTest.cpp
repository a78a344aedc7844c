// Directions: found when asked for, moved along, made by hand; for a VAE and for a GAN.
#include "ui/DirectionsPage.h"

#include "tests/ui/ChildOf.h"
#include "tests/ui/TinyModel.h"
#include "tests/ui/WithLinks.h"
#include "ui/DirectionForm.h"
#include "ui/LatentPoint.h"
#include "ui/LatentSlider.h"

#include <QAbstractButton>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace latentscape;

class DirectionsPageTest : public QObject {
    Q_OBJECT

private slots:
    void aVaesDirectionsAreFoundAndMovedAlong() {
        open(tinyModel());
        m_page->setImages(labelledImages(40));
        QTest::mouseClick(childOf<QAbstractButton>(*m_page, "findDirections"), Qt::LeftButton);
        QTRY_VERIFY(m_page->findChild<LatentSlider*>("direction0"));
        auto* first = childOf<LatentSlider>(*m_page, "direction0");
        QVERIFY(first->accessibleName().contains("PC 1"));
        first->setLatent(2);
        double length = 0;
        for (const float value : m_point.latent()) {
            length += value * value;
        }
        QVERIFY(length > 0);
        m_point.undo();
        QCOMPARE(first->latent(), 0.0F); // it follows the point
        QVERIFY(m_page->findChild<LatentSlider*>("direction1"));
    }

    void towardsAClassIsADirection() {
        open(tinyModel());
        QTest::mouseClick(childOf<QAbstractButton>(*m_page, "findDirections"), Qt::LeftButton);
        const auto has = [this](const QString& name) {
            for (const LatentSlider* slider : m_page->findChildren<LatentSlider*>()) {
                if (slider->accessibleName().contains(name)) {
                    return true;
                }
            }
            return false;
        };
        QTRY_VERIFY(has("heart"));
    }

    void aCollapsedModelHasNone() {
        const ModelConfig model = tinyModel();
        open(model);
        auto collapsed = *tinyWeights(2, model);
        std::ranges::fill(collapsed.values, 0.0F);
        m_model.setWeights(std::make_shared<const Weights>(collapsed));
        QTest::mouseClick(childOf<QAbstractButton>(*m_page, "findDirections"), Qt::LeftButton);
        QTRY_VERIFY(note()->text().contains("same place"));
        QVERIFY(childOf<QAbstractButton>(*m_page, "findDirections")->isEnabled());
    }

    void withoutItsImagesAModelSaysWhy() {
        open(tinyModel());
        m_model.setData({});
        QTest::mouseClick(childOf<QAbstractButton>(*m_page, "findDirections"), Qt::LeftButton);
        QVERIFY(note()->text().contains("no images"));
        QVERIFY(childOf<QAbstractButton>(*m_page, "findDirections")->isEnabled());
    }

    void aGansDirectionsAreThoseOfItsPictures() {
        ModelConfig gan = tinyModel();
        gan.kind = ModelKind::Gan;
        open(gan);
        QTest::mouseClick(childOf<QAbstractButton>(*m_page, "findDirections"), Qt::LeftButton);
        QTRY_VERIFY(m_page->findChild<LatentSlider*>("direction0"));
    }

    void aGansClassesHaveDirectionsToo() {
        ModelConfig gan = tinyModel();
        gan.kind = ModelKind::Gan;
        open(gan);
        m_page->setImages(labelledImages(40));
        QTest::mouseClick(childOf<QAbstractButton>(*m_page, "findDirections"), Qt::LeftButton);
        QTRY_VERIFY(m_page->findChild<LatentSlider*>("direction0"));
        const std::vector<Direction> shown = m_page->shown();
        QVERIFY(std::ranges::any_of(shown, [](const Direction& d) { return d.name == "heart"; }));
    }

    void oneThatWasFoundIsNamedAndKept() {
        open(tinyModel());
        QTest::mouseClick(childOf<QAbstractButton>(*m_page, "findDirections"), Qt::LeftButton);
        QTRY_VERIFY(m_page->findChild<LatentSlider*>("direction0"));
        const Direction found = m_page->shown().front();
        QSignalSpy edits(m_page.get(), &DirectionsPage::edited);
        QTest::mouseClick(childOf<QAbstractButton>(*m_page, "keepDirection"), Qt::LeftButton);
        auto* dialog = childOf<QInputDialog>(*m_page, "directionNameDialog");
        QCOMPARE(dialog->textValue(), QString("PC 1"));
        dialog->setTextValue("longer sleeves");
        dialog->accept();
        QCOMPARE(edits.size(), 1);
        QCOMPARE(m_page->own().front().name, std::string("longer sleeves"));
        QCOMPARE(m_page->own().front().vector, found.vector);
        QCOMPARE(m_page->shown().front().name, std::string("longer sleeves"));
    }

    void oneOfMyOwnIsMadeFromImages() {
        open(tinyModel());
        m_page->setImages(labelledImages(40));
        QSignalSpy edits(m_page.get(), &DirectionsPage::edited);
        auto* form = m_page->findChild<DirectionForm*>();
        form->begin();
        QVERIFY(!childOf<QAbstractButton>(*m_page, "makeDirection")->isEnabled());
        emit form->accepted("brighter", {{5, 6}, {}}, {{0}, {}});
        QTRY_COMPARE(edits.size(), 1);
        QCOMPARE(m_page->own().size(), 1U);
        QVERIFY(childOf<LatentSlider>(*m_page, "direction0")->accessibleName().contains("brighter"));
        QTest::mouseClick(childOf<QAbstractButton>(*m_page, "removeDirection"), Qt::LeftButton);
        QTRY_VERIFY(m_page->own().empty());
        QCOMPARE(edits.size(), 2);
    }

    void picturesOfTheGalleryCanBeChosen() {
        open(tinyModel());
        m_page->setImages(labelledImages(40));
        QImage picture(9, 9, QImage::Format_Grayscale8);
        picture.fill(80);
        m_page->setGallery([&] {
            return std::vector<KeptPicture>{{"up", {0, 2, 0, 0}, 0, 1, picture},
                                            {"down", {0, -2, 0, 0}, 0, 1, picture}};
        });
        QSignalSpy edits(m_page.get(), &DirectionsPage::edited);
        m_page->findChild<DirectionForm*>()->begin();
        childOf<QLineEdit>(*m_page, "directionName")->setText("higher");
        for (const auto& [button, name] : {std::pair{"moreAdd", "up"}, std::pair{"lessAdd", "down"}}) {
            childOf<QAbstractButton>(*m_page, button)->click();
            auto* menu = childOf<QMenu>(*m_page, "directionPictures");
            QCOMPARE(menu->actions().first()->text(), QString("Held-out images..."));
            for (QAction* action : menu->actions()) {
                if (action->text() == QLatin1String(name)) {
                    action->trigger();
                }
            }
            delete menu;
        }
        childOf<QAbstractButton>(*m_page, "makeDirection")->click();
        QTRY_COMPARE(edits.size(), 1);
        QCOMPARE(m_page->own().front().vector, (std::vector<float>{0, 1, 0, 0}));
    }

    void imagesAtOnePlaceMakeNone() {
        open(tinyModel());
        m_page->setImages(tinyImages(40));
        QSignalSpy edits(m_page.get(), &DirectionsPage::edited);
        emit m_page->findChild<DirectionForm*>()->accepted("nothing", {{3}, {}}, {{3}, {}});
        QTRY_VERIFY(childOf<QLabel>(*m_page, "directionProblem")->text().contains("same place"));
        QVERIFY(edits.isEmpty());
    }

    void anotherModelForgetsThem() {
        open(tinyModel());
        QTest::mouseClick(childOf<QAbstractButton>(*m_page, "findDirections"), Qt::LeftButton);
        QTRY_VERIFY(m_page->findChild<LatentSlider*>("direction0"));
        TrainConfig config;
        config.model = tinyModel(2);
        m_model.setRun(config);
        QTRY_VERIFY(!m_page->findChild<LatentSlider*>("direction0"));
    }

private:
    void open(const ModelConfig& model) {
        m_page.reset();
        m_encoded = std::make_unique<EncodedImages>(&m_model);
        m_point.reset(static_cast<int>(model.latent));
        m_page = std::make_unique<WithLinks<DirectionsPage>>(&m_point, m_encoded.get());
        TrainConfig config;
        config.model = model;
        m_model.setRun(config);
        m_model.setData({labelledImages(40), labelledImages(10)});
        m_model.setWeights(tinyWeights(1, model));
        m_page->resize(600, 400);
        m_page->show();
    }

    QLabel* note() const { return childOf<QLabel>(*m_page, "directionsNote"); }

    LatentPoint m_point;
    ExploredModel m_model;
    std::unique_ptr<EncodedImages> m_encoded;
    std::unique_ptr<DirectionsPage> m_page;
};

QTEST_MAIN(DirectionsPageTest)
#include "DirectionsPageTest.moc"
