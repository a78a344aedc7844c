// Images beside what the model makes of them: worst first, page by page, by their error or label, saved.
#include "tests/ui/CompareFixture.h"
#include "tests/ui/Saving.h"

#include <QFileDialog>
#include <QSignalSpy>

#include <numeric>

using namespace latentscape;

class CompareViewTest : public QObject, private CompareFixture {
    Q_OBJECT

private slots:
    void init() { showView(); }
    void cleanup() { closeView(); }

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
};

QTEST_MAIN(CompareViewTest)
#include "CompareViewTest.moc"
