// A session is one file: the run with what was made in Explore beside it. It opens as it was left, is kept
// without being asked, and survives a crash.
#include "tests/ui/WindowFixture.h"
#include "ui/AroundCard.h"
#include "ui/ExploreView.h"
#include "ui/GalleryPage.h"
#include "ui/ImageStage.h"
#include "ui/LatentPoint.h"

#include <QAction>

using namespace latentscape;

class SavedSessionTest : public QObject, private WindowFixture {
    Q_OBJECT

private slots:
    void init() { openHome(); }
    void cleanup() { m_window.reset(); }

    void itOpensAsItWasLeft() {
        makeSomething();
        const std::vector<float> point = explore()->point()->latent();
        m_window->session().saveCheckpoint(inHome("mine.latentscape"));
        QTRY_VERIFY(!m_window->session().isSaving());

        trigger("showTrain");
        train(); // another run forgets it
        stop();
        QVERIFY(explore()->around()->gallery()->pictures().empty());

        m_window->open(inHome("mine.latentscape"));
        QTRY_COMPARE(explore()->around()->gallery()->pictures().size(), 1U);
        QCOMPARE(explore()->point()->latent(), point);
        QVERIFY(explore()->point()->isLocked(1));
        QCOMPARE(explore()->around()->currentPage(), static_cast<QWidget*>(explore()->around()->gallery()));
        QVERIFY(explore()->isVisible());
        QVERIFY(action("showExplore")->isChecked());
    }

    void whatIsKeptIsKeptWithoutBeingAsked() {
        makeSomething();
        QTRY_VERIFY(loadCheckpoint(keptRun().toStdString()).explore.find("gallery") != std::string::npos);
        QTRY_VERIFY(!m_window->session().isSaving());
        openWindow(); // without closing, as after a crash
        m_window->open(keptRun());
        QTRY_COMPARE(explore()->around()->gallery()->pictures().size(), 1U);
    }

    void whatWasMadeJustBeforeAnotherRunIsKeptWithItsOwn() {
        makeSomething();
        train(); // sooner than anything is kept
        stop();
        const std::string before = inHome("latentscape/last-run-before.safetensors").toStdString();
        QTRY_VERIFY(!m_window->session().isSaving());
        QVERIFY(loadCheckpoint(before).explore.find("Picture 1") != std::string::npos);
    }

    void whatIsDamagedLeavesTheModel() {
        makeSomething();
        Checkpoint damaged = *m_window->session().checkpoint();
        damaged.explore = R"({"gallery": [{"name": "x"}]})";
        saveCheckpoint(inHome("damaged.latentscape").toStdString(), damaged);
        m_window->open(inHome("damaged.latentscape"));
        QTRY_VERIFY(strip()->message().details.contains("kept picture"));
        QVERIFY(m_window->session().decoder().hasWeights());
        QVERIFY(explore()->around()->gallery()->pictures().empty());
    }

private:
    ExploreView* explore() const { return m_window->findChild<ExploreView*>(); }

    void makeSomething() {
        load(images());
        train();
        stop();
        trigger("showExplore");
        QTRY_VERIFY(explore()->findChild<QWidget*>("keepDecoded")->isVisible());
        std::vector<float> point(explore()->point()->latent().size());
        point[0] = 1.25F;
        explore()->point()->move(point, LatentPoint::Move::Jump);
        explore()->point()->setLocked(1, true);
        QTRY_VERIFY(find<ImageStage>("decodedImage")->images());
        trigger("keepPicture");
        QCOMPARE(explore()->around()->gallery()->pictures().size(), 1U);
    }
};

QTEST_MAIN(SavedSessionTest)
#include "SavedSessionTest.moc"
