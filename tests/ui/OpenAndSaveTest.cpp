// What comes into the window and what leaves it: opened from the menu, dropped, listed as recent; checkpoints
// and pictures saved.
#include "core/io/ImageExport.h"
#include "core/io/Provenance.h"
#include "tests/ui/Saving.h"
#include "tests/ui/WindowFixture.h"
#include "ui/DrawCanvas.h"

#include <QComboBox>
#include <QImageReader>
#include <QPushButton>

using namespace latentscape;

class OpenAndSaveTest : public QObject, private WindowFixture {
    Q_OBJECT

private slots:
    void init() { openHome(); }
    void cleanup() { m_window.reset(); }

    void opensFromTheMenu() {
        QDir().mkdir(inHome("folder"));
        images("folder/train-images-idx3-ubyte");
        chooseFile(inHome("folder"), "openFolder");
        QTRY_COMPARE(m_window->session().dataSource(), inHome("folder"));
        QTRY_COMPARE(m_window->session().state(), State::Ready);
        const QString file = images("five-images.idx");
        chooseFile(file, "openFile");
        QTRY_COMPARE(m_window->session().dataSource(), file);
        QCOMPARE(find<QComboBox>("data")->currentData().toString(), file);
    }

    void savesACheckpointAndOpensItAgain() {
        train();
        QTRY_VERIFY(action("savePicture")->isEnabled());
        QVERIFY(action("saveStrips")->isEnabled());
        chooseFile(inHome("while it runs"), "saveCheckpoint"); // gets its ending
        const QString early = inHome("while it runs.latentscape");
        QTRY_VERIFY(recentPaths().contains(early));
        QVERIFY(m_window->session().isTraining());
        const std::int64_t step = loadCheckpoint(early.toStdString()).step;
        stop();
        QVERIFY(m_window->session().checkpoint()->step >= step);
        chooseFile(early, "openCheckpoint");
        QTRY_COMPARE(strip()->message().remedy, QString("Go on training"));
        QCOMPARE(m_window->session().checkpoint()->step, step);
        QVERIFY(find<LossPlot>("lossPlot")->pointCount() > 0);
        QVERIFY(m_window->session().decoder().hasWeights());
        trigger("showExplore"); // the offer has been seen
        QVERIFY(!strip()->isVisible());
    }

    void aPictureOfOursNamesTheModelItNeeds() {
        Provenance made;
        made.checkpoint = "mine/checkpoint.safetensors";
        made.weights = "01234567";
        made.step = 12;
        made.dimensions = 2;
        made.latents = {1, 2};
        saveImages(inHome("made.png").toStdString(), {Image{{1, 1, 1}, {9}}}, 1, {}, &made);
        m_window->open(inHome("made.png"));
        QTRY_VERIFY(strip()->isVisible());
        QVERIFY(strip()->message().text.contains("mine/checkpoint.safetensors, step 12"));
    }

    void whatCannotBeSavedIsOfferedElsewhere() {
        train();
        stop();
        chooseFile(inHome("images-as-folder.safetensors"), [this] {
            m_window->session().saveCheckpoint(inHome("no such folder/mine.safetensors"));
            QTRY_COMPARE(strip()->message().remedy, QString("Save elsewhere..."));
            find<QPushButton>("messageRemedy")->click();
        });
        QTRY_VERIFY(QFile::exists(inHome("images-as-folder.safetensors")));
    }

    void savesThePicturesOfEachView_data() {
        QTest::addColumn<QString>("view");
        QTest::addColumn<QString>("save");
        QTest::newRow("samples") << "showTrain"
                                 << "savePicture";
        QTest::newRow("plot") << "showTrain"
                              << "saveStrips";
        QTest::newRow("image") << "showExplore"
                               << "savePicture";
        QTest::newRow("strips") << "showExplore"
                                << "saveStrips";
        QTest::newRow("sheet") << "showCompare"
                               << "savePicture";
    }
    void savesThePicturesOfEachView() {
        QFETCH(QString, view);
        QFETCH(QString, save);
        train();
        m_window->session().setPaused(true);
        QTRY_COMPARE(m_window->session().state(), State::Paused);
        trigger(qPrintable(view));
        QTRY_VERIFY(action(qPrintable(save))->isEnabled());
        QTest::qWait(300);               // until the view has its pictures
        chooseFile(inHome("mine"), [&] { // gets its ending
            trigger(qPrintable(save));
            passSavePanel(*m_window); // a plot asks for a file at once
        });
        QTRY_VERIFY(QImageReader(inHome("mine.png")).canRead());
        const QImage picture(inHome("mine.png"));
        QVERIFY(picture.width() >= 28 && picture.height() >= 28);
    }

    void whatWasOpenedIsListed() {
        const QString five = images();
        load(five);
        const QString file = saveRun("mine.safetensors");
        m_window->open(five); // what was opened last stands first
        QTRY_COMPARE(recentPaths(), (QStringList{five, file}));
        QTRY_COMPARE(m_window->session().state(), State::Ready);
        reopenWindow();
        QCOMPARE(recentPaths(), (QStringList{five, file}));
        load("shapes");
        recent().first()->trigger();
        QTRY_COMPARE(m_window->session().dataSource(), five);
        QCOMPARE(find<QComboBox>("data")->currentData().toString(), five);
        trigger("forgetRecent");
        QVERIFY(recentPaths().isEmpty());
        QVERIFY(QFile::exists(file));
    }

    void whatIsGoneIsListedNoMore() {
        const QString five = images();
        load(five);
        const QString file = saveRun("mine.safetensors");
        load("shapes");
        QVERIFY(QFile::remove(five));
        QVERIFY(QFile::remove(file));
        QCOMPARE(recentPaths().size(), 2);
        for (int left = 1; left >= 0; --left) {
            const QString gone = recentPaths().first();
            recent().first()->trigger();
            QTRY_VERIFY(strip()->isVisible() && strip()->message().text.contains(gone));
            QCOMPARE(recentPaths().size(), left);
            QCOMPARE(m_window->session().dataSource(), QString("shapes"));
            strip()->dismiss();
        }
    }

    void whatCannotBeOpenedAtTheStartLeavesSomethingToTrainOn_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("checkpoint") << "bad.safetensors";
        QTest::newRow("images") << "bad.idx";
        QTest::newRow("not there") << "gone";
    }
    void whatCannotBeOpenedAtTheStartLeavesSomethingToTrainOn() {
        QFETCH(QString, name);
        const QString five = images();
        load(five);
        m_window->close();
        m_window.reset();
        if (name != "gone") {
            std::ofstream(inHome(name).toStdString()) << "nonsense";
        }
        m_window = std::make_unique<MainWindow>();
        m_window->open(inHome(name)); // as the command line asks
        m_window->show();
        QTRY_COMPARE(m_window->session().dataSource(), five);
        QTRY_VERIFY(action("startRun")->isEnabled());
        QVERIFY(strip()->isVisible());
        QVERIFY(strip()->message().text.contains(name));
        QCOMPARE(find<QComboBox>("data")->currentData().toString(), five);
    }

    void aCancelledStartLeavesSomethingToTrainOn() {
        const QString five = images();
        load(five);
        m_window->close();
        m_window.reset();
        m_window = std::make_unique<MainWindow>();
        find<QAbstractButton>("cancelLoading")->click();
        QTRY_COMPARE(m_window->session().dataSource(), QString("shapes"));
        QTRY_VERIFY(action("startRun")->isEnabled());
    }

    void aFolderAFileAndACheckpointCanBeDropped() {
        auto* overlay = find<QWidget>("dropOverlay");
        QDir().mkdir(inHome("folder"));
        images("folder/train-images-idx3-ubyte");
        hover({QUrl::fromLocalFile(inHome("folder"))});
        QVERIFY(overlay->isVisible());
        QDragLeaveEvent leave;
        QCoreApplication::sendEvent(m_window.get(), &leave);
        QVERIFY(!overlay->isVisible());
        drop(inHome("folder"));
        QVERIFY(!overlay->isVisible());
        QTRY_COMPARE(m_window->session().dataSource(), inHome("folder"));
        QTRY_COMPARE(m_window->session().state(), State::Ready);
        const QString five = images();
        drop(five);
        QTRY_COMPARE(m_window->session().dataSource(), five);
        QTRY_COMPARE(m_window->session().state(), State::Ready);

        QDir().mkdir(inHome("run"));
        saveRun("run/checkpoint.safetensors");
        for (const QString& dropped : {inHome("run/checkpoint.safetensors"), inHome("run")}) {
            load("shapes");
            drop(dropped);
            QTRY_COMPARE(m_window->session().dataSource(), five);
            QTRY_COMPARE(strip()->message().remedy, QString("Go on training"));
        }
    }

    void aPictureCanBeDroppedFromABrowser() {
        QImage picture(40, 30, QImage::Format_RGB32);
        picture.fill(Qt::white);
        drop(picture);
        QCOMPARE(strip()->message().title, QString("There is no model yet"));
        train();
        stop();
        drop(picture);
        auto* canvas = m_window->findChild<DrawCanvas*>();
        QTRY_VERIFY(canvas->isVisible());
        QTRY_VERIFY(!canvas->isBlank());
    }

    void nonsenseThatIsDroppedIsRefusedWithAReason() {
        drop(QList<QUrl>{QUrl("https://example.org/mnist.gz")});
        QVERIFY(strip()->isVisible());
        QVERIFY(strip()->message().text.contains("example.org"));
        drop({QUrl::fromLocalFile("/a"), QUrl::fromLocalFile("/b")});
        QVERIFY(strip()->message().text.contains("2"));
        const QString notes = inHome("notes.txt");
        std::ofstream(notes.toStdString()) << "no images";
        drop(notes);
        QTRY_VERIFY(strip()->message().text.contains(notes));
        QCOMPARE(m_window->session().dataSource(), QString("shapes"));
        QMimeData words;
        words.setText("just words");
        QDragEnterEvent event({100, 100}, Qt::CopyAction, &words, Qt::LeftButton, Qt::NoModifier);
        event.ignore();
        QCoreApplication::sendEvent(m_window.get(), &event);
        QVERIFY(!event.isAccepted());
        QVERIFY(!find<QWidget>("dropOverlay")->isVisible());
    }
};

QTEST_MAIN(OpenAndSaveTest)
#include "OpenAndSaveTest.moc"
