// The first start, and data sets from a server of our own: fetched, cancelled, taken up again, refused.
#include "ui/WelcomePage.h"
#include "core/data/DataSource.h"
#include "tests/net/Contents.h"
#include "tests/net/LocalServer.h"
#include "tests/ui/WindowFixture.h"

#include <QComboBox>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>

using namespace latentscape;

class WelcomePageTest : public QObject, private WindowFixture {
    Q_OBJECT

private slots:
    void init() {
        openHome();
        m_server = std::make_unique<LocalServer>();
        m_content = idxImages(60, 28);
        m_server->put("train-images-idx3-ubyte", m_content);
        m_homes = {
            {"mnist", "MNIST", "Digits", m_server->url(), {published("train-images-idx3-ubyte", m_content)}}};
    }
    void cleanup() {
        m_window.reset();
        m_server.reset();
    }

    void isSeenAtTheFirstStartAlone() {
        auto* page = find<WelcomePage>("welcomePage");
        QVERIFY(!page->isVisible()); // the fixture's is not the first
        startForTheFirstTime();
        QVERIFY(find<WelcomePage>("welcomePage")->isVisible());
        reopenWindow();
        QVERIFY(!find<WelcomePage>("welcomePage")->isVisible());
    }

    void enterTrainsAtTheFirstStart() {
        startForTheFirstTime();
        m_window->activateWindow();
        QTRY_VERIFY(find<QPushButton>("mainButton")->hasFocus());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_COMPARE(m_window->session().state(), State::Running);
        QVERIFY(!find<WelcomePage>("welcomePage")->isVisible());
    }

    void isReachedFromHelpAndLeftWithEscape() {
        trigger("showExplore");
        trigger("showWelcome");
        auto* page = find<WelcomePage>("welcomePage");
        QVERIFY(page->isVisible());
        QTest::keyClick(page, Qt::Key_Escape);
        QVERIFY(!page->isVisible());
        QVERIFY(find<QPushButton>("exploreView")->isChecked());
    }

    void twoClicksTrainOnAnyImagesThatAreFound() {
        QDir().mkpath(inHome("latentscape/datasets/mine"));
        const QString folder = inHome("latentscape/datasets/mine");
        images("latentscape/datasets/mine/train-images-idx3-ubyte");
        trigger("showWelcome");
        m_window->activateWindow();
        find<QPushButton>(qPrintable("use-" + folder))->click();
        QTRY_COMPARE(m_window->session().dataSource(), folder);
        QTRY_VERIFY(find<QPushButton>("mainButton")->hasFocus());
        QVERIFY(!find<WelcomePage>("welcomePage")->isVisible());
        QTest::keyClick(find<QPushButton>("mainButton"), Qt::Key_Return);
        QTRY_COMPARE(m_window->session().state(), State::Running);
    }

    void aRunIsNotStoppedWithoutAsking() {
        train();
        trigger("showWelcome");
        find<QPushButton>("use-shapes")->click();
        QVERIFY(m_window->session().isTraining());
        QVERIFY(strip()->isVisible());
    }

    void offersTheLastRun() {
        QVERIFY(find<QPushButton>("welcomeGoOn")->isHidden());
        train();
        stop();
        reopenWindow();
        trigger("showWelcome");
        QTRY_VERIFY(find<QPushButton>("welcomeGoOn")->isVisible());
        find<QPushButton>("welcomeGoOn")->click();
        QTRY_COMPARE(m_window->session().state(), State::Running);
    }

    void saysWhatTheMachineHas() { QVERIFY(find<QLabel>("welcomeMachine")->text().contains("thread")); }

    void fetchesADataSetWhichCanThenBeUsed() {
        WelcomePage page(m_homes);
        page.show();
        const QSignalSpy arrived(&page, &WelcomePage::dataArrived);
        const QSignalSpy chosen(&page, &WelcomePage::dataChosen);
        auto* button = childOf<QPushButton>(page, "get-mnist");
        QCOMPARE(button->text(), QString("Get"));
        button->click();
        QCOMPARE(button->text(), QString("Cancel"));
        QTRY_COMPARE(arrived.count(), 1);
        QCOMPARE(button->text(), QString("Use"));
        button->click();
        QCOMPARE(chosen.first().first().toString(), inHome("latentscape/datasets/mnist"));
        QVERIFY(
            page.findChild<QPushButton*>("use-" + inHome("latentscape/datasets/mnist"))); // in the list, too
    }

    void cancelKeepsWhatHasArrived() {
        m_server->manners.length = 20'000;
        m_server->manners.breaks = 1;
        m_server->manners.breaksSilently = true;
        WelcomePage page(m_homes);
        page.show();
        auto* button = childOf<QPushButton>(page, "get-mnist");
        auto* bar = childOf<QProgressBar>(page, "progress-mnist");
        QVERIFY(!bar->isVisible());
        button->click();
        QTRY_VERIFY(bar->isVisible() && bar->value() > 100);
        button->click();
        QCOMPARE(button->text(), QString("Get"));
        QVERIFY(!bar->isVisible());
        QVERIFY(childOf<QLabel>(page, "note-mnist")->text().contains("kept"));
        const QSignalSpy arrived(&page, &WelcomePage::dataArrived);
        button->click();
        QTRY_COMPARE(arrived.count(), 1);
        QVERIFY(m_server->requests.back().find("range: bytes=") != std::string::npos);
    }

    void aFailureIsToldInPlaceAndCanBeTriedAgain() {
        m_server->manners.status = 404;
        m_server->manners.refusals = 1;
        WelcomePage page(m_homes);
        page.show();
        const QSignalSpy failed(&page, &WelcomePage::dataFailed);
        auto* button = childOf<QPushButton>(page, "get-mnist");
        button->click();
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(childOf<QLabel>(page, "note-mnist")->text().contains("404"));
        QCOMPARE(button->text(), QString("Get"));
        const QSignalSpy arrived(&page, &WelcomePage::dataArrived);
        button->click();
        QTRY_COMPARE(arrived.count(), 1);
    }

    void closingWhileItFetchesDoesNotWait() {
        m_server->manners.length = 20'000;
        m_server->manners.breaks = 1;
        m_server->manners.breaksSilently = true;
        auto page = std::make_unique<WelcomePage>(m_homes);
        page->show();
        childOf<QPushButton>(*page, "get-mnist")->click();
        QTRY_VERIFY(childOf<QProgressBar>(*page, "progress-mnist")->value() > 100);
        page.reset(); // else the server's silence would be waited for
        QVERIFY(std::filesystem::exists(
            inHome("latentscape/datasets/.mnist/train-images-idx3-ubyte.part").toStdString()));
    }

private:
    void startForTheFirstTime() {
        m_window.reset();
        QSettings().remove(Settings::kWelcomed);
        openWindow();
    }

    std::unique_ptr<LocalServer> m_server;
    std::string m_content;
    std::vector<DataHome> m_homes;
};

QTEST_MAIN(WelcomePageTest)
#include "WelcomePageTest.moc"
