// Animations become files beside everything else, with progress in the window's bottom line, where they can
// be cancelled.
#include "ui/AnimationSaver.h"

#include "tests/ui/Saving.h"
#include "ui/SavingLine.h"

#include <QFileDialog>
#include <QImageReader>
#include <QLabel>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QToolButton>

#include <atomic>
#include <thread>

using namespace latentscape;

class AnimationSaverTest : public QObject {
    Q_OBJECT

private slots:
    void init() { QVERIFY(m_folder.isValid()); }

    void anAnimationIsWritten() {
        AnimationSaver saver(nullptr);
        QSignalSpy saved(&saver, &AnimationSaver::saved);
        saver.write(m_folder.filePath("a.gif"), 3, frame, {10, Loop::Forever, {2}});
        QTRY_COMPARE(saved.size(), 1);
        QImageReader reader(saved[0][0].toString());
        QCOMPARE(reader.size(), QSize(8, 6));
        QCOMPARE(reader.imageCount(), 3);
    }

    void whatCannotBeWrittenIsSaid() {
        AnimationSaver saver(nullptr);
        QSignalSpy failed(&saver, &AnimationSaver::failed);
        saver.write(m_folder.filePath("no/such/folder/a.gif"), 3, frame, {});
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].toString().contains("a.gif"));
        saver.write(m_folder.filePath("a.xyz"), 3, frame, {});
        QTRY_COMPARE(failed.size(), 2);
        saver.write(m_folder.filePath("a.gif"), 3,
                    [](std::int64_t) -> Image { throw std::runtime_error("no model"); }, {});
        QTRY_COMPARE(failed.size(), 3);
        QCOMPARE(failed[2][0].toString(), QString("no model"));
    }

    void thePanelAsksForSpeedAndLoop() {
        QWidget window;
        window.show();
        AnimationSaver saver(&window);
        QSignalSpy saved(&saver, &AnimationSaver::saved);
        saver.ask("Save animation", "path.gif", 4, QSize(4, 3), frame);
        QWidget* panel = openSavePanel(window);
        QVERIFY(panel);
        panel->findChild<QSpinBox*>("saveSpeed")->setValue(2);
        QCOMPARE(panel->findChild<QLabel*>("saveSeconds")->text(),
                 QString("%1 s").arg(QLocale().toString(2.0, 'f', 1)));
        QTest::mouseClick(panel->findChild<QAbstractButton*>("saveLoop2"), Qt::LeftButton); // to and fro
        QCOMPARE(panel->findChild<QLabel*>("saveSeconds")->text(),
                 QString("%1 s").arg(QLocale().toString(3.0, 'f', 1)));
        QVERIFY(passSavePanel(window));
        auto* dialog = window.findChild<QFileDialog*>("saveDialog");
        QVERIFY(dialog);
        dialog->selectFile(m_folder.filePath("chosen"));
        QMetaObject::invokeMethod(dialog, "accept");
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(saved[0][0].toString(), m_folder.filePath("chosen.gif"));
        QCOMPARE(QImageReader(saved[0][0].toString()).imageCount(), 6);
        saver.ask("Save animation", "path.gif", 0, QSize(4, 3), frame); // nothing to save, no question
        QVERIFY(!openSavePanel(window));
        QSettings().clear();
    }

    void aLongOneIsFollowedAndCancelledInTheBottomLine() {
        QWidget window;
        auto* line = new SavingLine(&window);
        window.show();
        AnimationSaver saver(&window);
        QSignalSpy saved(&saver, &AnimationSaver::saved);
        QSignalSpy failed(&saver, &AnimationSaver::failed);
        std::atomic<bool> goOn = false;
        std::atomic<std::int64_t> asked = 0;
        const auto slow = [&](std::int64_t index) {
            asked = index;
            for (int i = 0; index == 50 && !goOn && i < 10'000; ++i) {
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
            return frame(index);
        };
        QVERIFY(!line->isVisible());
        saver.write(m_folder.filePath("long.gif"), 100, slow, {});
        QTRY_VERIFY(line->isVisible());
        QVERIFY(line->findChild<QLabel*>("savingWords")->text().contains("long.gif"));
        QTRY_VERIFY(asked == 50);
        QTest::mouseClick(line->findChild<QToolButton*>("cancelSaving"), Qt::LeftButton);
        goOn = true;
        QVERIFY(!line->isVisible());
        saver.write(m_folder.filePath("next.gif"), 3, frame, {}); // what comes after it is written
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(saved[0][0].toString(), m_folder.filePath("next.gif"));
        QVERIFY(!QFile::exists(m_folder.filePath("long.gif")));
        QVERIFY(failed.isEmpty());
        QTRY_VERIFY(!line->isVisible());
        QVERIFY(asked < 60);
    }

    void whoGoesCancels() {
        std::atomic<std::int64_t> asked = 0;
        {
            AnimationSaver saver(nullptr);
            saver.write(m_folder.filePath("gone.gif"), 20'000,
                        [&](std::int64_t index) {
                            asked = index;
                            std::this_thread::sleep_for(std::chrono::milliseconds(1));
                            return frame(index);
                        },
                        {});
            QTRY_VERIFY(asked > 2);
        }
        QVERIFY(asked < 19'999);
        QVERIFY(!QFile::exists(m_folder.filePath("gone.gif")));
    }

private:
    static Image frame(std::int64_t index) {
        Image image{{1, 3, 4}, std::vector<std::uint8_t>(12, 100)};
        image.pixels[static_cast<std::size_t>(index % 12)] = 200;
        return image;
    }

    QTemporaryDir m_folder;
};

QTEST_MAIN(AnimationSaverTest)
#include "AnimationSaverTest.moc"
