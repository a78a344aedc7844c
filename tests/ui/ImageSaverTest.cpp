// Pictures become PNG files beside everything else; what cannot be written is said.
#include "ui/ImageSaver.h"

#include <QFileDialog>
#include <QImage>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace latentscape;

class ImageSaverTest : public QObject {
    Q_OBJECT

private slots:
    void init() { QVERIFY(m_folder.isValid()); }

    void aPictureIsWrittenPixelForPixel() {
        ImageSaver saver(nullptr);
        QSignalSpy saved(&saver, &ImageSaver::saved);
        saver.write(path("one.png"), {picture(7)}, 1, 1);
        QTRY_COMPARE(saved.size(), 1);
        const QImage read(saved[0][0].toString());
        QCOMPARE(read.size(), QSize(3, 2));
        QCOMPARE(qGray(read.pixel(0, 0)), 7);
        QCOMPARE(qGray(read.pixel(2, 1)), 12);
    }

    void manyBecomeASheet() {
        ImageSaver saver(nullptr);
        QSignalSpy saved(&saver, &ImageSaver::saved);
        saver.write(path("sheet.png"), {picture(1), picture(2), picture(3)}, 2, 4);
        QTRY_COMPARE(saved.size(), 1);
        const QImage read(saved[0][0].toString());
        QVERIFY(read.width() >= 2 * 3 * 4 && read.height() >= 2 * 2 * 4);
    }

    void whatCannotBeWrittenIsSaid() {
        ImageSaver saver(nullptr);
        QSignalSpy failed(&saver, &ImageSaver::failed);
        saver.write(path("no/such/folder/one.png"), {picture(7)}, 1, 1);
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].toString().contains("one.png"));
    }

    void theDialogAsksAndSavesWhatWasShownThen() {
        QWidget window;
        window.show();
        ImageSaver saver(&window);
        QSignalSpy saved(&saver, &ImageSaver::saved);
        saver.ask("Save image", "decoded.png", {picture(9)}, 1);
        auto* dialog = window.findChild<QFileDialog*>("saveDialog");
        QVERIFY(dialog && dialog->isVisible());
        dialog->selectFile(m_folder.filePath("chosen")); // the ending is added
        dialog->selectNameFilter(dialog->nameFilters().last());
        QMetaObject::invokeMethod(dialog, "accept");
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(saved[0][0].toString(), m_folder.filePath("chosen.png"));
        QCOMPARE(QImage(m_folder.filePath("chosen.png")).size(), QSize(3, 2));
        saver.ask("Save image", "none.png", {}, 1); // nothing to save, no question
        QTRY_VERIFY(!window.findChild<QFileDialog*>("saveDialog"));
    }

    void aPlotIsSavedAsItIs() {
        QWidget window;
        window.show();
        ImageSaver saver(&window);
        QSignalSpy saved(&saver, &ImageSaver::saved);
        QImage plot(7, 5, QImage::Format_ARGB32_Premultiplied);
        plot.fill(Qt::white);
        plot.setPixelColor(6, 4, Qt::red);
        saver.ask("Save plot", "losses.png", plot);
        auto* dialog = window.findChild<QFileDialog*>("saveDialog");
        dialog->selectFile(m_folder.filePath("plot")); // the ending is added
        QMetaObject::invokeMethod(dialog, "accept");
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(QImage(m_folder.filePath("plot.png")).convertToFormat(plot.format()), plot);
    }

    void theViewMayBeGoneBeforeTheFileIsThere() {
        {
            ImageSaver saver(nullptr);
            saver.write(path("late.png"), std::vector<Image>(500, picture(1)), 20, 8);
        }
        QTRY_VERIFY(QFile::exists(m_folder.filePath("late.png")));
        QCoreApplication::processEvents();
    }

private:
    static Image picture(int first) {
        Image image{{1, 2, 3}, {}};
        for (int i = 0; i < 6; ++i) {
            image.pixels.push_back(static_cast<std::uint8_t>(first + i));
        }
        return image;
    }
    std::filesystem::path path(const char* name) const { return m_folder.filePath(name).toStdString(); }

    QTemporaryDir m_folder;
};

QTEST_MAIN(ImageSaverTest)
#include "ImageSaverTest.moc"
