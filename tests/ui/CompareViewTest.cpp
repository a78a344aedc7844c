// Images beside what the model makes of them: worst first, page by page, by their error or label, one's own,
// beside a second model, as a map of the errors, saved.
#include "ui/CompareView.h"

#include "core/io/Checkpoint.h"
#include "tests/ui/ChildOf.h"
#include "tests/ui/IdxFiles.h"
#include "tests/ui/Saving.h"
#include "tests/ui/TinyModel.h"
#include "ui/ChoiceLink.h"
#include "ui/ComparisonSheet.h"
#include "ui/Decoder.h"
#include "ui/ErrorMapPanel.h"
#include "ui/ImageStage.h"
#include "ui/ModelCopy.h"
#include "ui/PictureRecord.h"

#include <QAbstractButton>
#include <QDir>
#include <QFileDialog>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <numeric>

using namespace latentscape;

class CompareViewTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_decoder = std::make_unique<Decoder>();
        m_errors.clear();
        m_view = std::make_unique<CompareView>(m_decoder.get(), &m_open);
        m_view->resize(980, 600);
        m_view->show();
    }
    void cleanup() {
        m_view.reset();
        m_decoder.reset();
    }

    void withoutAModelItSaysWhatWillAppear() {
        QVERIFY(!sheet()->isVisible());
        QSignalSpy train(m_view.get(), &CompareView::trainRequested);
        QTest::mouseClick(find<QAbstractButton>("emptyAction"), Qt::LeftButton);
        QCOMPARE(train.size(), 1);
        open(20);
        QVERIFY(sheet()->isVisible());
    }

    void worstComeFirstWithOriginalGeneratedAndDifference() {
        openAndMeasure(200);
        const std::vector<std::uint32_t> page = m_view->page();
        QCOMPARE(static_cast<int>(page.size()), sheet()->columns());
        for (std::size_t i = 1; i < page.size(); ++i) {
            QVERIFY(m_errors[page[i - 1]] >= m_errors[page[i]]);
        }
        QCOMPARE(m_errors[page[0]], *std::ranges::max_element(m_errors));
        const int columns = sheet()->pictureColumns();
        QTRY_COMPARE(stage()->shownCount(), 3 * columns);
        QTRY_VERIFY(stage()->images()->at(0).pixels == m_data->image(page[0]).pixels);
        QCOMPARE(stage()->images()->at(static_cast<std::size_t>(2 * columns)).shape.channels, 3);
    }

    void orderCanBeChosen() {
        openAndMeasure(200);
        choose("compareOrder", 1);
        QCOMPARE(m_errors[m_view->page()[0]], *std::ranges::min_element(m_errors));
        choose("compareOrder", 2);
        std::vector<std::uint32_t> first(m_view->page().size());
        std::iota(first.begin(), first.end(), 0U);
        QCOMPARE(m_view->page(), first);
        QVERIFY(find<QAbstractButton>("compareOrder")->text().contains("in order"));
    }

    void beforeTheErrorsAreKnownThereIsNoOrderByThem() {
        open(20);
        QCOMPARE(find<QAbstractButton>("compareOrder")->text(), QString("in order, measuring... ▾"));
        QTRY_COMPARE(find<QAbstractButton>("compareOrder")->text(), QString("worst first ▾"));
    }

    void newerWeightsRankThePageAnew() {
        openAndMeasure(200);
        ReconstructedImages newest;
        connect(m_decoder.get(), &Decoder::reconstructed, m_view.get(),
                [&](const ReconstructedImages& result) { newest = result; });
        m_decoder->setWeights(tinyWeights(2));
        QTRY_COMPARE(newest.origin.step, 2);
        std::vector<std::size_t> worst(newest.indices.size());
        std::iota(worst.begin(), worst.end(), std::size_t{0});
        std::ranges::stable_sort(worst, std::greater(), [&](std::size_t i) { return newest.errors.mse[i]; });
        for (std::size_t i = 0; i < worst.size(); ++i) {
            QVERIFY(stage()->images()->at(i).pixels == m_data->image(newest.indices[worst[i]]).pixels);
        }
    }

    void everyImageIsOnOnePage() {
        openAndMeasure(100);
        std::vector<std::uint32_t> seen = m_view->page();
        QVERIFY(!find<QAbstractButton>("comparePrevious")->isEnabled());
        while (find<QAbstractButton>("compareNext")->isEnabled()) {
            QTest::mouseClick(find<QAbstractButton>("compareNext"), Qt::LeftButton);
            const auto page = m_view->page();
            seen.insert(seen.end(), page.begin(), page.end());
        }
        QVERIFY(find<QLabel>("comparePlace")->text().contains("100 of 100"));
        std::ranges::sort(seen);
        std::vector<std::uint32_t> all(100);
        std::iota(all.begin(), all.end(), 0U);
        QCOMPARE(seen, all);
        QTest::keyClick(m_view.get(), Qt::Key_Right); // there is none: the last stays
        QVERIFY(!m_view->page().empty());
        const auto last = m_view->page();
        QTest::keyClick(m_view.get(), Qt::Key_Left);
        QTest::keyClick(m_view.get(), Qt::Key_PageDown);
        QCOMPARE(m_view->page(), last);
        QTest::keyClick(m_view.get(), Qt::Key_Home);
        QVERIFY(!find<QAbstractButton>("comparePrevious")->isEnabled());
        QTest::keyClick(m_view.get(), Qt::Key_End);
        QCOMPARE(m_view->page(), last);
    }

    void aBarShowsItsImages() {
        openAndMeasure(200);
        auto* histogram = find<ErrorHistogram>("errorHistogram");
        int sum = 0;
        int fullest = 0;
        for (int bar = 0; bar < histogram->barCount(); ++bar) {
            sum += histogram->countIn(bar);
            fullest = histogram->countIn(bar) > histogram->countIn(fullest) ? bar : fullest;
        }
        QCOMPARE(sum, 200);
        const double step = static_cast<double>(histogram->width()) / histogram->barCount();
        QTest::mouseClick(histogram, Qt::LeftButton, {}, QPoint(static_cast<int>((fullest + 0.5) * step), 5));
        QVERIFY(find<QAbstractButton>("showAllErrors")->isVisible());
        const QString count = QString::number(histogram->countIn(fullest));
        QVERIFY(find<QLabel>("comparePlace")->text().endsWith(" " + count));
        for (const std::uint32_t image : m_view->page()) {
            QVERIFY(histogram->rangeOf(fullest).contains(m_errors[image]));
        }
        QTest::keyClick(histogram, Qt::Key_Escape);
        QVERIFY(!find<QAbstractButton>("showAllErrors")->isVisible());
        QVERIFY(find<QLabel>("comparePlace")->text().endsWith(" 200"));
    }

    void figuresAreThoseOfAllImages() {
        openAndMeasure(200);
        const double mean = std::accumulate(m_errors.begin(), m_errors.end(), 0.0) / 200;
        QVERIFY(find<QLabel>("errorFigures")->text().contains(QLocale().toString(mean, 'f', 4)));
    }

    void newerWeightsAreFollowed() {
        open(20);
        QTRY_VERIFY(stage()->images());
        const auto before = stage()->images();
        m_decoder->setWeights(tinyWeights(2));
        QTRY_VERIFY(stage()->images() != before);
    }

    void aClickGoesOnInExplore() {
        openAndMeasure(100);
        QTRY_VERIFY(stage()->shownCount() > 0);
        QTRY_VERIFY(stage()->images()->at(2).pixels == m_data->image(m_view->page()[2]).pixels);
        QSignalSpy explore(m_view.get(), &CompareView::exploreRequested);
        const int generated = sheet()->pictureColumns() + 2; // the row makes no difference
        QTest::mouseClick(stage(), Qt::LeftButton, {}, stage()->imageRect(generated).center().toPoint());
        QCOMPARE(explore.takeFirst()[1].toUInt(), m_view->page()[2]);
    }

    void theSheetCanBeSaved() {
        m_view->saveSheet(); // nothing yet, no question
        QVERIFY(!openSavePanel(*m_view));
        openAndMeasure(100);
        QTRY_VERIFY(sheet()->pictureColumns() > 0);
        QCOMPARE(static_cast<int>(sheet()->pictures().size()), 3 * sheet()->pictureColumns());
        QTest::mouseClick(find<QAbstractButton>("saveSheet"), Qt::LeftButton);
        QVERIFY(passSavePanel(*m_view));
        QTRY_VERIFY(m_view->findChild<QFileDialog*>("saveDialog"));
    }

    void aGansFirstImagesAreSortedOnceItsRunHasEnded() {
        ModelConfig gan = tinyModel();
        gan.kind = ModelKind::Gan;
        m_view->setLive(true);
        m_data = tinyImages(110);
        m_view->setData(heldOut(m_data));
        m_decoder->setModel(gan);
        m_decoder->setWeights(tinyWeights(1, gan));
        QTRY_VERIFY(stage()->shownCount() > 0);
        QVERIFY(!find<QAbstractButton>("compareOrder")->isEnabled());
        QVERIFY(find<QLabel>("histogramCaption")->text().contains("when the run has ended"));
        QVERIFY(figures().isEmpty());
        m_view->setLive(false);
        QTRY_VERIFY_WITH_TIMEOUT(!figures().isEmpty(), 30000);
        QVERIFY(find<QAbstractButton>("compareOrder")->isEnabled());
        const auto first = std::make_shared<const Dataset>(m_data->first(100));
        const std::vector<float> errors = errorsOf(gan, *first).mse;
        QCOMPARE(m_view->page()[0],
                 static_cast<std::uint32_t>(std::ranges::max_element(errors) - errors.begin()));
        QVERIFY(find<QLabel>("comparePlace")->text().endsWith(" 100"));
    }

    void imagesOfAnotherShapeAreExplainedInPlace() {
        m_view->setData(heldOut(tinyImages(20, {1, 3, 3})));
        m_decoder->setModel(tinyModel());
        m_decoder->setWeights(tinyWeights(1));
        QTRY_VERIFY(find<QLabel>("compareProblem")->isVisible());
        QVERIFY(find<QLabel>("compareProblem")->text().contains("1x3x3"));
    }

    void otherDataForgetTheErrorsBefore() {
        openAndMeasure(100);
        m_view->setData(heldOut(tinyImages(5)));
        QVERIFY(figures().isEmpty());
        QTRY_VERIFY(!figures().isEmpty());
        QCOMPARE(m_view->page().size(), 5U);
        m_view->setData({});
        QVERIFY(!sheet()->isVisible());
        QVERIFY(m_view->page().empty());
    }

    void trainingImagesCanBeLookedAt() {
        LoadedData loaded{tinyImages(40), tinyImages(20)};
        open(loaded, tinyModel());
        QTRY_VERIFY(place().endsWith(" 20"));
        choose("compareSource", 1);
        QVERIFY(place().endsWith(" 40"));
        QTRY_VERIFY(!figures().isEmpty());
        QVERIFY(find<QLabel>("histogramCaption")->text().contains("40 training images"));
        QSignalSpy explore(m_view.get(), &CompareView::exploreRequested);
        QTRY_VERIFY(stage()->shownCount() > 0);
        QTest::mouseClick(stage(), Qt::LeftButton, {}, stage()->imageRect(0).center().toPoint());
        QCOMPARE(explore.size(), 1);
        QCOMPARE(explore[0][0].value<std::shared_ptr<const Dataset>>(), loaded.train);
    }

    void ownPicturesAreDecodedAsTheModelWants() {
        open(20);
        QVERIFY(!choice("compareSource", 2)->isEnabled());
        QTemporaryDir folder;
        writePicture(folder.filePath("a.png"), 200);
        writePicture(folder.filePath("b.png"), 100);
        m_view->openOwnPictures({folder.path()});
        QTRY_VERIFY(place().endsWith(" 2"));
        QCOMPARE(find<ChoiceLink>("compareSource")->current(), 2);
        choose("compareOrder", 2);
        QTRY_COMPARE(stage()->shownCount(), 6);
        QTRY_COMPARE(static_cast<int>(stage()->images()->at(0).pixels[0]), 200);
        QCOMPARE(stage()->images()->at(0).shape, tinyModel().image);
        // A model of other images is shown them in its own form.
        ModelConfig other = tinyModel();
        other.image = {3, 8, 8};
        m_decoder->setModel(other);
        m_decoder->setWeights(tinyWeights(1, other));
        QTRY_VERIFY(stage()->shownCount() == 6 && stage()->images()->at(0).shape == other.image);
        choose("compareSource", 0);
        QVERIFY(place().endsWith(" 20"));
    }

    void picturesCanBeDropped() {
        open(20);
        QTemporaryDir folder;
        writePicture(folder.filePath("a.png"), 200);
        QVERIFY(!drop({folder.filePath("checkpoint.safetensors")})); // the window opens that
        QVERIFY(drop({folder.filePath("a.png")}));
        QTRY_VERIFY(place().endsWith(" 1"));
    }

    void aFolderWithADataSetOrARunIsLeftToTheWindow() {
        open(20);
        QTemporaryDir folder;
        writePicture(folder.filePath("losses.png"), 200);
        QVERIFY(QDir(folder.path()).mkdir("run"));
        QVERIFY(drop({folder.path()}));
        QVERIFY(QFile::copy(folder.filePath("losses.png"), folder.filePath("checkpoint.safetensors")));
        QVERIFY(!drop({folder.path()}));
        writeIdx(folder.filePath("run/train-images-idx3-ubyte"), 2, 8);
        QVERIFY(!drop({folder.filePath("run")}));
    }

    void whatIsNoPictureIsExplained() {
        open(20);
        QTemporaryDir folder;
        m_view->openOwnPictures({folder.path()});
        QTRY_VERIFY(problem()->isVisible());
        QVERIFY(problem()->text().contains("no pictures were found"));
        QVERIFY(place().endsWith(" 20"));
    }

    void imagesCanBeGroupedByLabelAndOneLabelAloneShown() {
        m_data = labelledImages(90);
        open(heldOut(m_data), tinyModel());
        QTRY_VERIFY(!figures().isEmpty());
        choose("compareOrder", 3);
        std::vector<std::uint32_t> seen;
        do {
            const auto page = m_view->page();
            seen.insert(seen.end(), page.begin(), page.end());
            QTest::keyClick(m_view.get(), Qt::Key_Right);
        } while (seen.size() < 90);
        const std::vector<float> errors = errorsOf(tinyModel(), *m_data).mse;
        for (std::size_t i = 1; i < seen.size(); ++i) {
            const auto before = m_data->factors(seen[i - 1])[0];
            const auto label = m_data->factors(seen[i])[0];
            QVERIFY(before < label || (before == label && errors[seen[i - 1]] >= errors[seen[i]]));
        }
        choose("compareClass", 3);
        QCOMPARE(find<QAbstractButton>("compareClass")->text(), QString("heart ▾"));
        QVERIFY(place().endsWith(" 30"));
        QVERIFY(find<QLabel>("histogramCaption")->text().contains("30 held-out images"));
        for (const std::uint32_t image : m_view->page()) {
            QCOMPARE(static_cast<int>(m_data->factors(image)[0]), 2);
        }
    }

    void imagesWithoutLabelsCannotBeGrouped() {
        open(20);
        QVERIFY(!choice("compareOrder", 3)->isEnabled());
        QVERIFY(choice("compareOrder", 3)->text().contains("no labels"));
        QVERIFY(!find<QAbstractButton>("compareClass")->isVisible());
    }

    void theMeasureDecidesWhatIsWorst_data() {
        QTest::addColumn<int>("metric");
        QTest::newRow("ssim") << 1;
        QTest::newRow("psnr") << 2;
        QTest::newRow("kl") << 3;
    }
    void theMeasureDecidesWhatIsWorst() {
        QFETCH(int, metric);
        openAndMeasure(60);
        choose("compareMetric", metric);
        const auto chosen = static_cast<ErrorMetric>(metric);
        const std::vector<float> values = errorsOf(tinyModel(), *m_data).of(chosen);
        const auto worst = largerIsWorse(chosen) ? std::ranges::max(values) : std::ranges::min(values);
        QVERIFY(std::abs(values[m_view->page()[0]] - worst) < 1e-4F);
        QVERIFY(figures().contains(errorFigure(chosen, meanOf(values))));
        choose("compareOrder", 1);
        const auto best = largerIsWorse(chosen) ? std::ranges::min(values) : std::ranges::max(values);
        QVERIFY(std::abs(values[m_view->page()[0]] - best) < 1e-4F);
    }

    void aGanHasNoKlToSortBy() {
        open(10);
        choose("compareMetric", 3);
        ModelConfig gan = tinyModel();
        gan.kind = ModelKind::Gan;
        m_decoder->setModel(gan);
        QCOMPARE(find<ChoiceLink>("compareMetric")->current(), 0);
        QVERIFY(choice("compareMetric", 3)->text().contains("no encoder"));
    }

    void aSecondModelIsShownOnTheSameImages() {
        openAndMeasure(60);
        openSecond(tinyModel());
        QTRY_VERIFY(showsRows(5));
        QTRY_VERIFY(figures().contains("B is better on"));
        const ReconstructionErrors a = errorsOf(tinyModel(), *m_data);
        const ReconstructionErrors b = errorsOf(tinyModel(), *m_data, 7);
        const QString better = QString::number(countBetter(ErrorMetric::SquaredError, a.mse, b.mse));
        QVERIFY2(figures().contains("on " + better + " of 60"), qPrintable(figures()));
        QVERIFY(figures().contains(errorFigure(ErrorMetric::SquaredError, meanOf(b.mse))));
        QVERIFY(find<QAbstractButton>("compareSecond")->text().startsWith("B: other, step 7"));
        // The worst of the first model, as before.
        QCOMPARE(a.mse[m_view->page()[0]], std::ranges::max(a.mse));
        find<QAction>("closeSecond")->trigger();
        QTRY_VERIFY(showsRows(3));
        QVERIFY(!figures().contains("better"));
    }

    void bothModelsDecodeTheSameLatents() {
        openAndMeasure(20);
        openSecond(tinyModel());
        QTRY_VERIFY(figures().contains("B is better on"));
        choose("comparePairing", 1);
        QTRY_VERIFY(showsRows(3));
        QTRY_VERIFY(place().endsWith(QLocale().toString(1000)));
        QVERIFY(figures().isEmpty());
        QVERIFY(!find<QAbstractButton>("compareOrder")->isVisible());
        std::vector<float> latent(4);
        Random(0, kSampleStream).fillNormal(latent);
        QTRY_VERIFY(stage()->images()->at(0).pixels == decoded(1, latent).pixels);
        QVERIFY(stage()->images()->at(static_cast<std::size_t>(sheet()->pictureColumns())).pixels ==
                decoded(7, latent).pixels);
        choose("comparePairing", 0);
        QTRY_VERIFY(showsRows(5));
    }

    void aKeptMomentOfTheRunCanBeTheSecond() {
        openAndMeasure(20);
        openSecond(tinyModel(), "epoch 2.00");
        QTRY_COMPARE(find<QAbstractButton>("compareSecond")->text(), QString("B: epoch 2.00 ▾"));
        m_view->setMoments(
            {{"epoch 1.00", "/nowhere/1.safetensors"}, {"epoch 3.00, the best", "/nowhere/3"}});
        auto* moments = find<QMenu>("compareMoments");
        emit moments->aboutToShow();
        QCOMPARE(moments->actions().size(), 2);
        QCOMPARE(moments->actions()[0]->text(), QString("epoch 3.00, the best")); // the newest first
        moments->actions()[1]->trigger();
        QTRY_VERIFY(problem()->isVisible());
        QVERIFY(problem()->text().contains("1.safetensors"));
    }

    void otherLatentsCannotBeTheSame() {
        openAndMeasure(20);
        openSecond(tinyModel(2));
        QTRY_VERIFY(figures().contains("B is better on"));
        QVERIFY(!choice("comparePairing", 1)->isEnabled());
        QVERIFY(choice("comparePairing", 1)->text().contains("A has 4 latents, B has 2"));
    }

    void aModelOfOtherImagesIsRefused() {
        openAndMeasure(20);
        ModelConfig other = tinyModel();
        other.image = {3, 6, 6};
        openSecond(other);
        QTRY_VERIFY(problem()->isVisible());
        QVERIFY2(problem()->text().contains("6 × 6, colour"), qPrintable(problem()->text()));
        QTRY_VERIFY(showsRows(3));
    }

    void whatIsNoCheckpointIsRefused() {
        openAndMeasure(20);
        m_view->openSecond({{}, "/nowhere/other.safetensors"});
        QTRY_VERIFY(problem()->isVisible());
        QVERIFY(problem()->text().contains("other.safetensors"));
    }

    void theErrorMapIsOneClickAway() {
        openAndMeasure(60);
        QTest::mouseClick(find<QAbstractButton>("errorMap"), Qt::LeftButton);
        auto* map = find<ErrorMapPanel>("errorMapPanel");
        QVERIFY(map->isVisible());
        QVERIFY(!sheet()->isVisible());
        QTRY_VERIFY(map->hasMaps());
        QCOMPARE(find<ImageStage>("errorMapStage")->shownCount(), 2);
        QVERIFY(!map->picture().isNull());
        openSecond(tinyModel());
        QTRY_COMPARE(find<ImageStage>("errorMapStage")->shownCount(), 4);
        QTest::mouseClick(find<QAbstractButton>("saveSheet"), Qt::LeftButton);
        QTRY_VERIFY(m_view->findChild<QFileDialog*>("saveDialog"));
        QTest::mouseClick(find<QAbstractButton>("errorMap"), Qt::LeftButton);
        QVERIFY(sheet()->isVisible());
    }

private:
    template <typename T> T* find(const char* name) const { return childOf<T>(*m_view, name); }
    ComparisonSheet* sheet() const { return find<ComparisonSheet>("comparisonSheet"); }
    ImageStage* stage() const { return find<ImageStage>("comparisonStage"); }
    bool showsRows(int rows) const {
        return sheet()->pictureColumns() > 0 && stage()->shownCount() == rows * sheet()->pictureColumns();
    }
    QLabel* problem() const { return find<QLabel>("compareProblem"); }
    QString figures() const { return find<QLabel>("errorFigures")->text(); }
    QString place() const { return find<QLabel>("comparePlace")->text(); }
    QAction* choice(const char* link, int index) const {
        return find<ChoiceLink>(link)->menu()->actions().at(index);
    }
    void choose(const char* link, int index) const { find<ChoiceLink>(link)->setCurrent(index); }
    static LoadedData heldOut(std::shared_ptr<const Dataset> data) { return {data, data}; }
    void open(const LoadedData& data, const ModelConfig& model) {
        m_view->setData(data);
        m_decoder->setModel(model);
        m_decoder->setWeights(tinyWeights(1, model));
    }
    void open(int images) {
        m_data = tinyImages(images);
        open(heldOut(m_data), tinyModel());
    }
    void openAndMeasure(int images) {
        open(images);
        QTRY_VERIFY(!figures().isEmpty());
        m_errors = errorsOf(tinyModel(), *m_data).mse;
    }
    // Another of this kind, of step 7.
    void openSecond(const ModelConfig& config, const QString& name = {}) {
        const auto model = makeModel(config, {}, 0);
        restoreWeights(*tinyWeights(7, config), *model);
        Checkpoint checkpoint;
        checkpoint.model = config;
        checkpoint.weightsStep = 7;
        captureModel(*model, checkpoint);
        const std::string file = m_folder.filePath("other.safetensors").toStdString();
        saveCheckpoint(file, checkpoint);
        m_view->openSecond({name, QString::fromStdString(file)});
    }
    static ReconstructionErrors errorsOf(const ModelConfig& config, const Dataset& data, int step = 1) {
        const auto model = makeModel(config, {}, 0);
        restoreWeights(*tinyWeights(step, config), *model);
        return measureErrors(*model, data).errors;
    }
    static Image decoded(int step, const std::vector<float>& latent) {
        const auto model = makeModel(tinyModel(), {}, 0);
        restoreWeights(*tinyWeights(step), *model);
        return toImage(model->decode(Tensor({1, 4}, latent)).row(0), tinyModel().image);
    }
    static void writePicture(const QString& file, int grey) {
        QImage image(12, 12, QImage::Format_RGB32);
        image.fill(QColor(grey, grey, grey));
        image.save(file);
    }
    // Whether the view takes them.
    bool drop(const QStringList& files) {
        QMimeData mime;
        QList<QUrl> urls;
        for (const QString& file : files) {
            urls.append(QUrl::fromLocalFile(file));
        }
        mime.setUrls(urls);
        QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        enter.ignore();
        QCoreApplication::sendEvent(m_view.get(), &enter);
        if (enter.isAccepted()) {
            QDropEvent event(QPointF(10, 10), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
            QCoreApplication::sendEvent(m_view.get(), &event);
        }
        return enter.isAccepted();
    }

    std::unique_ptr<Decoder> m_decoder;
    OpenModel m_open;
    std::unique_ptr<CompareView> m_view;
    std::shared_ptr<const Dataset> m_data;
    std::vector<float> m_errors;
    QTemporaryDir m_folder;
};

QTEST_MAIN(CompareViewTest)
#include "CompareViewTest.moc"
