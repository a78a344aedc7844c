// A picture of one's own: drawn, opened or pasted, it comes in the form of the model's images and moves the
// point to where it lies.
#include "ui/OwnPicturePage.h"

#include "tests/ui/ChildOf.h"
#include "tests/ui/TinyModel.h"
#include "tests/ui/WindowFixture.h"
#include "tests/ui/WithLinks.h"
#include "ui/Decoder.h"
#include "ui/DrawCanvas.h"
#include "ui/ExploreView.h"
#include "ui/LatentPoint.h"
#include "ui/NearestPage.h"
#include "ui/PictureList.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace latentscape;

class OwnPictureTest : public QObject, private WindowFixture {
    Q_OBJECT

private slots:
    void whatIsDrawnBecomesAPicture() {
        WithLinks<OwnPicturePage> page;
        page.setModel(tinyModel(), Fit::Crop);
        page.resize(500, 400);
        page.show();
        QSignalSpy made(&page, &OwnPicturePage::pictureMade);
        auto* canvas = childOf<DrawCanvas>(page, "drawCanvas");
        QVERIFY(canvas->isBlank());
        const QPoint middle(canvas->width() / 2, std::min(canvas->width(), canvas->height()) / 2);
        QTest::mousePress(canvas, Qt::LeftButton, {}, middle - QPoint(60, 0));
        QTest::mouseMove(canvas, middle + QPoint(60, 0));
        QVERIFY(made.isEmpty()); // not before the hand lets go
        QTest::mouseRelease(canvas, Qt::LeftButton, {}, middle + QPoint(60, 0));
        QCOMPARE(made.size(), 1);
        const auto picture = made.at(0).at(0).value<Image>();
        QCOMPARE(picture.shape, tinyModel().image);
        QVERIFY(*std::ranges::max_element(picture.pixels) > 20);
        QCOMPARE(picture.pixels.front(), 0);
    }

    void keysDraw() {
        WithLinks<OwnPicturePage> page;
        page.setModel(tinyModel(), Fit::Crop);
        page.resize(500, 400);
        page.show();
        QSignalSpy made(&page, &OwnPicturePage::pictureMade);
        auto* canvas = childOf<DrawCanvas>(page, "drawCanvas");
        canvas->setBrush(16);
        QVERIFY(canvas->focusPolicy() & Qt::TabFocus);
        page.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        canvas->clearFocus();
        const QImage before = canvas->grab().toImage();
        canvas->setFocus(Qt::TabFocusReason);
        QTRY_VERIFY(canvas->hasFocus());
        QVERIFY(canvas->grab().toImage() != before); // where the brush is
        // To the left edge, then two pixels to the right while Space is held.
        QTest::keyClick(canvas, Qt::Key_Left, Qt::ShiftModifier);
        QTest::keyPress(canvas, Qt::Key_Space);
        QTest::keyClick(canvas, Qt::Key_Right);
        QTest::keyClick(canvas, Qt::Key_Right);
        QVERIFY(made.isEmpty()); // not before the key is let go
        QTest::keyRelease(canvas, Qt::Key_Space);
        QCOMPARE(made.size(), 1);
        const int row = 3 * 6;
        QVERIFY(canvas->image().pixels[row] > 150 && canvas->image().pixels[row + 2] > 150);
        QVERIFY(canvas->image().pixels[row + 4] < 50 && canvas->image().pixels.front() < 50);
        QTest::keyClick(canvas, Qt::Key_E); // here
        QCOMPARE(made.size(), 2);
        QVERIFY(canvas->image().pixels[row] > 150 && canvas->image().pixels[row + 2] < 100);
        QTest::keyPress(canvas, Qt::Key_Space);
        canvas->clearFocus(); // ends it
        QCOMPARE(made.size(), 3);
    }

    void aFileIsBroughtToTheModelsForm() {
        WithLinks<OwnPicturePage> page;
        page.setModel(tinyModel(), Fit::Crop);
        QTemporaryDir folder;
        QImage image(40, 20, QImage::Format_RGB32);
        image.fill(QColor(255, 255, 255));
        QVERIFY(image.save(folder.filePath("white.png")));
        QSignalSpy made(&page, &OwnPicturePage::pictureMade);
        page.open(folder.filePath("white.png"));
        QTRY_COMPARE(made.size(), 1);
        QCOMPARE(made.at(0).at(0).value<Image>().pixels, std::vector<std::uint8_t>(36, 255));
        page.open(folder.filePath("none.png"));
        QTRY_VERIFY(childOf<QLabel>(page, "ownPictureNote")->text().contains("none.png"));
        QCOMPARE(made.size(), 1);
    }

    void thePictureOnTheClipboardIsTaken() {
        WithLinks<OwnPicturePage> page;
        page.setModel(tinyModel(), Fit::Stretch);
        QGuiApplication::clipboard()->clear();
        QVERIFY(!page.paste());
        QVERIFY(childOf<QLabel>(page, "ownPictureNote")->text().contains("clipboard"));
        QImage image(12, 12, QImage::Format_ARGB32);
        image.fill(QColor(128, 128, 128));
        QGuiApplication::clipboard()->setImage(image);
        QSignalSpy made(&page, &OwnPicturePage::pictureMade);
        QVERIFY(page.paste());
        QTRY_COMPARE(made.size(), 1);
        QCOMPARE(made.at(0).at(0).value<Image>().pixels.front(), 128);
    }

    void aPictureIsPastedAnywhereInExplore() {
        openHome();
        QVERIFY(!action("pastePicture")->isEnabled());
        QCOMPARE(MainMenu::whyNot(*action("pastePicture")), QString("nothing has been trained or opened"));
        train();
        stop();
        QCOMPARE(MainMenu::whyNot(*action("pastePicture")), QString("only in Explore"));
        trigger("showExplore");
        QImage image(12, 12, QImage::Format_RGB32);
        image.fill(Qt::white);
        QGuiApplication::clipboard()->setImage(image);
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        auto* field = find<QAbstractSpinBox>("epochs");
        auto* list = find<PictureList>("gallery");
        QSignalSpy made(m_window->findChild<OwnPicturePage*>(), &OwnPicturePage::pictureMade);
        QTest::keyClick(field, Qt::Key_V, Qt::ControlModifier); // a text field pastes text
        QVERIFY(!find<DrawCanvas>("drawCanvas")->isVisible());
        QTest::keyClick(list, Qt::Key_V, Qt::ControlModifier);
        QTRY_COMPARE(made.size(), 1);
        QVERIFY(find<DrawCanvas>("drawCanvas")->isVisible());
        find<QAbstractButton>("showMap")->click();
        QGuiApplication::clipboard()->clear();
        trigger("pastePicture"); // the page stays
        QVERIFY(!find<DrawCanvas>("drawCanvas")->isVisible());
        m_window.reset();
    }

    void exploreGoesWhereItLies() {
        Decoder decoder;
        ExploreView view(&decoder);
        view.resize(980, 600);
        view.show();
        decoder.setModel(tinyModel());
        decoder.setWeights(tinyWeights(1));
        QTemporaryDir folder;
        QImage image(6, 6, QImage::Format_Grayscale8);
        image.fill(200);
        QVERIFY(image.save(folder.filePath("grey.png")));
        view.openPicture(folder.filePath("grey.png"));
        QTRY_VERIFY(!view.point()->isUntouched() && view.point()->canUndo());
        auto model = makeModel(tinyModel(), {}, 0);
        std::ranges::copy(tinyWeights(1)->values, model->parameters().mutableValues().begin());
        const Encoding expected = model->encode(Tensor({1, 36}, std::vector<float>(36, 200 / 255.0F)));
        for (std::size_t i = 0; i < 4; ++i) {
            QVERIFY(std::abs(view.point()->latent()[i] - std::clamp(expected.mean.row(0)[i], -10.0F, 10.0F)) <
                    1e-4F);
        }
    }

    void theNearestTrainingImagesAreFound() {
        WithLinks<NearestPage> page;
        page.resize(800, 120);
        page.show();
        page.setData({tinyImages(40), tinyImages(12)});
        const auto data = tinyImages(40);
        page.setPicture(std::make_shared<std::vector<Image>>(1, data->image(7)));
        auto* note = static_cast<QLabel*>(page.links().front());
        QTRY_VERIFY(note->text().contains("of 12"));
        page.setData({tinyImages(40, {3, 6, 6}), nullptr}); // as when a model is opened beside other data
        QTRY_VERIFY(note->text().contains("choose the data"));
    }
};

QTEST_MAIN(OwnPictureTest)
#include "OwnPictureTest.moc"
