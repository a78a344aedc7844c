// Every control of the window, wherever it hides, can be found by its object name, read by a screen reader,
// explains itself in a tooltip and is reached by the keyboard; so can every action of the menu.
#include "tests/ui/WindowFixture.h"

#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QButtonGroup>
#include <QComboBox>
#include <QLabel>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSet>
#include <QStackedWidget>

using namespace latentscape;

class ControlsTest : public QObject, private WindowFixture {
    Q_OBJECT

private slots:
    void init() { openHome(); }
    void cleanup() { m_window.reset(); }

    void everyControlIsNamedAndExplained() {
        fillTheWindow();
        QStringList faults;
        int controls = 0;
        for (const QWidget* widget : m_window->findChildren<QWidget*>()) {
            if (isControl(widget)) {
                ++controls;
                faults += faultsOf(*widget);
            }
        }
        QVERIFY(controls > 40); // with a slider and a field for each latent
        faults.removeDuplicates();
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join('\n')));
    }

    void noTwoControlsOfAViewShareAName() {
        fillTheWindow();
        for (const View view : {View::Train, View::Explore, View::Compare, View::Measure}) {
            m_window->showView(view);
            QSet<QString> names;
            for (const QWidget* widget : m_window->findChildren<QWidget*>()) {
                if (isControl(widget) && widget->isVisible()) {
                    QVERIFY2(!names.contains(widget->objectName()), qPrintable(describe(*widget)));
                    names.insert(widget->objectName());
                }
            }
        }
    }

    void tabReachesEveryControlThatIsShown() {
        fillTheWindow();
        m_window->activateWindow();
        for (const View view : {View::Train, View::Explore, View::Compare, View::Measure}) {
            m_window->showView(view);
            const QSet<const QWidget*> reached = walkWithTab();
            for (const QWidget* widget : m_window->findChildren<QWidget*>()) {
                if (isControl(widget) && widget->isVisible() && widget->isEnabled()) {
                    QVERIFY2(reached.contains(checkedOfItsGroup(widget)), qPrintable(describe(*widget)));
                }
            }
        }
    }

    void tabReachesEveryControlOfThePages() {
        m_window->activateWindow();
        for (const char* link : {"showLayers", "moreTraining"}) {
            find<QAbstractButton>(link)->click();
            tabReachesAllThatIsShown();
        }
        for (const char* page : {"showWelcome", "showTerms", "searchCommands"}) {
            trigger(page);
            tabReachesAllThatIsShown();
        }
    }

    void everyActionHasNameTipAndItsOwnKey() {
        QSet<QKeySequence> keys;
        for (const QAction* top : m_window->menuBar()->actions()) {
            QVERIFY2(top->text().contains('&'), qPrintable(top->text()));
            checkActions(*top->menu(), keys);
        }
        QVERIFY(keys.size() > 10);
    }

private:
    // Everything that can be shown has been: a run, each view, a message with its details, help.
    void fillTheWindow() {
        train();
        m_window->session().setPaused(true);
        QTRY_COMPARE(m_window->session().state(), State::Paused);
        for (const View view : {View::Train, View::Explore, View::Compare, View::Measure}) {
            m_window->showView(view);
            QTest::qWait(200); // until it has made its controls
        }
        for (const char* link : {"showLayers", "moreTraining"}) {
            find<QAbstractButton>(link)->click();
        }
        for (const char* page : {"showWelcome", "showTerms", "searchCommands", "showShortcuts"}) {
            trigger(page);
        }
        emit m_window->session().failed({Problem::What::RunFailed, {}, "for the test"});
        find<QAbstractButton>("messageUnfold")->click();
    }

    // What takes the focus or can be clicked; its own inner parts, scroll bars and whole pages are none.
    static bool isControl(const QWidget* widget) {
        const QWidget* parent = widget->parentWidget();
        const bool inner =
            qobject_cast<const QAbstractSpinBox*>(parent) || qobject_cast<const QComboBox*>(parent) ||
            qobject_cast<const QLineEdit*>(parent) || qobject_cast<const QMenuBar*>(parent) ||
            qobject_cast<const QStackedWidget*>(parent) || qobject_cast<const QAbstractItemView*>(parent) ||
            widget->objectName().startsWith("qt_") || isInList(widget);
        return !inner && !widget->isWindow() && !qobject_cast<const QScrollBar*>(widget) &&
               !qobject_cast<const QLabel*>(widget) &&
               (widget->focusPolicy() & Qt::TabFocus || qobject_cast<const QAbstractButton*>(widget) ||
                qobject_cast<const QAbstractSlider*>(widget));
    }
    static bool isInList(const QWidget* widget) { // that drops down
        return widget && (widget->inherits("QComboBoxPrivateContainer") || isInList(widget->parentWidget()));
    }
    static QString describe(const QWidget& widget) {
        return QString("%1 \"%2\" in \"%3\" ")
            .arg(widget.metaObject()->className(), widget.objectName(),
                 widget.parentWidget() ? widget.parentWidget()->objectName() : QString());
    }
    static QStringList faultsOf(const QWidget& widget) {
        QStringList faults;
        if (widget.objectName().isEmpty()) {
            faults << describe(widget) + "has no object name";
        }
        if (widget.accessibleName().isEmpty()) {
            faults << describe(widget) + "has no accessible name";
        }
        if (widget.toolTip().isEmpty()) {
            faults << describe(widget) + "has no tooltip";
        }
        if (!(checkedOfItsGroup(&widget)->focusPolicy() & Qt::TabFocus)) {
            faults << describe(widget) + "is not reached by Tab";
        }
        return faults;
    }
    // Tab goes to the chosen one of a group, the arrow keys to the others.
    static const QWidget* checkedOfItsGroup(const QWidget* widget) {
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        return button && button->group() && button->group()->exclusive() ? button->group()->checkedButton()
                                                                         : widget;
    }
    void tabReachesAllThatIsShown() {
        const QSet<const QWidget*> reached = walkWithTab();
        QVERIFY(reached.size() > 8);
        for (const QWidget* widget : m_window->findChildren<QWidget*>()) {
            if (isControl(widget) && widget->isVisible() && widget->isEnabled()) {
                QVERIFY2(reached.contains(checkedOfItsGroup(widget)), qPrintable(describe(*widget)));
            }
        }
    }
    // All that get the focus from where it is until it is there again.
    QSet<const QWidget*> walkWithTab() {
        QSet<const QWidget*> reached;
        QWidget* focus = QApplication::focusWidget();
        while (focus && !reached.contains(focus)) {
            reached.insert(focus);
            QTest::keyClick(focus, Qt::Key_Tab);
            focus = QApplication::focusWidget();
        }
        return reached;
    }

    static void checkActions(const QMenu& menu, QSet<QKeySequence>& keys) {
        for (const QAction* action : menu.actions()) {
            if (action->isSeparator()) {
                continue;
            }
            const char* who = qPrintable(action->text());
            QVERIFY2(action->text().contains('&'), who);
            if (action->menu()) {
                QVERIFY2(!action->menu()->objectName().isEmpty(), who);
                if (action->menu()->objectName() != "recentMenu") { // filled with what was opened
                    checkActions(*action->menu(), keys);
                }
                continue;
            }
            QVERIFY2(!action->objectName().isEmpty(), who);
            QVERIFY2(!action->toolTip().isEmpty() && !action->statusTip().isEmpty(), who);
            for (const QKeySequence& key : action->shortcuts()) {
                QVERIFY2(!keys.contains(key), qPrintable(key.toString()));
                keys.insert(key);
            }
        }
    }
};

QTEST_MAIN(ControlsTest)
#include "ControlsTest.moc"
