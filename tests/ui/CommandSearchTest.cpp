// Commands, settings and terms are found by a few letters and done by the keyboard alone.
#include "ui/CommandSearch.h"
#include "tests/ui/WindowFixture.h"
#include "ui/CommandMatch.h"

#include <QAbstractSpinBox>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTextBrowser>

using namespace latentscape;

class CommandSearchTest : public QObject, private WindowFixture {
    Q_OBJECT

private slots:
    void init() { openHome(); }
    void cleanup() { m_window.reset(); }

    void lettersMatchInTheirOrder() {
        QVERIFY(matchOf("sc", "Save checkpoint..."));
        QVERIFY(matchOf("SAVE CH", "Save checkpoint..."));
        QVERIFY(!matchOf("cs", "Sac"));
        QVERIFY(!matchOf("x", ""));
        QCOMPARE(matchOf("", "anything"), std::optional(0));
        QVERIFY(*matchOf("sc", "Save checkpoint") > *matchOf("sc", "Discard")); // beginnings of words
        QVERIFY(*matchOf("rate", "Learning rate") > *matchOf("rate", "Separated features"));
        QVERIFY(*matchOf("kl", "KL") >= *matchOf("kl", "Kernel length"));
    }

    void aCommandIsFoundAndDone() {
        open();
        type("explor");
        QCOMPARE(list()->currentItem()->text(), QString("Explore"));
        press(Qt::Key_Return);
        QVERIFY(!search()->isVisible());
        QVERIFY(find<QPushButton>("exploreView")->isChecked());
    }

    void arrowsChooseAndEscapeGivesTheFocusBack() {
        m_window->activateWindow();
        QTRY_VERIFY(find<QPushButton>("mainButton")->hasFocus());
        open();
        QCOMPARE(list()->currentRow(), 0);
        press(Qt::Key_Up);
        QCOMPARE(list()->currentRow(), 0);
        press(Qt::Key_Down);
        press(Qt::Key_Down);
        QCOMPARE(list()->currentRow(), 2);
        press(Qt::Key_Escape);
        QVERIFY(!search()->isVisible());
        QTRY_VERIFY(find<QPushButton>("mainButton")->hasFocus());
    }

    void whatCannotBeDoneSaysWhy() {
        open();
        type("stop");
        const QListWidgetItem* item = itemNamed("Stop");
        QVERIFY(item);
        QCOMPARE(item->toolTip(), QString("no run goes on"));
        list()->setCurrentItem(const_cast<QListWidgetItem*>(item));
        press(Qt::Key_Return); // does nothing, and stays
        QVERIFY(search()->isVisible());
    }

    void everyDisabledCommandSaysWhyBeforeARun() {
        open();
        sayWhy();
        QCOMPARE(reasonOf("Undo"), QString("only in Explore"));
        QCOMPARE(reasonOf("One step of D"), QString("no run goes on"));
        QCOMPARE(reasonOf("Continue from here"), QString("no moment of the past is shown"));
        QCOMPARE(reasonOf("Save report..."), QString("nothing has been trained or opened"));
    }

    void everyDisabledCommandSaysWhyDuringARun() {
        train();
        trigger("showExplore");
        open();
        sayWhy();
        QCOMPARE(reasonOf("Redo"), QString("nothing has been undone"));
        QCOMPARE(reasonOf("One step"), QString("only while the run is paused"));
        QCOMPARE(reasonOf("One step of D"), QString("only of a GAN"));
        QCOMPARE(reasonOf("Earlier runs"), QString("not while a run goes on"));
        QCOMPARE(reasonOf("Open recent"), QString("not while a run goes on"));
        QCOMPARE(reasonOf("Save report..."), QString());
    }

    void aSettingIsGoneTo() {
        m_window->activateWindow();
        open();
        type("weight decay");
        press(Qt::Key_Return);
        QTRY_VERIFY(find<QWidget>("settingsPage")->isVisible());
        QTRY_VERIFY(find<QAbstractSpinBox>("weightDecay")->hasFocus());
        open();
        type("batch");
        press(Qt::Key_Return);
        QTRY_VERIFY(find<QAbstractSpinBox>("batch")->hasFocus());
    }

    void aSettingThatCannotBeChangedSaysWhy() {
        train();
        open();
        type("latents");
        QVERIFY(itemNamed("Latents"));
        QCOMPARE(itemNamed("Latents")->toolTip(), QString("not while a run goes on"));
        type("learning rate");
        QCOMPARE(itemNamed("Learning rate")->toolTip(), QString()); // live
    }

    void aTermIsExplained() {
        open();
        type("posterior collapse");
        press(Qt::Key_Return);
        QVERIFY(find<QWidget>("termsPage")->isVisible());
        QVERIFY(find<QTextBrowser>("termsText")->toPlainText().startsWith("Posterior collapse"));
    }

    void nothingThatFitsIsNoTrouble() {
        open();
        type("qqqqqq");
        QCOMPARE(list()->count(), 0);
        press(Qt::Key_Down);
        press(Qt::Key_Return);
        QVERIFY(search()->isVisible());
        m_window->activateWindow();
        find<QPushButton>("mainButton")->setFocus(); // elsewhere
        QTRY_VERIFY(!search()->isVisible());
    }

private:
    CommandSearch* search() const { return find<CommandSearch>("commandSearch"); }
    QListWidget* list() const { return find<QListWidget>("commandList"); }
    void open() {
        trigger("searchCommands");
        QVERIFY(search()->isVisible());
    }
    void type(const QString& words) {
        find<QLineEdit>("commandLine")->clear();
        QTest::keyClicks(find<QLineEdit>("commandLine"), words);
    }
    void press(Qt::Key key) { QTest::keyClick(find<QLineEdit>("commandLine"), key); }
    void sayWhy() const {
        for (int i = 0; i < list()->count(); ++i) {
            QVERIFY2(list()->item(i)->toolTip() != "not now", qPrintable(list()->item(i)->text()));
        }
    }
    QString reasonOf(const QString& name) const {
        const QListWidgetItem* item = itemNamed(name);
        return item ? item->toolTip() : QString("%1 is not there").arg(name);
    }
    const QListWidgetItem* itemNamed(const QString& name) const {
        for (int i = 0; i < list()->count(); ++i) {
            if (list()->item(i)->text() == name) {
                return list()->item(i);
            }
        }
        return nullptr;
    }
};

QTEST_MAIN(CommandSearchTest)
#include "CommandSearchTest.moc"
