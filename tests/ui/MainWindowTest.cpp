// The window as a user meets it: the embedded images are there, Train starts, curves and samples arrive, the
// menu offers what can be done, and trouble is told in place and leaves the session as it was.
#include "tests/ui/WindowFixture.h"
#include "ui/ImageStage.h"

#include <QActionGroup>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSpinBox>
#include <QTableWidget>
#include <QToolButton>

using namespace latentscape;

class MainWindowTest : public QObject, private WindowFixture {
    Q_OBJECT

private slots:
    void init() { openHome(); }
    void cleanup() { m_window.reset(); }

    void trainsPausesAndStops() {
        auto* main = find<QPushButton>("mainButton");
        auto* stop = find<QPushButton>("stopButton");
        auto* plot = find<LossPlot>("lossPlot");
        auto* samples = find<ImageStage>("samples");
        QTest::mouseClick(main, Qt::LeftButton);
        QTRY_VERIFY(plot->pointCount() > 0);
        QTRY_VERIFY(samples->images() != nullptr);
        QCOMPARE(main->text(), QString("Pause"));
        find<QDoubleSpinBox>("beta")->setValue(0.5);
        QTest::mouseClick(main, Qt::LeftButton);
        QTRY_COMPARE(m_window->session().state(), State::Paused);
        QTest::mouseClick(main, Qt::LeftButton);
        QTRY_COMPARE(m_window->session().state(), State::Running);
        QTest::mouseClick(stop, Qt::LeftButton);
        QTRY_COMPARE(m_window->session().state(), State::Ready);
        QVERIFY(m_window->session().checkpoint() != nullptr);
    }

    void aWindowThatIsSmallerThanAViewScrollsIt() {
        auto* room = find<QScrollArea>("viewRoom");
        QCOMPARE(room->horizontalScrollBar()->maximum(), 0);
        m_window->resize(900, 520);
        QTRY_VERIFY(room->horizontalScrollBar()->maximum() > 0);
        QCOMPARE(m_window->size(), QSize(900, 520));
        m_window->resize(1280, 650);
        QTRY_COMPARE(room->horizontalScrollBar()->maximum(), 0);
        QTRY_COMPARE(room->verticalScrollBar()->maximum(), 0);
    }

    void aViewThatFitsDoesNotScrollForItsWrappedWords() {
        train();
        stop();
        m_window->resize(1280, 600); // less than its views would like to have
        trigger("showExplore");
        find<QAbstractButton>("showPath")->click(); // whose hint is wrapped
        auto* room = find<QScrollArea>("viewRoom");
        QTRY_VERIFY(find<QWidget>("exploreView")->isVisible());
        QTest::qWait(100);
        QCOMPARE(room->verticalScrollBar()->maximum(), 0);
    }

    void theFirstStartNeedsOneKey() {
        QCOMPARE(m_window->session().dataSource(), QString("shapes"));
        m_window->activateWindow();
        QTRY_VERIFY(find<QPushButton>("mainButton")->hasFocus());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_COMPARE(m_window->session().state(), State::Running);
    }

    void imagesAreBroughtToTheFormThatIsChosen() {
        find<QToolButton>("moreTraining")->click();
        QVERIFY(find<QSpinBox>("side")->isVisible());
        find<QSpinBox>("side")->setValue(16);
        find<QComboBox>("colour")->setCurrentIndex(2);
        QTRY_COMPARE(m_window->session().data().train->shape(), (ImageShape{3, 16, 16}));
        QTRY_COMPARE(m_window->session().state(), State::Ready);
        QVERIFY(find<QSpinBox>("side")->isVisible());
        trigger("startRun");
        QTRY_COMPARE(m_window->session().state(), State::Running);
        QVERIFY(!find<QSpinBox>("side")->isVisible()); // the page has made way for the run
        QCOMPARE(m_window->session().config().side, 16);
    }

    void aSearchForTheRateLeavesTheSessionAsItWas() {
        find<QToolButton>("findRate")->click();
        auto* use = find<QPushButton>("useRate");
        QTRY_VERIFY_WITH_TIMEOUT(use->isVisible(), 30000);
        QCOMPARE(m_window->session().state(), State::Ready);
        QVERIFY(!m_window->session().checkpoint());
        const double before = find<QDoubleSpinBox>("learningRate")->value();
        use->click();
        QVERIFY(!use->isVisible());
        QVERIFY(find<QDoubleSpinBox>("learningRate")->value() != before);
    }

    void aStartEndsASearchForTheRate() {
        find<QToolButton>("findRate")->click();
        trigger("startRun");
        QTRY_COMPARE(m_window->session().state(), State::Running);
        QVERIFY(!find<QPushButton>("cancelRate")->isVisible());
    }

    void measuresWhileARunGoesOn() {
        train();
        trigger("showMeasure");
        auto* button = find<QPushButton>("measureButton");
        QTRY_VERIFY(button->isVisible());
        QVERIFY(!action("copyPicture")->isEnabled()); // there are no figures yet
        button->click();
        QTRY_VERIFY_WITH_TIMEOUT(button->isVisible(), 60000);
        QCOMPARE(m_window->session().state(), State::Running);
        QVERIFY(find<QTableWidget>("measureTable")->rowCount() > 10);
        QVERIFY(!action("savePicture")->isEnabled());
        QCOMPARE(action("copyPicture")->text(), QString("&Copy figures"));
        trigger("copyPicture");
        QVERIFY(QGuiApplication::clipboard()->text().contains("Negative ELBO\t"));
        stop();
        trigger("startRun");
        QTRY_COMPARE(m_window->session().state(), State::Running);
        QVERIFY(!action("copyPicture")->isEnabled()); // those were of another run
    }

    void theMenuOffersWhatCanBeDone() {
        QVERIFY(!action("goOnWithLastRun")->isEnabled()); // but it is there
        QVERIFY(!action("stopRun")->isEnabled());
        QVERIFY(!action("saveCheckpoint")->isEnabled());
        trigger("startRun");
        QTRY_COMPARE(m_window->session().state(), State::Running);
        QVERIFY(action("stopRun")->isEnabled());
        QVERIFY(!action("openFolder")->isEnabled());
        trigger("pauseRun");
        QTRY_COMPARE(action("pauseRun")->text(), QString("&Resume"));
        trigger("stopRun");
        QTRY_COMPARE(m_window->session().state(), State::Ready);
        QVERIFY(action("goOnRun")->isEnabled());
        QVERIFY(action("saveCheckpoint")->isEnabled());
        trigger("showCompare");
        QVERIFY(find<QPushButton>("compareView")->isChecked());
        QVERIFY(!action("saveStrips")->isEnabled());
    }

    void goesOnWithTheRunThatIsShown() {
        train();
        stop();
        const std::int64_t step = m_window->session().checkpoint()->step;
        trigger("goOnRun");
        QTRY_COMPARE(m_window->session().state(), State::Running);
        stop();
        QVERIFY(m_window->session().checkpoint()->step >= step);
    }

    void helpIsAPageAndEscapeLeavesIt() {
        trigger("showExplore");
        trigger("showShortcuts");
        auto* help = find<QWidget>("helpPage");
        QVERIFY(help->isVisible());
        QTest::keyClick(help, Qt::Key_Escape);
        QVERIFY(!help->isVisible());
        QVERIFY(find<QPushButton>("exploreView")->isChecked());
        trigger("showAbout");
        QVERIFY(help->isVisible());
        trigger("showTrain");
        QVERIFY(!help->isVisible());
    }

    void troubleIsToldInPlaceAndChangesNothing() {
        const QString file = saveRun("mine.safetensors");
        m_window->open(file);
        QTRY_COMPARE(strip()->message().remedy, QString("Go on training"));
        const auto before = m_window->session().checkpoint();
        for (const char* bad : {"nothing here", "notes.txt", "bad.safetensors", "empty folder"}) {
            const QString path = inHome(bad);
            if (path.contains('.')) {
                std::ofstream(path.toStdString()) << "no images";
            } else if (path.endsWith("folder")) {
                QDir().mkdir(path);
            }
            m_window->open(path);
            QTRY_VERIFY2(strip()->isVisible() && strip()->message().text.contains(path), bad);
            QVERIFY(!QApplication::activeModalWidget());
            QVERIFY(!strip()->message().remedy.isEmpty());
            QVERIFY(strip()->message().details.contains("Qt "));
            QCOMPARE(m_window->session().state(), State::Ready);
            QCOMPARE(m_window->session().checkpoint(), before);
            QCOMPARE(m_window->session().dataSource(), QString("shapes"));
            QCOMPARE(find<QComboBox>("data")->currentData().toString(), QString("shapes"));
            strip()->dismiss();
        }
        QVERIFY(m_window->session().canGoOn());
    }

    void aMessageCanBeUnfoldedCopiedAndDismissed() {
        emit m_window->session().failed({Problem::What::RunFailed, {}, "The loss is not finite."});
        auto* details = find<QPlainTextEdit>("messageDetails");
        QVERIFY(strip()->isVisible() && !details->isVisible());
        QTest::mouseClick(find<QAbstractButton>("messageUnfold"), Qt::LeftButton);
        QVERIFY(details->isVisible());
        QVERIFY(details->toPlainText().contains("The loss is not finite."));
        QTest::keyClick(strip(), Qt::Key_Escape);
        QVERIFY(!strip()->isVisible());
    }

    void aRemedyOpensWhatHelps() {
        drop(inHome("not there"));
        QTRY_VERIFY(strip()->isVisible());
        QDir().mkdir(inHome("folder"));
        images("folder/train-images-idx3-ubyte");
        chooseFile(inHome("folder"), [this] { find<QPushButton>("messageRemedy")->click(); });
        QTRY_COMPARE(m_window->session().dataSource(), inHome("folder"));
    }

    void aRunThatFailsGoesOnMoreCarefully() {
        train();
        stop();
        const float rate = m_window->session().config().learningRate;
        emit m_window->session().failed({Problem::What::RunFailed, {}, "The loss is not finite."});
        QTest::mouseClick(find<QPushButton>("messageRemedy"), Qt::LeftButton);
        QTRY_COMPARE(m_window->session().state(), State::Running);
        QCOMPARE(m_window->session().config().learningRate, rate / 10);
    }

    void aRunIsReplacedOnlyWhenThatIsWanted() {
        const QString five = images();
        train();
        drop(five);
        QVERIFY(m_window->session().isTraining());
        QTest::mouseClick(find<QPushButton>("messageRemedy"), Qt::LeftButton);
        QTRY_COMPARE(m_window->session().dataSource(), five);
    }
};

QTEST_MAIN(MainWindowTest)
#include "MainWindowTest.moc"
