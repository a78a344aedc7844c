// The window as a user meets it: the embedded images are there, Train starts, curves and samples arrive; what
// was opened is listed, dropped things open, closing asks and loses nothing, settings are kept, and every
// control can be found, read and reached.
#include "ui/MainWindow.h"
#include "ui/ImageStage.h"
#include "ui/LossPlot.h"
#include "ui/MessageStrip.h"
#include "ui/SetupPanel.h"

#include "tests/ui/IdxFiles.h"

#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QActionGroup>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace latentscape;
using State = Session::State;

class MainWindowTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QCoreApplication::setOrganizationName("latentscape");
        QCoreApplication::setApplicationName("latentscape");
    }

    void init() {
        m_home = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", m_home->path().toUtf8());
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_home->path());
        openWindow();
    }
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
        m_window->session().setBeta(0.5f);
        QTest::mouseClick(main, Qt::LeftButton);
        QTRY_COMPARE(m_window->session().state(), State::Paused);
        QTest::mouseClick(main, Qt::LeftButton);
        QTRY_COMPARE(m_window->session().state(), State::Running);
        QTest::mouseClick(stop, Qt::LeftButton);
        QTRY_COMPARE(m_window->session().state(), State::Ready);
        QVERIFY(m_window->session().checkpoint() != nullptr);
    }

    void everyControlCanBeFoundReadAndReached() {
        train();
        m_window->session().setPaused(true);
        QTRY_COMPARE(m_window->session().state(), State::Paused);
        showProblem();
        find<QAbstractButton>("messageUnfold")->click();
        QStringList faults;
        for (const View view : {View::Train, View::Explore, View::Compare}) {
            m_window->showView(view);
            faults += faultsOfControls();
        }
        trigger("showShortcuts");
        faults += faultsOfControls();
        faults.removeDuplicates();
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join('\n')));
    }

    void everyActionHasNameTipAndItsOwnKey() {
        QSet<QKeySequence> keys;
        for (const QAction* top : m_window->menuBar()->actions()) {
            QVERIFY2(top->text().contains('&'), qPrintable(top->text()));
            for (const QAction* action : top->menu()->actions()) {
                if (action->isSeparator() || action->menu()) {
                    continue;
                }
                QVERIFY2(!action->objectName().isEmpty(), qPrintable(action->text()));
                QVERIFY2(action->text().contains('&'), qPrintable(action->text()));
                QVERIFY2(!action->toolTip().isEmpty() && !action->statusTip().isEmpty(),
                         qPrintable(action->text()));
                for (const QKeySequence& key : action->shortcuts()) {
                    QVERIFY2(!keys.contains(key), qPrintable(key.toString()));
                    keys.insert(key);
                }
            }
        }
        QVERIFY(keys.size() > 10);
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

    void whatWasOpenedIsListed() {
        const QString images = writeIdx(m_home->filePath("images"), 60, 5);
        load(images);
        const QString file = saveRun("mine.safetensors");
        QCOMPARE(recentPaths(), (QStringList{images, file}));
        reopenWindow();
        QCOMPARE(recentPaths(), (QStringList{images, file}));
        load("shapes");
        recent().first()->trigger();
        QTRY_COMPARE(m_window->session().dataSource(), images);
        QCOMPARE(find<QComboBox>("data")->currentData().toString(), images);
    }

    void thingsCanBeDropped() {
        const QString images = writeIdx(m_home->filePath("images"), 60, 5);
        auto* overlay = find<QWidget>("dropOverlay");
        hover({QUrl::fromLocalFile(images)});
        QVERIFY(overlay->isVisible());
        drop({QUrl::fromLocalFile(images)});
        QVERIFY(!overlay->isVisible());
        QTRY_COMPARE(m_window->session().dataSource(), images);
        QTRY_COMPARE(m_window->session().state(), State::Ready);

        const QString file = saveRun("mine.safetensors");
        load("shapes");
        drop({QUrl::fromLocalFile(file)});
        QTRY_COMPARE(m_window->session().dataSource(), images);
        QTRY_COMPARE(strip()->message().remedy, QString("Go on training"));
    }

    void whatCannotBeOpenedIsRefusedWithAReason() {
        drop({QUrl("https://example.org/mnist.gz")});
        QVERIFY(strip()->isVisible());
        QVERIFY(strip()->message().text.contains("example.org"));
        drop({QUrl::fromLocalFile("/a"), QUrl::fromLocalFile("/b")});
        QVERIFY(strip()->message().text.contains("2"));
        const QString notes = m_home->filePath("notes.txt");
        std::ofstream(notes.toStdString()) << "no images";
        drop({QUrl::fromLocalFile(notes)});
        QTRY_VERIFY(strip()->message().text.contains(notes));
        QCOMPARE(strip()->message().remedy, QString("Choose a folder..."));
        QVERIFY(strip()->message().details.contains("Qt "));
        QCOMPARE(m_window->session().dataSource(), QString("shapes"));
        QCOMPARE(find<QComboBox>("data")->currentData().toString(), QString("shapes"));
        QTest::mouseClick(find<QAbstractButton>("messageDismiss"), Qt::LeftButton);
        QVERIFY(!strip()->isVisible());
    }

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

        openWindow();
        QTRY_VERIFY(strip()->isVisible());
        QCOMPARE(strip()->message().remedy, QString("Go on"));
        QVERIFY(action("goOnWithLastRun")->isEnabled());
        QTest::mouseClick(find<QPushButton>("messageRemedy"), Qt::LeftButton);
        QTRY_COMPARE(m_window->session().state(), State::Running);
        QTRY_VERIFY(find<LossPlot>("lossPlot")->pointCount() > 0);
        m_window->session().stop();
        QTRY_COMPARE(m_window->session().state(), State::Ready);
        QVERIFY(m_window->session().checkpoint()->step >= step);
    }

    void aSignalClosesWithoutAQuestion() {
        train();
        m_window->saveAndClose();
        QTRY_VERIFY(!m_window->isVisible());
        const auto kept =
            loadCheckpoint((m_home->path() + "/latentscape/last-run.safetensors").toStdString());
        QCOMPARE(kept.step, m_window->session().checkpoint()->step);
    }

    void settingsAreKept() {
        auto* rate = find<QDoubleSpinBox>("learningRate");
        rate->setValue(0.0025);
        trigger("showExplore");
        trigger("themeDark");
        reopenWindow();
        QCOMPARE(find<QDoubleSpinBox>("learningRate")->value(), 0.0025);
        QVERIFY(find<QPushButton>("exploreView")->isChecked());
        QVERIFY(action("themeDark")->isChecked());
        QCOMPARE(Settings::theme(), ThemeMode::Dark);
        trigger("themeDesktop");
    }

    void imagesThatAreGoneAtTheNextStartAreNamed() {
        const QString images = writeIdx(m_home->filePath("images"), 60, 5);
        load(images);
        m_window->close();
        QVERIFY(QFile::remove(images));
        openWindow();
        QTRY_COMPARE(m_window->session().dataSource(), QString("shapes"));
        QTRY_VERIFY(strip()->isVisible());
        QVERIFY(strip()->message().text.contains(images));
    }

    void aRunIsReplacedOnlyWhenThatIsWanted() {
        const QString images = writeIdx(m_home->filePath("images"), 60, 5);
        train();
        drop({QUrl::fromLocalFile(images)});
        QVERIFY(m_window->session().isTraining());
        QTest::mouseClick(find<QPushButton>("messageRemedy"), Qt::LeftButton);
        QTRY_COMPARE(m_window->session().dataSource(), images);
    }

private:
    template <typename T> T* find(const char* name) const {
        auto* found = m_window->findChild<T*>(QLatin1String(name));
        if (!found) {
            qFatal("there is no %s", name);
        }
        return found;
    }
    QAction* action(const char* name) const { return find<QAction>(name); }
    void trigger(const char* name) const { action(name)->trigger(); }
    MessageStrip* strip() const { return find<MessageStrip>("messageStrip"); }

    void openWindow() {
        m_window = std::make_unique<MainWindow>();
        m_window->show();
        QTRY_COMPARE(m_window->session().state(), State::Ready);
        QTRY_VERIFY(m_window->session().data().train);
    }
    void reopenWindow() {
        m_window->close();
        openWindow();
    }
    void load(const QString& source) {
        m_window->open(source);
        QTRY_COMPARE(m_window->session().dataSource(), source);
    }
    void train() {
        find<QAbstractSpinBox>("epochs")->setProperty("value", 100000);
        trigger("startRun");
        QTRY_VERIFY(find<LossPlot>("lossPlot")->pointCount() > 0);
    }
    // A short run, stopped and saved.
    QString saveRun(const QString& name) {
        train();
        m_window->session().stop();
        [&] { QTRY_COMPARE(m_window->session().state(), State::Ready); }();
        const QString file = m_home->filePath(name);
        m_window->session().saveCheckpoint(file);
        [&] { QTRY_VERIFY(recentPaths().contains(file)); }();
        m_window->open(m_window->session().dataSource()); // what was opened last stands first
        [&] { QTRY_COMPARE(recentPaths().last(), file); }();
        [&] { QTRY_COMPARE(m_window->session().state(), State::Ready); }();
        return file;
    }
    void showProblem() { m_window->session().failed({Problem::What::RunFailed, {}, "for the test"}); }

    QList<QAction*> recent() const {
        auto* menu = find<QMenu>("recentMenu");
        emit menu->aboutToShow();
        return menu->findChildren<QAction*>("recentFile");
    }
    QStringList recentPaths() const {
        QStringList paths;
        for (const QAction* entry : recent()) {
            paths.append(entry->toolTip());
        }
        return paths;
    }

    void hover(const QList<QUrl>& urls) {
        QMimeData mime;
        mime.setUrls(urls);
        QDragEnterEvent event({100, 100}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window.get(), &event);
        QVERIFY(event.isAccepted());
    }
    void drop(const QList<QUrl>& urls) {
        hover(urls);
        QMimeData mime;
        mime.setUrls(urls);
        QDropEvent event({100, 100}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window.get(), &event);
    }
    void answer(const char* button) {
        QTRY_VERIFY(m_window->findChild<QMessageBox*>("closeQuestion"));
        auto* question = m_window->findChild<QMessageBox*>("closeQuestion");
        question->findChild<QAbstractButton*>(QLatin1String(button))->click();
        QTRY_VERIFY(!m_window->findChild<QMessageBox*>("closeQuestion"));
    }

    static bool isControl(const QWidget* widget) {
        const QWidget* parent = widget->parentWidget();
        const bool inner = qobject_cast<const QAbstractSpinBox*>(parent) ||
                           qobject_cast<const QComboBox*>(parent) ||
                           qobject_cast<const QScrollBar*>(widget) || widget->objectName().startsWith("qt_");
        return !inner &&
               (qobject_cast<const QAbstractButton*>(widget) ||
                qobject_cast<const QAbstractSpinBox*>(widget) ||
                qobject_cast<const QAbstractSlider*>(widget) || qobject_cast<const QComboBox*>(widget) ||
                qobject_cast<const QLineEdit*>(widget) || qobject_cast<const QPlainTextEdit*>(widget));
    }
    QStringList faultsOfControls() const {
        QStringList faults;
        for (const QWidget* widget : m_window->findChildren<QWidget*>()) {
            if (!widget->isVisible() || !isControl(widget)) {
                continue;
            }
            const QString who =
                QString("%1 \"%2\" ").arg(widget->metaObject()->className(), widget->objectName());
            if (widget->objectName().isEmpty()) {
                faults << who + "has no object name";
            }
            if (widget->accessibleName().isEmpty()) {
                faults << who + "has no accessible name";
            }
            if (widget->toolTip().isEmpty()) {
                faults << who + "has no tooltip";
            }
            if (!(widget->focusPolicy() & Qt::TabFocus)) {
                faults << who + "is not reached by Tab";
            }
        }
        return faults;
    }

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(MainWindowTest)
#include "MainWindowTest.moc"
