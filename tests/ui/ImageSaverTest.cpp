// Pictures become files beside everything else, as large as the panel says; what cannot be written is said.
#include "ui/ImageSaver.h"

#include "tests/ui/Saving.h"

#include <QFileDialog>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QSignalSpy>
#include <QSlider>
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
        saver.write(m_folder.filePath("one.png"), {picture(7)}, 1, {});
        QTRY_COMPARE(saved.size(), 1);
        const QImage read(saved[0][0].toString());
        QCOMPARE(read.size(), QSize(3, 2));
        QCOMPARE(qGray(read.pixel(0, 0)), 7);
        QCOMPARE(qGray(read.pixel(2, 1)), 12);
    }

    void manyBecomeASheet() {
        ImageSaver saver(nullptr);
        QSignalSpy saved(&saver, &ImageSaver::saved);
        saver.write(m_folder.filePath("sheet.png"), {picture(1), picture(2), picture(3)}, 2, {4});
        QTRY_COMPARE(saved.size(), 1);
        const QImage read(saved[0][0].toString());
        QVERIFY(read.width() >= 2 * 3 * 4 && read.height() >= 2 * 2 * 4);
    }

    void whatCannotBeWrittenIsSaid() {
        ImageSaver saver(nullptr);
        QSignalSpy failed(&saver, &ImageSaver::failed);
        saver.write(m_folder.filePath("no/such/folder/one.png"), {picture(7)}, 1, {});
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].toString().contains("one.png"));
    }

    void enterGoesOnAndEscapeDoesNot() {
        QWidget window;
        window.show();
        ImageSaver saver(&window);
        for (const auto& [key, goesOn] : {std::pair{Qt::Key_Escape, false}, {Qt::Key_Return, true}}) {
            saver.ask("Save image", "decoded.png", {picture(9)}, 1);
            QWidget* panel = openSavePanel(window);
            QVERIFY(panel);
            QTest::keyClick(panel->findChild<QSlider*>("saveFactor"), key);
            QVERIFY(!panel->isVisible());
            QCOMPARE(window.findChild<QFileDialog*>("saveDialog") != nullptr, goesOn);
        }
    }

    void thePanelAndTheDialogAskAndWhatWasShownThenIsSaved() {
        QWidget window;
        window.show();
        ImageSaver saver(&window);
        QSignalSpy saved(&saver, &ImageSaver::saved);
        saver.ask("Save image", "decoded.png", {picture(9)}, 1);
        QWidget* panel = openSavePanel(window);
        QVERIFY(panel);
        auto* factor = panel->findChild<QSlider*>("saveFactor");
        factor->setValue(3);
        QCOMPARE(panel->findChild<QLabel*>("savePixels")->text(), QString("9 × 6 pixels"));
        QVERIFY(passSavePanel(window));
        QVERIFY(!openSavePanel(window));
        auto* dialog = window.findChild<QFileDialog*>("saveDialog");
        QVERIFY(dialog && dialog->isVisible());
        dialog->selectFile(m_folder.filePath("chosen")); // the ending is added
        QMetaObject::invokeMethod(dialog, "accept");
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(saved[0][0].toString(), m_folder.filePath("chosen.png"));
        QCOMPARE(QImage(m_folder.filePath("chosen.png")).size(), QSize(9, 6));
        saver.ask("Save image", "none.png", {}, 1); // nothing to save, no question
        QVERIFY(!openSavePanel(window));
    }

    void whatWasChosenIsRemembered() {
        QWidget window;
        window.show();
        {
            ImageSaver saver(&window);
            saver.ask("Save image", "decoded.png", {picture(9)}, 1);
            openSavePanel(window)->findChild<QSlider*>("saveFactor")->setValue(5);
            QTest::mouseClick(openSavePanel(window)->findChild<QAbstractButton*>("saveEdges1"),
                              Qt::LeftButton);
            QVERIFY(passSavePanel(window));
            window.findChild<QFileDialog*>("saveDialog")->reject();
            QTRY_VERIFY(!window.findChild<QFileDialog*>("saveDialog"));
        }
        QTRY_COMPARE(QSettings().value("save/scale").toInt(), 5);
        QTRY_COMPARE(QSettings().value("save/smooth").toInt(), 1);
        ImageSaver saver(&window);
        saver.ask("Save image", "decoded.png", {picture(9)}, 1);
        QWidget* panel = openSavePanel(window);
        QCOMPARE(panel->findChild<QSlider*>("saveFactor")->value(), 5);
        QVERIFY(panel->findChild<QAbstractButton*>("saveEdges1")->isChecked());
        QTest::keyClick(panel, Qt::Key_Escape);
        QVERIFY(!openSavePanel(window));
        QVERIFY(!window.findChild<QFileDialog*>("saveDialog"));
        QSettings().clear();
    }

    void theKindOfFileIsChosenInTheDialog() {
        QWidget window;
        window.show();
        ImageSaver saver(&window);
        QSignalSpy saved(&saver, &ImageSaver::saved);
        saver.ask("Save image", "decoded.png", {picture(9)}, 1);
        QVERIFY(passSavePanel(window));
        auto* dialog = window.findChild<QFileDialog*>("saveDialog");
        dialog->setDirectory(m_folder.path());
        const QString webp = dialog->nameFilters().at(1);
        dialog->selectNameFilter(webp);
        emit dialog->filterSelected(webp);
        dialog->selectFile(m_folder.filePath("kind"));
        QMetaObject::invokeMethod(dialog, "accept");
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(saved[0][0].toString(), m_folder.filePath("kind.webp"));
    }

    void aPngSaysHowItWasMade() {
        ImageSaver saver(nullptr);
        QSignalSpy saved(&saver, &ImageSaver::saved);
        QSignalSpy failed(&saver, &ImageSaver::failed);
        saver.write(m_folder.filePath("made.png"), {picture(7)}, 1, {2}, [] {
            Provenance made{"latentscape", "explore", "", "12345678", 5};
            made.dimensions = 2;
            made.latents = {1, -2};
            return made;
        });
        QTRY_COMPARE(saved.size(), 1);
        const auto read = readProvenance(path("made.png"));
        QVERIFY(read);
        QCOMPARE(read->latents, (std::vector<float>{1, -2}));
        QCOMPARE(read->enlargement.factor, 2);
        saver.write(m_folder.filePath("not.png"), {picture(7)}, 1, {},
                    []() -> Provenance { throw std::runtime_error("no model"); });
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed[0][0].toString(), QString("no model"));
    }

    void whatIsDrawnOnTheScreenIsSavedLikeAnyPicture() {
        QImage plot(7, 5, QImage::Format_ARGB32_Premultiplied);
        plot.fill(Qt::white);
        plot.setPixelColor(6, 4, Qt::red);
        ImageSaver saver(nullptr);
        QSignalSpy saved(&saver, &ImageSaver::saved);
        saver.write(m_folder.filePath("plot.png"), {toRgb(plot)}, 1, {});
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(QImage(m_folder.filePath("plot.png")).convertToFormat(plot.format()), plot);
    }

    void aLargePictureIsNotEnlargedUnlessThatIsChosen() {
        QWidget window;
        window.show();
        ImageSaver saver(&window);
        saver.ask("Save map", "map.png", {Image{{3, 10, 1400}, std::vector<std::uint8_t>(42000)}}, 1);
        auto* factor = window.findChild<QSlider*>("saveFactor");
        QCOMPARE(factor->value(), 1);
        saver.ask("Save image", "image.png", {picture(1)}, 1);
        QVERIFY(factor->value() > 1);
    }

    void theViewMayBeGoneBeforeTheFileIsThere() {
        {
            ImageSaver saver(nullptr);
            saver.write(m_folder.filePath("late.png"), std::vector<Image>(500, picture(1)), 20, {8});
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
