// What goes wrong in a run is named in the window, and its remedy is one click away.
#include "tests/ui/WindowFixture.h"

#include <QAbstractSpinBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

using namespace latentscape;

class HealthTest : public QObject, private WindowFixture {
    Q_OBJECT

private slots:
    void init() {
        openHome();
        load(images());
    }
    void cleanup() { m_window.reset(); }

    void spoiltWeightsAreLeftForANewRun() {
        set("learningRate", "1");
        train();
        auto* act = find<QPushButton>("remedyButton");
        QTRY_COMPARE(act->text(), QString("Restart with rate 0.001"));
        QVERIFY(text("verdict") == "Steps are too large" || text("verdict") == "It diverged");
        act->click();
        QTRY_COMPARE(m_window->session().config().learningRate, 1e-3f);
        QTRY_COMPARE(m_window->session().state(), State::Running);
        QTRY_VERIFY(act->parentWidget()->isHidden());
        stop();
    }

    void aRateThatIsTooLowRisesInTheRun() {
        set("learningRate", "0.00001");
        train();
        QTRY_COMPARE(text("verdict"), QString("Steps are tiny"));
        auto* act = find<QPushButton>("remedyButton");
        QCOMPARE(act->text(), QString("Set the rate to 0.001"));
        find<QToolButton>("whyLink")->click();
        find<QToolButton>("showNumbers")->click();
        QVERIFY(find<QWidget>("trainPage")->isVisible());
        QSignalSpy started(&m_window->session(), &Session::runStarted);
        act->click();
        QTRY_COMPARE(m_window->session().config().learningRate, 1e-3f);
        QTRY_VERIFY(text("verdict") != "Steps are tiny");
        QCOMPARE(started.count(), 0); // it is the same run
        stop();
    }

private:
    QString text(const char* name) const { return find<QLabel>(name)->text(); }
    void set(const char* field, const char* value) {
        auto* box = find<QAbstractSpinBox>(field);
        box->findChild<QLineEdit*>()->setText(value);
        box->interpretText();
        emit box->editingFinished();
    }
};

QTEST_MAIN(HealthTest)
#include "HealthTest.moc"
