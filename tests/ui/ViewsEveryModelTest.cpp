// Train, Compare and Measure with every kind of model: pictures and figures, or why there are none.
#include "tests/ui/EveryModelFixture.h"
#include "ui/ChoiceLink.h"
#include "ui/CompareView.h"
#include "ui/ErrorMapPanel.h"
#include "ui/ImageStage.h"
#include "ui/MeasureTable.h"
#include "ui/MeasureView.h"
#include "ui/TrainView.h"

#include <QLabel>
#include <QMenu>

#include <algorithm>

using namespace latentscape;

class ViewsEveryModelTest : public QObject, private EveryModelFixture {
    Q_OBJECT

private slots:
    void cleanup() { m_window.reset(); }

    void trains_data() { addModels(); }
    void trains() {
        openModel();
        QVERIFY(find<LossPlot>("lossPlot")->pointCount() > 0);
        QVERIFY(find<ImageStage>("samples")->shownCount() > 0);
        find<ChoiceLink>("historyKind")->setCurrent(1); // reconstructions
        QTRY_COMPARE(find<ImageStage>("samples")->shownCount() > 0, !isGan());
        const auto labels = find<TrainView>("trainPage")->findChildren<QLabel*>();
        QCOMPARE(std::ranges::any_of(labels,
                                     [](const QLabel* label) {
                                         return label->isVisible() &&
                                                label->text().contains("a GAN encodes no images");
                                     }),
                 isGan());
        QVERIFY(find<QAbstractButton>("findRate")->isEnabled() == !isGan());
        QVERIFY(!isGan() || find<QAbstractButton>("findRate")->toolTip().contains("GAN"));
        QCOMPARE(unexplained(*m_window), QString());
    }

    void compares_data() { addModels(); }
    void compares() {
        openModel();
        trigger("showCompare");
        QTRY_VERIFY(find<ImageStage>("comparisonStage")->shownCount() > 0);
        QTRY_VERIFY_WITH_TIMEOUT(!figures().isEmpty(), kLong);
        for (const int order : {1, 2, 3, 0}) { // best first, in order, by label, worst first
            expectChoice("compareOrder", order, true);
            QVERIFY(!view()->page().empty());
        }
        for (const int metric : {0, 1, 2, 3}) { // squared error, SSIM, PSNR, KL
            expectChoice("compareMetric", metric, metric < 3 || !isGan());
            QVERIFY(!figures().isEmpty());
        }
        expectChoice("compareClass", 1, true);
        find<QAbstractButton>("errorMap")->click();
        QTRY_VERIFY(find<ImageStage>("errorMapStage")->isVisible());
        QTRY_VERIFY(find<ImageStage>("errorMapStage")->shownCount() > 0);
        trigger("savePicture");
        saveAs("error-map.png");
        QTRY_COMPARE(QImage(inHome("error-map.png")).width(),
                     2 * find<ErrorMapPanel>("errorMapPanel")->width());
        QCOMPARE(unexplained(*view()), QString());
    }

    void measures_data() { addModels(); }
    void measures() {
        openModel();
        trigger("showMeasure");
        QVERIFY(find<QLabel>("measureHint")->text().contains("GAN") == isGan());
        QCOMPARE(find<QComboBox>("measureLikelihood")->isEnabled(), !isGan());
        find<QComboBox>("measureLikelihood")->setCurrentIndex(isGan() ? 0 : 1);
        press("measureButton");
        QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>("measureWords")->text().startsWith("Measured"), kLong);
        const QString text = find<MeasureTable>("measureTable")->text();
        QVERIFY(text.contains("SSIM\t"));
        QCOMPARE(text.contains("Negative log-likelihood\t"), !isGan());
        QVERIFY(!isGan() || find<QComboBox>("measureLikelihood")->toolTip().contains("GAN")); // still said
        QCOMPARE(unexplained(*find<MeasureView>("measureView")), QString());
    }

private:
    bool isGan() const { return m_window->session().config().model.kind == ModelKind::Gan; }
    CompareView* view() const { return find<CompareView>("compareView"); }
    QString figures() const { return find<QLabel>("errorFigures")->text(); }
    // Chosen, if that is possible; else it says why not.
    void expectChoice(const char* link, int index, bool possible) const {
        const QAction* choice = find<ChoiceLink>(link)->menu()->actions().at(index);
        QVERIFY2(choice->isEnabled() == possible, qPrintable(choice->text()));
        if (possible) {
            find<ChoiceLink>(link)->setCurrent(index);
        } else {
            QVERIFY2(choice->text().contains("no encoder"), qPrintable(choice->text()));
        }
    }
};

QTEST_MAIN(ViewsEveryModelTest)
#include "ViewsEveryModelTest.moc"
