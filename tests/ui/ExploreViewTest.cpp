// Walking the latent space: the picture is that of the sliders' point and of the newest weights, it starts on
// an image, and the hand wins over everything.
#include "ui/ExploreView.h"

#include "tests/ui/ChildOf.h"
#include "tests/ui/Saving.h"
#include "tests/ui/TinyModel.h"
#include "ui/ChoiceLink.h"
#include "ui/Decoder.h"
#include "ui/FittedLatents.h"
#include "ui/ImagePicker.h"
#include "ui/ImageStage.h"
#include "ui/LatentSlider.h"
#include "ui/LatentSliderGrid.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace latentscape;

class ExploreViewTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_decoder = std::make_unique<Decoder>();
        m_view = std::make_unique<ExploreView>(m_decoder.get());
        m_view->resize(980, 600);
        m_view->show();
    }
    void cleanup() {
        m_view.reset();
        m_decoder.reset();
    }

    void withoutAModelItSaysWhatWillAppear() {
        QVERIFY(!stage()->isVisible());
        QSignalSpy train(m_view.get(), &ExploreView::trainRequested);
        QTest::mouseClick(find<QAbstractButton>("emptyAction"), Qt::LeftButton);
        QCOMPARE(train.size(), 1);
        openModel();
        QVERIFY(stage()->isVisible());
        m_decoder->setModel(tinyModel(2));
        QVERIFY(!stage()->isVisible());
    }

    void thePictureFollowsTheSliders() {
        openModel();
        QTRY_VERIFY(stage()->images());
        const auto before = stage()->images();
        m_view->sliders()->slider(2)->setLatent(1.5F);
        QTRY_VERIFY(stage()->images() != before);
        QVERIFY(shown() == decoded({0, 0, 1.5F, 0}, 1));
        QTRY_VERIFY(find<ImageStage>("strip0")->images());
    }

    void whileItTrainsThePictureFollowsTheWeights() {
        m_view->setLive(true);
        openModel();
        QTRY_VERIFY(stage()->images());
        m_decoder->setWeights(tinyWeights(1200));
        QTRY_VERIFY(find<QLabel>("decodedOrigin")->text().contains("1,200"));
        QVERIFY(find<QLabel>("decodedOrigin")->text().contains("live"));
        m_view->setLive(false);
        QVERIFY(!find<QLabel>("decodedOrigin")->text().contains("live"));
        QVERIFY(shown() == decoded({0, 0, 0, 0}, 1200));
    }

    void randomiseAndReset() {
        openModel();
        m_view->setKlPerLatent({1, 0, 1, 1});
        find<QDoubleSpinBox>("truncation")->setValue(0.5);
        QTest::mouseClick(find<QAbstractButton>("randomise"), Qt::LeftButton);
        const std::vector<float> point = m_view->sliders()->latent();
        QVERIFY(point[0] != 0 || point[2] != 0 || point[3] != 0); // one may be rounded to zero
        QCOMPARE(point[1], 0.0F);                                 // dead
        QTest::mouseClick(find<QAbstractButton>("resetLatents"), Qt::LeftButton);
        QCOMPARE(m_view->sliders()->latent(), (std::vector<float>{0, 0, 0, 0}));
    }

    void itStartsOnAnImageUntilTheHandTakesOver() {
        m_view->setData(tinyImages(40));
        openModel();
        QTRY_COMPARE(m_view->sliders()->latent(), encoded(0, 1));
        m_decoder->setWeights(tinyWeights(2));
        m_view->setKlPerLatent({1, 1, 1, 1}); // an epoch is done
        QTRY_COMPARE(m_view->sliders()->latent(), encoded(0, 2));
        m_view->sliders()->slider(0)->setLatent(1);
        const std::vector<float> mine = m_view->sliders()->latent();
        m_view->setKlPerLatent({1, 1, 1, 1});
        QSignalSpy strips(m_decoder.get(), &Decoder::stripsDecoded);
        QTRY_VERIFY(!strips.isEmpty());
        QCOMPARE(m_view->sliders()->latent(), mine);
    }

    void aHeldOutImageCanBeTheStart() {
        m_view->setData(tinyImages(40));
        openModel();
        QTest::mouseClick(find<QAbstractButton>("fromImage"), Qt::LeftButton);
        auto* picker = find<ImagePicker>("imagePicker");
        QVERIFY(picker->isVisible());
        auto* pickerStage = find<ImageStage>("imagePickerStage");
        QCOMPARE(pickerStage->shownCount(), 40);
        QTest::keyClick(pickerStage, Qt::Key_Right);
        QTest::keyClick(pickerStage, Qt::Key_Return);
        QVERIFY(!picker->isVisible());
        QTRY_COMPARE(m_view->sliders()->latent(), encoded(1, 1));
    }

    void aConditionalModelIsAskedForAClass() {
        openModel();
        QVERIFY(!find<QComboBox>("class")->isVisible());
        ModelConfig model = tinyModel();
        model.classes = 3;
        model.classNames = {"square", "ellipse", "heart"};
        m_view->setData(labelledImages(40));
        m_decoder->setModel(model);
        m_decoder->setWeights(tinyWeights(1, model));
        auto* classes = find<QComboBox>("class");
        QVERIFY(classes->isVisible());
        QCOMPARE(classes->count(), 3);
        QTRY_COMPARE(classes->currentText(), QString("square")); // as the first image is
        QTRY_VERIFY(stage()->images());

        m_view->reset();
        QSignalSpy points(m_decoder.get(), &Decoder::pointDecoded);
        QSignalSpy strips(m_decoder.get(), &Decoder::stripsDecoded);
        QTest::keyClick(classes, Qt::Key_End); // the last class
        QTRY_VERIFY(!points.isEmpty() && !strips.isEmpty());
        const std::uint16_t heart = 2;
        const auto built = makeModel(model, {}, 0);
        std::ranges::copy(tinyWeights(1, model)->values, built->parameters().mutableValues().begin());
        const Tensor expected = built->decode(Tensor({1, 4}), {&heart, 1});
        QTRY_VERIFY(shown() == toImage(expected.row(0), model.image).pixels);

        m_view->startFrom(4); // an image brings its class along
        QTRY_COMPARE(classes->currentText(), QString("ellipse"));
    }

    void imagesOfAnotherShapeAreLeftAlone() {
        QSignalSpy failed(m_decoder.get(), &Decoder::failed);
        m_view->setData(tinyImages(40, {1, 3, 3}));
        openModel();
        QTRY_VERIFY(stage()->images());
        QVERIFY(failed.isEmpty());
        m_view->startFrom(0); // asked for: the reason is shown in place
        QTRY_VERIFY(find<QLabel>("exploreProblem")->isVisible());
        QVERIFY(find<QLabel>("exploreProblem")->text().contains("1x3x3"));
    }

    void anOpenedModelIsMeasuredAndSorted() {
        m_view->setData(tinyImages(40));
        openModel();
        QTRY_COMPARE(m_view->sliders()->kl().size(), 4U);
    }

    void aStripsPictureMovesItsSlider() {
        openModel();
        auto* strip = find<ImageStage>("strip0");
        QTRY_VERIFY(strip->images());
        QTest::mouseClick(strip, Qt::LeftButton, {}, strip->imageRect(10).center().toPoint());
        QCOMPARE(m_view->sliders()->latent()[0], 2.0F);
    }

    void whatIsSeenCanBeSavedAndCopied() {
        m_view->saveImage(); // nothing yet, no question
        QVERIFY(!openSavePanel(*m_view));
        openModel();
        QTRY_VERIFY(find<ImageStage>("strip0")->images());
        QTest::mouseClick(find<QAbstractButton>("copyDecoded"), Qt::LeftButton);
        const QImage copy = QGuiApplication::clipboard()->image();
        QVERIFY(copy.width() >= 512 && copy.width() % 6 == 0);
        for (const char* button : {"saveDecoded", "saveTraversals"}) {
            QTest::mouseClick(find<QAbstractButton>(button), Qt::LeftButton);
            QVERIFY(passSavePanel(*m_view));
            QTRY_VERIFY(m_view->findChild<QFileDialog*>("saveDialog"));
            m_view->findChild<QFileDialog*>("saveDialog")->reject();
            QTRY_VERIFY(!m_view->findChild<QFileDialog*>("saveDialog"));
        }
    }

    void randomPointsCanComeFromAMixtureThatIsFittedOnce() {
        auto* source = find<ChoiceLink>("randomSource");
        QVERIFY(!source->isVisible()); // there is no model
        openModel();
        QVERIFY(source->isVisible());
        QVERIFY(!source->menu()->actions().at(1)->isEnabled()); // nothing to fit to yet
        QVERIFY(source->menu()->actions().at(1)->text().contains("images"));
        openFitted(tinyModel());
        QVERIFY(source->menu()->actions().at(1)->isEnabled());
        source->setCurrent(1);
        QVERIFY(!find<QDoubleSpinBox>("truncation")->isVisible());
        QSignalSpy drawn(&m_view->fitted(), &FittedLatents::drawn);
        m_view->randomise();
        QVERIFY(m_view->fitted().isFitting());
        QCOMPARE(find<QAbstractButton>("randomise")->text(), QString("Cancel"));
        QTRY_COMPARE(drawn.size(), 1);
        QCOMPARE(find<QAbstractButton>("randomise")->text(), QString("Randomise"));
        QVERIFY(m_view->sliders()->latent() != std::vector<float>(4));
        m_view->randomise(); // the mixture is there
        QVERIFY(!m_view->fitted().isFitting());
        QCOMPARE(drawn.size(), 2);
        QVERIFY(drawn[0] != drawn[1]); // on the sliders both may be beyond the end of every track
        m_view->setWeights(tinyWeights(2));
        m_view->randomise(); // of other weights: anew
        QVERIFY(m_view->fitted().isFitting());
        m_view->randomise();
        QVERIFY(!m_view->fitted().isFitting());
        QTest::qWait(50);
        QCOMPARE(drawn.size(), 2);
    }

    void aGanHasNothingToFitToAndThatIsSaid() {
        openModel();
        openFitted(tinyModel());
        auto* source = find<ChoiceLink>("randomSource");
        source->setCurrent(1);

        ModelConfig gan = tinyModel();
        gan.kind = ModelKind::Gan;
        m_decoder->setModel(gan);
        m_decoder->setWeights(tinyWeights(1, gan));
        openFitted(gan);
        QVERIFY(source->isVisible());
        QVERIFY(!source->menu()->actions().at(1)->isEnabled());
        QVERIFY(source->menu()->actions().at(1)->text().contains("no encoder"));
        QVERIFY(source->text().contains("prior")); // where they come from, whatever a VAE had chosen
        QVERIFY(find<QDoubleSpinBox>("truncation")->isVisible());
    }

    void hiddenItAsksForNothing() {
        openModel();
        QTRY_VERIFY(stage()->images());
        m_view->hide();
        QSignalSpy points(m_decoder.get(), &Decoder::pointDecoded);
        m_decoder->setWeights(tinyWeights(2));
        m_view->sliders()->slider(0)->setLatent(2);
        m_view->show();
        QTRY_COMPARE(points.size(), 1); // of now, and no other
        QVERIFY(shown() == decoded({2, 0, 0, 0}, 2));
    }

    void itFitsASmallWindowAndFillsALargeOne() {
        openModel();
        QTRY_VERIFY(stage()->images());
        const qreal small = stage()->imageRect(0).width();
        QVERIFY(m_view->minimumSizeHint().width() <= 990);
        QVERIFY(m_view->minimumSizeHint().height() <= 604);
        m_view->resize(2200, 1300);
        QTRY_VERIFY(stage()->imageRect(0).width() > 1.5 * small);
        QVERIFY(stage()->width() - stage()->imageRect(0).width() <= 2 * ImageStage::kGap);
    }

    void tabGoesFromTheSlidersToWhatStandsBelowThem() {
        openModel();
        QTRY_VERIFY(stage()->images());
        QStringList order;
        for (QWidget* next = m_view->nextInFocusChain(); next != m_view.get();
             next = next->nextInFocusChain()) {
            order.append(next->objectName());
        }
        QVERIFY(order.indexOf("showDimensions") < order.indexOf("latent0"));
        QVERIFY(order.indexOf("latent0") < order.indexOf("randomise"));
        QVERIFY(order.indexOf("latent3") < order.indexOf("randomise"));
        QVERIFY(order.indexOf("randomise") < order.indexOf("strip0"));
    }

private:
    template <typename T> T* find(const char* name) const { return childOf<T>(*m_view, name); }
    ImageStage* stage() const { return find<ImageStage>("decodedImage"); }
    const std::vector<std::uint8_t>& shown() const { return stage()->images()->front().pixels; }
    void openModel() {
        m_decoder->setModel(tinyModel());
        m_decoder->setWeights(tinyWeights(1));
    }

    void openFitted(const ModelConfig& model) {
        TrainConfig config;
        config.model = model;
        m_view->setRun(config);
        m_view->setLoaded({tinyImages(40), tinyImages(10)});
        m_view->setWeights(tinyWeights(1, model));
    }

    static std::unique_ptr<Model> modelOf(std::int64_t step) {
        auto model = makeModel(tinyModel(), {}, 0);
        std::ranges::copy(tinyWeights(step)->values, model->parameters().mutableValues().begin());
        return model;
    }
    static std::vector<std::uint8_t> decoded(const std::vector<float>& point, std::int64_t step) {
        return toImage(modelOf(step)->decode(Tensor({1, 4}, point)).row(0), tinyModel().image).pixels;
    }
    // Where the encoder puts the image, as sliders hold it: in hundredths.
    static std::vector<float> encoded(int image, std::int64_t step) {
        const auto images = tinyImages(40);
        std::vector<float> values;
        for (const std::uint8_t pixel : images->pixels(image)) {
            values.push_back(static_cast<float>(pixel) / 255);
        }
        const Encoding encoding = modelOf(step)->encode(Tensor({1, 36}, values));
        const auto mean = encoding.mean.row(0);
        return {mean.begin(), mean.end()};
    }

    std::unique_ptr<Decoder> m_decoder;
    std::unique_ptr<ExploreView> m_view;
};

QTEST_MAIN(ExploreViewTest)
#include "ExploreViewTest.moc"
