// From one start to the next: closing asks and loses nothing, however it comes; settings and layout are kept.
#include "tests/ui/WindowFixture.h"

#include <QDoubleSpinBox>
#include <QMessageBox>
#include <QPushButton>

using namespace latentscape;

class KeepingTest : public QObject, private WindowFixture {
    Q_OBJECT

private slots:
    void init() { openHome(); }
    void cleanup() { m_window.reset(); }

    void closingDuringTrainingAsksAndLosesNothing() {
        train();
        m_window->close();
        answer("stayAnswer");
        QVERIFY(m_window->isVisible());
        QVERIFY(m_window->session().isTraining());
        m_window->close();
        answer("closeAnswer");
        QTRY_VERIFY(!m_window->isVisible());
        const std::int64_t step = m_window->session().checkpoint()->step;
        QVERIFY(step > 0);
        QCOMPARE(loadCheckpoint(keptRun().toStdString()).step, step);

        openWindow();
        QTRY_VERIFY(strip()->isVisible());
        QCOMPARE(strip()->message().remedy, QString("Go on"));
        QVERIFY(action("goOnWithLastRun")->isEnabled());
        QTest::mouseClick(find<QPushButton>("messageRemedy"), Qt::LeftButton);
        QTRY_COMPARE(m_window->session().state(), State::Running);
        QTRY_VERIFY(find<LossPlot>("lossPlot")->pointCount() > 0);
        stop();
        QVERIFY(m_window->session().checkpoint()->step >= step);
    }

    void aPausedRunIsKeptToo() {
        train();
        m_window->session().setPaused(true);
        QTRY_COMPARE(m_window->session().state(), State::Paused);
        m_window->close();
        answer("closeAnswer");
        QTRY_VERIFY(!m_window->isVisible());
        QCOMPARE(loadCheckpoint(keptRun().toStdString()).step, m_window->session().checkpoint()->step);
    }

    void aSignalClosesWithoutAQuestion() {
        train();
        m_window->saveAndClose();
        QTRY_VERIFY(!m_window->isVisible());
        QCOMPARE(loadCheckpoint(keptRun().toStdString()).step, m_window->session().checkpoint()->step);
    }

    void anotherRunDoesNotCostTheOneBefore() {
        QVERIFY(!action("openRunBefore")->isEnabled());
        train();
        stop();
        const std::int64_t step = m_window->session().checkpoint()->step;
        trigger("goOnRun"); // the same run
        QTRY_COMPARE(m_window->session().state(), State::Running);
        stop();
        QVERIFY(!QFile::exists(runBefore()));
        const Checkpoint first = loadCheckpoint(keptRun().toStdString());
        QVERIFY(first.step >= step);
        train();
        stop();
        QCOMPARE(loadCheckpoint(runBefore().toStdString()).step, first.step);
        QVERIFY(action("openRunBefore")->isEnabled());
        trigger("openRunBefore");
        QTRY_COMPARE(m_window->session().checkpoint()->step, first.step);
        QTRY_VERIFY(strip()->isVisible());
        QVERIFY(recentPaths().isEmpty());
    }

    void theEndOfTheSessionKeepsTheRunAndMayBeCalledOff() {
        m_window->keepRun(); // nothing runs
        QVERIFY(!QFile::exists(keptRun()));
        train();
        m_window->keepRun();
        const std::int64_t kept = loadCheckpoint(keptRun().toStdString()).step;
        QVERIFY(kept > 0);
        QVERIFY(m_window->isVisible());
        QVERIFY(m_window->session().isTraining());
        m_window->close(); // and it did end
        QTRY_VERIFY(!m_window->isVisible());
        QVERIFY(!m_window->findChild<QMessageBox*>("closeQuestion"));
        QVERIFY(loadCheckpoint(keptRun().toStdString()).step >= kept);
    }

    void aRunThatCannotBeKeptIsNotLostInSilence() {
        QVERIFY(QDir().mkdir(keptRun())); // where the file should be
        train();
        m_window->close();
        answer("closeAnswer");
        QTRY_VERIFY(strip()->isVisible());
        QVERIFY(m_window->isVisible());
        QVERIFY(strip()->message().text.contains("last-run"));
        m_window->close();
        answer("stayAnswer");
        QVERIFY(m_window->isVisible());
        chooseFile(inHome("elsewhere.safetensors"), [this] { find<QPushButton>("messageRemedy")->click(); });
        QTRY_VERIFY(QFile::exists(inHome("elsewhere.safetensors")));
        QTRY_VERIFY(!m_window->session().isSaving());
        m_window->close(); // it is safe now
        QVERIFY(!m_window->isVisible());
    }

    void settingsAndLayoutAreKept() {
        find<QDoubleSpinBox>("learningRate")->setValue(0.0025);
        trigger("showExplore");
        trigger("themeDark");
        m_window->resize(1300, 777);
        reopenWindow();
        QCOMPARE(find<QDoubleSpinBox>("learningRate")->value(), 0.0025);
        QVERIFY(find<QPushButton>("exploreView")->isChecked());
        QVERIFY(action("themeDark")->isChecked());
        QCOMPARE(Settings::theme(), ThemeMode::Dark);
        QCOMPARE(m_window->size(), QSize(1300, 777));
        trigger("themeDesktop");
    }

    void theDataOfTheLastTimeAreThereAgain() {
        const QString five = images();
        load(five);
        reopenWindow();
        QCOMPARE(m_window->session().dataSource(), five);
    }

    void imagesThatAreGoneAtTheNextStartAreNamed() {
        const QString five = images();
        load(five);
        m_window->close();
        QVERIFY(QFile::remove(five));
        openWindow();
        QTRY_COMPARE(m_window->session().dataSource(), QString("shapes"));
        QTRY_VERIFY(strip()->isVisible());
        QVERIFY(strip()->message().text.contains(five));
    }

    void settingsThatMakeNoSenseAreLeftAside() {
        m_window->close();
        m_window.reset();
        QSettings store;
        store.setValue(Settings::kGeometry, "nonsense");
        store.setValue(Settings::kView, 77);
        store.setValue(Settings::kTheme, -5);
        store.setValue(Settings::kRun, QByteArray("{\"epochs\": \"many\""));
        store.setValue(Settings::kRecentFiles, 3);
        store.sync();
        openWindow();
        QCOMPARE(m_window->session().dataSource(), QString("shapes"));
    }

private:
    QString runBefore() const { return inHome("latentscape/last-run-before.safetensors"); }
    void answer(const char* button) {
        QTRY_VERIFY(m_window->findChild<QMessageBox*>("closeQuestion"));
        auto* question = m_window->findChild<QMessageBox*>("closeQuestion");
        question->findChild<QAbstractButton*>(QLatin1String(button))->click();
        QTRY_VERIFY(!m_window->findChild<QMessageBox*>("closeQuestion"));
    }
};

QTEST_MAIN(KeepingTest)
#include "KeepingTest.moc"
