// In the window: a moment of the past is shown everywhere while the run goes on, the way back, the branch
// that begins there, and single steps.
#include "tests/ui/WindowFixture.h"
#include "ui/HistoryStrip.h"
#include "ui/PastLine.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>

using namespace latentscape;

class RewindTest : public QObject, private WindowFixture {
    Q_OBJECT

private slots:
    void init() { openHome(); }
    void cleanup() { m_window.reset(); }

    void theFirstMomentIsShownWhileTheRunGoesOn() {
        train();
        lookAtFirst();
        QVERIFY(line()->isVisible());
        QVERIFY(find<QLabel>("pastTitle")->text().contains("Step 0 of the past"));
        QVERIFY(find<QLabel>("pastNote")->text().contains("training goes on"));
        QVERIFY(session().isTraining());
        QCOMPARE(session().lookBack().shown().weights->step, 0);
        QSignalSpy snapshots(&session(), &Session::snapshotArrived);
        QTRY_VERIFY(snapshots.count() > 3);
        QCOMPARE(session().lookBack().shown().weights->step, 0);

        QTest::mouseClick(find<QPushButton>("backToNow"), Qt::LeftButton);
        QVERIFY(!line()->isVisible());
        QTRY_VERIFY(session().lookBack().shown().weights->step > 0);
    }

    void continuingBeginsARunAndKeepsTheOldOne() {
        train();
        QTRY_VERIFY(session().moments().entries().size() > 1);
        lookAtFirst();
        const QString before = session().moments().run();
        QSignalSpy started(&session(), &Session::runStarted);
        QTest::mouseClick(find<QPushButton>("branchButton"), Qt::LeftButton);
        QTRY_COMPARE(started.count(), 1);
        QTRY_COMPARE(session().state(), State::Running);
        QVERIFY(!line()->isVisible());
        QVERIFY(session().moments().run() != before);
        QCOMPARE(session().moments().runs().size(), 2);
        QVERIFY(!session().moments().lastOf(before).endsWith("step-000000000.safetensors"));
        QTRY_VERIFY(find<LossPlot>("lossPlot")->pointCount() > 0);
        stop();
        const auto history = LossHistory::fromJson(session().checkpoint()->history);
        QCOMPARE(history.changes().size(), 1U);
        QCOMPARE(QString::fromStdString(history.changes()[0].text), QString("went on from step 0"));
        // The old run can be opened again, at its end.
        auto* menu = find<QMenu>("earlierRunsMenu");
        emit menu->aboutToShow();
        QCOMPARE(menu->actions().size(), 1);
        for (QAction* run : menu->actions()) {
            if (run->text() == before) {
                run->trigger();
            }
        }
        QTRY_COMPARE(session().moments().run(), before);
        QVERIFY(session().checkpoint()->step > 0);
    }

    void aRunThatIsTakenUpAgainHasItsMoments() {
        train();
        QTRY_VERIFY(session().moments().entries().size() > 1);
        stop();
        const QString run = session().moments().run();
        const auto count = session().moments().entries().size();
        reopenWindow();
        m_window->open(keptRun());
        QTRY_COMPARE(session().moments().run(), run);
        QCOMPARE(session().moments().entries().size(), count);
        lookAtFirst();
        QVERIFY(!find<QLabel>("pastNote")->text().contains("training"));
        trigger("lookAtNow");
        QVERIFY(!line()->isVisible());
        trigger("goOnRun"); // nothing later is kept: the same run
        QTRY_COMPARE(session().state(), State::Running);
        QCOMPARE(session().moments().run(), run);
    }

    void aFileThatIsGoneIsTold() {
        train();
        stop();
        QTRY_VERIFY(!session().moments().entries().front().unwritten);
        QVERIFY(QFile::remove(session().moments().fileOf(0)));
        session().lookAt(0);
        QTRY_VERIFY(strip()->isVisible());
        QVERIFY(strip()->message().title.contains("could not be read"));
        QVERIFY(!line()->isVisible());
    }

    void aSingleStepIsSeenOnTheCurves() {
        QVERIFY(!action("oneStep")->isEnabled());
        train();
        QVERIFY(!action("oneStep")->isEnabled());
        session().setPaused(true);
        QTRY_COMPARE(session().state(), State::Paused);
        QVERIFY(action("oneStep")->isEnabled());
        QVERIFY(!action("oneStepOfD")->isEnabled()); // of a VAE
        QSignalSpy snapshots(&session(), &Session::snapshotArrived);
        trigger("oneStep");
        QTRY_VERIFY(snapshots.count() > 0);
        QTRY_VERIFY(lossesIn(snapshots) == 1);
        QCOMPARE(session().state(), State::Paused);
    }

private:
    Session& session() const { return m_window->session(); }
    PastLine* line() const { return find<PastLine>("pastLine"); }
    void lookAtFirst() {
        QTRY_VERIFY(session().moments().entry(0));
        emit find<LossPlot>("lossPlot")->momentChosen(0);
        QTRY_VERIFY(session().lookBack().isOn());
    }
    static int lossesIn(const QSignalSpy& snapshots) {
        std::size_t count = 0;
        for (const auto& arguments : snapshots) {
            count += arguments.first().value<Snapshot>().losses.size();
        }
        return static_cast<int>(count);
    }
};

QTEST_MAIN(RewindTest)
#include "RewindTest.moc"
