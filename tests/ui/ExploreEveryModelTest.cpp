// Explore with every kind of model: each panel shows a result, or says why there is none.
#include "tests/ui/EveryModelFixture.h"
#include "ui/ChoiceLink.h"
#include "ui/DrawCanvas.h"
#include "ui/ExploreView.h"
#include "ui/ImageStage.h"
#include "ui/LatentPoint.h"
#include "ui/LatentSlider.h"
#include "ui/LatentSliderGrid.h"
#include "ui/MapPlot.h"
#include "ui/PictureList.h"

#include <QCheckBox>
#include <QImageReader>
#include <QLabel>
#include <QMenu>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSlider>

using namespace latentscape;

class ExploreEveryModelTest : public QObject, private EveryModelFixture {
    Q_OBJECT

private slots:
    void cleanup() { m_window.reset(); }

    void theUpperCard_data() { addModels(); }
    void theUpperCard() {
        showExplore();
        for (const auto part : {&ExploreEveryModelTest::dimensions, &ExploreEveryModelTest::directions,
                                &ExploreEveryModelTest::map, &ExploreEveryModelTest::ownPicture}) {
            if (!QTest::currentTestFailed()) {
                (this->*part)();
                expectInOrder();
            }
        }
    }

    void theLowerCard_data() { addModels(); }
    void theLowerCard() {
        showExplore();
        for (const auto part : {&ExploreEveryModelTest::traversals, &ExploreEveryModelTest::gallery,
                                &ExploreEveryModelTest::path, &ExploreEveryModelTest::nearest,
                                &ExploreEveryModelTest::thePictureThatComesBack}) {
            if (!QTest::currentTestFailed()) {
                (this->*part)();
                expectInOrder();
            }
        }
    }

    void aChoiceOfClassFindsRoomToo_data() {
        QTest::addColumn<bool>("gan");
        QTest::newRow("VAE") << false;
        QTest::newRow("GAN") << true;
    }
    void aChoiceOfClassFindsRoomToo() {
        QFETCH(bool, gan);
        openModel(gan, true, 256, true);
        trigger("showExplore");
        QTRY_VERIFY(picture()->images());
        QVERIFY(find<QComboBox>("class")->isVisible());
        for (const char* page : {"showDimensions", "showDirections", "showMap", "showOwn", "showTraversals",
                                 "showGallery", "showPath", "showNearest"}) {
            press(page);
            expectInOrder();
        }
        press("showDirections");
        press("findDirections");
        QTRY_VERIFY(m_window->findChild<LatentSlider*>("direction0"));
        expectInOrder();
    }

private:
    void showExplore() {
        openModel();
        trigger("showExplore");
        QTRY_VERIFY(picture()->images());
    }
    // What can't be used is explained, and nothing is cut off in the usual window.
    void expectInOrder() const {
        QCOMPARE(unexplained(*view()), QString());
        QTRY_COMPARE(find<QScrollArea>("viewRoom")->horizontalScrollBar()->maximum(), 0);
    }
    bool isGan() const { return m_window->session().config().model.kind == ModelKind::Gan; }
    ImageStage* picture() const { return find<ImageStage>("decodedImage"); }
    ExploreView* view() const { return find<ExploreView>("exploreView"); }
    LatentPoint* point() const { return view()->point(); }
    QString words(const char* label) const { return find<QLabel>(label)->text(); }
    void move(float value) const {
        point()->move(std::vector<float>(point()->latent().size(), value), LatentPoint::Move::Jump);
    }
    // A choice is possible, or says why not.
    void expectChoice(const char* link, int index, bool possible) const {
        const QAction* choice = find<ChoiceLink>(link)->menu()->actions().at(index);
        QCOMPARE(choice->isEnabled(), possible);
        QVERIFY(possible || choice->text().contains("GAN"));
    }

    void dimensions() {
        auto* sliders = find<LatentSliderGrid>("latentSliders");
        QCOMPARE(sliders->count(), static_cast<int>(point()->latent().size()));
        QCOMPARE(find<QWidget>("latentSearch")->isVisible(), sliders->count() > 32);
        const auto before = picture()->images();
        sliders->slider(sliders->count() - 1)->setLatent(1.5F);
        QTRY_VERIFY(picture()->images() != before);
        for (const char* button : {"randomise", "resetLatents"}) {
            const std::vector<float> was = point()->latent();
            press(button);
            QVERIFY2(point()->latent() != was, button);
        }
        expectChoice("sortLatents", 0, !isGan()); // by KL
        find<ChoiceLink>("sortLatents")->setCurrent(1);
        QTRY_VERIFY(!sliders->effects().empty());
        QVERIFY(find<ChoiceLink>("randomSource")->isVisible());
        expectChoice("randomSource", 1, !isGan()); // fitted to the encodings
        if (!isGan()) {
            find<ChoiceLink>("randomSource")->setCurrent(1);
            press("randomise");
            QTRY_VERIFY(point()->latent() != std::vector<float>(point()->latent().size()));
        }
    }

    void directions() {
        press("showDirections");
        press("findDirections");
        QTRY_VERIFY(m_window->findChild<LatentSlider*>("direction0"));
        const std::vector<float> was = point()->latent();
        find<LatentSlider>("direction0")->setLatent(2);
        QVERIFY(point()->latent() != was);
        bool towardsAClass = false;
        for (const LatentSlider* slider : m_window->findChildren<LatentSlider*>()) {
            towardsAClass = towardsAClass || slider->accessibleName().contains("left");
        }
        QVERIFY(towardsAClass || !words("directionsNote").isEmpty());
    }

    void map() {
        press("showMap");
        auto* plot = find<MapPlot>("mapPlot");
        QTRY_VERIFY(plot->isVisible());
        for (const int plane : {0, 1}) { // principal components, two dimensions
            find<ChoiceLink>("mapKind")->setCurrent(plane);
            QTRY_VERIFY(plot->isVisible() && plot->present());
            QVERIFY(words("mapState").contains(isGan() ? "random latents" : "images"));
            const std::vector<float> was = point()->latent();
            emit plot->pointedAt({0.5, -0.25}, false);
            QVERIFY(point()->latent() != was);
        }
        QSignalSpy pictures(&m_window->session().decoder(), &Decoder::manifoldDecoded);
        find<QCheckBox>("mapManifold")->click();
        QTRY_VERIFY(!pictures.isEmpty());
        auto* colours = find<QComboBox>("mapColours");
        for (int i = 0; i < colours->count(); ++i) {
            const bool possible = colours->model()->index(i, 0).flags() & Qt::ItemIsEnabled;
            QVERIFY(possible || (isGan() && colours->itemText(i).contains("no encoder")));
        }
    }

    void ownPicture() {
        press("showOwn");
        auto* canvas = find<DrawCanvas>("drawCanvas");
        const std::vector<float> was = point()->latent();
        const QPoint middle(canvas->width() / 2, std::min(canvas->width(), canvas->height()) / 2);
        QTest::mousePress(canvas, Qt::LeftButton, {}, middle - QPoint(40, 0));
        QTest::mouseMove(canvas, middle + QPoint(40, 0));
        QTest::mouseRelease(canvas, Qt::LeftButton, {}, middle + QPoint(40, 0));
        QTRY_VERIFY_WITH_TIMEOUT(words("ownPictureNote").contains("at the right"), kLong);
        QVERIFY(point()->latent() != was);
    }

    void traversals() {
        auto* strip = find<ImageStage>("strip0");
        QTRY_VERIFY(strip->images());
        const std::vector<float> was = point()->latent();
        QTest::mouseClick(strip, Qt::LeftButton, {}, strip->imageRect(11).center().toPoint());
        QVERIFY(point()->latent() != was);
    }

    void gallery() {
        for (const float place : {1.0F, -1.0F}) {
            const auto before = picture()->images();
            move(place);
            QTRY_VERIFY(picture()->images() != before);
            trigger("keepPicture");
        }
        auto* list = find<PictureList>("gallery");
        QCOMPARE(list->count(), 2);
        list->setCurrentRow(0);
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(point()->latent().front(), 1.0F);
    }

    void path() {
        press("showPath");
        press("addStop");
        move(-1);
        press("addStop");
        auto* position = find<QSlider>("pathPosition");
        press("playPath");
        QTRY_VERIFY(position->value() > 0);
        press("playPath");
        find<ChoiceLink>("pathWay")->setCurrent(2); // through the images
        QTRY_VERIFY(words("pathNote").contains(isGan() ? "GAN" : "by way of"));
        press("savePath");
        saveAs("path.gif");
        QTRY_VERIFY(QImageReader(inHome("path.gif")).imageCount() > 10);
        press("savePathStrip");
        saveAs("strip.png");
    }

    void nearest() {
        press("showNearest");
        QTRY_VERIFY(find<ImageStage>("nearestImages")->images());
        QTRY_VERIFY(words("nearestNote").contains("of a held-out image usually"));
    }

    // Saved, and dropped on the window after the point has gone elsewhere.
    void thePictureThatComesBack() {
        const auto before = picture()->images();
        move(0.25F);
        QTRY_VERIFY(picture()->images() != before);
        const std::vector<float> place = point()->latent();
        trigger("savePicture");
        saveAs("decoded.png");
        move(-2);
        drop(inHome("decoded.png"));
        QTRY_COMPARE(point()->latent(), place);
    }
};

QTEST_MAIN(ExploreEveryModelTest)
#include "ExploreEveryModelTest.moc"
