// The curves: bounded points, the line under mouse and keys, zoom, and what is saved.
#include "ui/LossPlot.h"
#include "tests/ui/RunSnapshots.h"
#include "ui/RunOverlay.h"

#include <QImage>
#include <QSignalSpy>
#include <QTest>

#include <memory>
#include <qcustomplot.h>

using namespace latentscape;

class LossPlotTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_plot = std::make_unique<LossPlot>();
        m_plot->resize(700, 300);
        m_plot->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_plot.get()));
    }
    void cleanup() { m_plot.reset(); }

    void aLongRunKeepsABoundedNumberOfPoints() {
        for (std::int64_t step = 0; step < 50000; step += 100) {
            m_plot->add(snapshotOfSteps(step, step + 100));
        }
        QVERIFY(m_plot->pointCount() > 400);
        QVERIFY(m_plot->pointCount() <= 1000);
    }

    void clearForgetsTheRun() {
        m_plot->add(snapshotOfSteps(0, 50));
        m_plot->clear(ModelKind::Vae);
        QCOMPARE(m_plot->pointCount(), 0);
    }

    void theMouseReadsTheCurves() {
        fill();
        QVERIFY(m_plot->cursorText().isEmpty());
        QTest::mouseMove(inside(), QPoint(300, 80));
        QTRY_VERIFY(m_plot->cursorText().startsWith("step "));
        QVERIFY(m_plot->cursorText().contains("ELBO loss 2"));
        QVERIFY(m_plot->cursorText().contains("KL 10.0"));
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(inside(), &leave);
        QVERIFY(m_plot->cursorText().isEmpty());
    }

    void heldOutLossesStandBesideThoseOfTraining() {
        fill();
        Snapshot epoch;
        epoch.epochs.push_back(epochResult(1, 207, {1}));
        m_plot->add(epoch);
        QTest::keyClick(m_plot.get(), Qt::Key_Left);
        QVERIFY2(m_plot->cursorText().contains("held out 207.0"), qPrintable(m_plot->cursorText()));
    }

    void keysWalkFromStepToStep() {
        fill();
        QTest::keyClick(m_plot.get(), Qt::Key_Left); // shows the newest
        QVERIFY(m_plot->cursorText().startsWith("step 199,"));
        QTest::keyClick(m_plot.get(), Qt::Key_Left);
        QVERIFY(m_plot->cursorText().startsWith("step 198,"));
        QTest::keyClick(m_plot.get(), Qt::Key_Left, Qt::ShiftModifier);
        QVERIFY(m_plot->cursorText().startsWith("step 178,"));
        QTest::keyClick(m_plot.get(), Qt::Key_Right);
        QVERIFY(m_plot->cursorText().startsWith("step 179,"));
        QCOMPARE(m_plot->accessibleDescription(), m_plot->cursorText());
    }

    void dragZoomsAndEscapeOrADoubleClickGoesBack() {
        fill();
        drag();
        QVERIFY(m_plot->isZoomed());
        m_plot->add(snapshotOfSteps(200, 210)); // what comes doesn't move what is looked at
        QVERIFY(m_plot->isZoomed());
        QTest::keyClick(m_plot.get(), Qt::Key_Escape);
        QVERIFY(!m_plot->isZoomed());
        drag();
        QTest::mouseDClick(inside(), Qt::LeftButton, {}, QPoint(300, 80));
        QVERIFY(!m_plot->isZoomed());
    }

    void aClickIsNoZoom() {
        fill();
        QTest::mouseClick(inside(), Qt::LeftButton, {}, QPoint(300, 80));
        QVERIFY(!m_plot->isZoomed());
    }

    void everyWayOfLookingDrawsSomethingElse() {
        fill();
        const QImage before = m_plot->picture();
        m_plot->setLogarithmic(true);
        QVERIFY(m_plot->picture() != before);
        m_plot->setLogarithmic(false);
        QCOMPARE(m_plot->picture(), before);
        m_plot->setFitAll(true);
        QVERIFY(m_plot->picture() != before);
        m_plot->setFitAll(false);
        m_plot->setSmoothing(LossPlot::Smoothing::Strong);
        QVERIFY(m_plot->picture() != before);
        m_plot->setSmoothing(LossPlot::Smoothing::Light);
        QCOMPARE(m_plot->picture(), before);
    }

    void aLiveChangeLeavesAMark() {
        fill();
        const QImage before = m_plot->picture();
        Snapshot change;
        change.changes = {{1.2, "beta 0.5 → 1"}};
        m_plot->add(change);
        QVERIFY(m_plot->picture() != before);
    }

    void wordsOfMarksThatAreNearStandInTwoLines() {
        fill();
        Snapshot change;
        change.changes = {{1.2, "beta 0.5 → 1"}, {1.25, "learning rate 0.001 → 0.0005"}};
        m_plot->add(change);
        m_plot->picture(); // lays out
        auto* plot = m_plot->findChild<QCustomPlot*>();
        QMap<QString, int> above; // room above the words
        for (int i = 0; i < plot->itemCount(); ++i) {
            const auto* words = qobject_cast<QCPItemText*>(plot->item(i));
            if (words && words->visible()) {
                above[words->text()] = words->padding().top();
            }
        }
        QCOMPARE(above.value("learning rate 0.001 → 0.0005", -1), 0);
        QVERIFY(above.value("beta 0.5 → 1", -1) > 8);
    }

    void namesStandInTheOrderOfTheEndsOfTheirLines() {
        m_plot->clear(ModelKind::Gan);
        Snapshot snapshot;
        for (std::int64_t step = 0; step < 200; ++step) { // the generator's loss is above the discriminator's
            snapshot.losses.push_back({step, static_cast<double>(step) / 100, {0.3F, 6, 0.9F, 0.1F}});
        }
        m_plot->add(snapshot);
        m_plot->setFitAll(true);
        m_plot->picture(); // lays out
        QMap<QString, double> heights;
        auto* plot = m_plot->findChild<QCustomPlot*>();
        for (int i = 0; i < plot->itemCount(); ++i) {
            if (const auto* words = qobject_cast<QCPItemText*>(plot->item(i)); words && words->visible()) {
                heights[words->text()] = words->position->pixelPosition().y();
            }
        }
        QVERIFY(heights.contains("generator") && heights.contains("discriminator"));
        QVERIFY(heights["generator"] < heights["discriminator"]);
        QVERIFY(heights["discriminator"] < heights["D(real)"]);
    }

    void aMomentOnTheAxisIsReadAndChosen() {
        fill();
        m_plot->setMoments({{0, 0, false}, {100, 1, true}, {190, 1.9, false}});
        m_plot->picture(); // lays out
        QSignalSpy chosen(m_plot.get(), &LossPlot::momentChosen);
        QSignalSpy moved(m_plot.get(), &LossPlot::cursorMoved);
        const QPoint place = onAxis(1);
        QTest::mouseMove(inside(), place);
        QTRY_VERIFY(m_plot->cursorText().contains("best kept moment"));
        QCOMPARE(moved.last().first().toDouble(), 1.0);
        QTest::mouseClick(inside(), Qt::LeftButton, {}, place);
        QCOMPARE(chosen.takeFirst().first().toLongLong(), 100);
        QTest::mouseClick(inside(), Qt::LeftButton, {}, onAxis(0.5));           // there is none
        QTest::mouseClick(inside(), Qt::LeftButton, {}, QPoint(place.x(), 80)); // nor on the curves
        QCOMPARE(chosen.count(), 0);
    }

    void aMomentThatMovesOnUnderTheMouseIsChosenAsItsWordsSay() {
        fill();
        m_plot->setMoments({{120, 1.2, false}});
        m_plot->picture(); // lays out
        QSignalSpy chosen(m_plot.get(), &LossPlot::momentChosen);
        const QPoint place = onAxis(1.2);
        QTest::mouseMove(inside(), place);
        QTRY_VERIFY(m_plot->cursorText().contains("kept moment"));
        m_plot->add(snapshotOfSteps(200, 800)); // the time axis grows
        m_plot->picture();
        QVERIFY(place.x() - onAxis(1.2).x() > 50);
        QTest::mouseClick(inside(), Qt::LeftButton, {}, place);
        QCOMPARE(chosen.takeFirst().first().toLongLong(), 120);
    }

    void enterChoosesTheMomentThatIsNearest() {
        fill();
        QSignalSpy chosen(m_plot.get(), &LossPlot::momentChosen);
        m_plot->showCursorAt(0.3);
        QTest::keyClick(m_plot.get(), Qt::Key_Return);
        QCOMPARE(chosen.count(), 0);
        m_plot->setMoments({{0, 0, false}, {100, 1, true}});
        QTest::keyClick(m_plot.get(), Qt::Key_Return);
        QCOMPARE(chosen.takeFirst().first().toLongLong(), 0);
    }

    void theMomentThatIsLookedAtHasALine() {
        fill();
        m_plot->setMoments({{0, 0, false}, {100, 1, false}});
        const QImage before = m_plot->picture();
        m_plot->setLookedAt(100);
        QVERIFY(m_plot->picture() != before);
        m_plot->setLookedAt({});
        QCOMPARE(m_plot->picture(), before);
    }

    void aSingleStepIsSeenThoughAPointStandsForMany() {
        for (std::int64_t step = 0; step < 4000; step += 100) {
            m_plot->add(snapshotOfSteps(step, step + 100));
        }
        const auto points = m_plot->pointCount();
        Snapshot step = snapshotOfSteps(4000, 4001);
        step.state = TrainState::Paused;
        const QImage before = m_plot->picture();
        m_plot->add(step);
        QCOMPARE(m_plot->pointCount(), points);
        QVERIFY(m_plot->picture() != before);
    }

    void otherRunsAreLaidOverIt() {
        fill();
        const QImage before = m_plot->picture();
        auto history = std::make_shared<LossHistory>();
        for (const LossPoint& point : snapshotOfSteps(0, 400).losses) { // twice as long
            history->add(point);
        }
        history->add(epochResult(1, 333, {1}));
        m_plot->setOverlay({{"another", ModelKind::Vae, 0, history}});
        QVERIFY(m_plot->picture() != before);
        QTest::keyClick(m_plot.get(), Qt::Key_Left);
        QVERIFY2(m_plot->cursorText().contains("another: held out 333.0"), qPrintable(m_plot->cursorText()));
        m_plot->setOverlay({{"a GAN", ModelKind::Gan, 0, history}}); // has other losses
        QCOMPARE(m_plot->picture(), before);
        m_plot->setOverlay({});
        QCOMPARE(m_plot->picture(), before);
    }

    void anOverlayOutlivesTheRunThatIsShown() {
        auto history = std::make_shared<LossHistory>();
        history->add(epochResult(1, 333, {1}));
        m_plot->setOverlay({{"another", ModelKind::Vae, 0, history}}); // before there is any point
        m_plot->clear(ModelKind::Gan);
        m_plot->clear(ModelKind::Vae);
        fill();
        QTest::keyClick(m_plot.get(), Qt::Key_Left);
        QVERIFY(m_plot->cursorText().contains("another"));
    }

    void itsPictureIsTwiceAsLarge() {
        fill();
        QCOMPARE(m_plot->picture().size(), QSize(1400, 600));
    }

private:
    void fill() { m_plot->add(snapshotOfSteps(0, 200)); }
    QWidget* inside() const { return m_plot->findChild<QWidget*>(); }
    // Over the numbers of the time axis.
    QPoint onAxis(double epoch) const {
        const auto* plot = m_plot->findChild<QCustomPlot*>();
        const auto* lower = plot->axisRect(1);
        return {static_cast<int>(lower->axis(QCPAxis::atBottom)->coordToPixel(epoch)), lower->bottom() + 6};
    }
    void drag() {
        QTest::mousePress(inside(), Qt::LeftButton, {}, QPoint(200, 60));
        QTest::mouseMove(inside(), QPoint(250, 80));
        QTest::mouseMove(inside(), QPoint(350, 140));
        QTest::mouseRelease(inside(), Qt::LeftButton, {}, QPoint(350, 140));
    }

    std::unique_ptr<LossPlot> m_plot;
};

QTEST_MAIN(LossPlotTest)
#include "LossPlotTest.moc"
